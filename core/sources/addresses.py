"""Which addresses a source may ask: configured hosts, over https, and nothing inside the own network unless allowed."""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.request import getproxies, proxy_bypass

import httpx

from core.sources.contract import SourceFailed

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Reach:
    """``hosts`` are names without port. ``private`` allows addresses that are not public, ``plain`` http."""

    hosts: Collection[str]
    private: bool = False
    plain: bool = False

    def check(self, url: httpx.URL) -> None:
        """Raises SourceFailed for an address that may not be asked."""
        if url.host not in {host.lower() for host in self.hosts}:
            raise SourceFailed(f"{url.host or 'An address without a host'} is not among the configured hosts.")
        if url.scheme != "https" and not (url.scheme == "http" and (self.plain or url.host in LOOPBACK)):
            raise SourceFailed(f"{url.host} is not asked over {url.scheme}. Use an https address, or allow http.")

    def transports(self) -> dict[str, httpx.BaseTransport]:
        """What carries the requests to each host; behind a proxy it is the proxy that finds the address."""
        direct = _Direct(self)
        return {
            f"all://{f'[{host}]' if ':' in host else host}": direct
            for host in self.hosts
            if not getproxies().keys() & {"http", "https", "all"} or proxy_bypass(host)
        }

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses behind a name. Raises SourceFailed if one of them may not be asked, httpx.ConnectError."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise httpx.ConnectError(f"{host} is not known") from None
        found = list(dict.fromkeys(str(address[0]) for *_, address in answers))
        if not self.private and host not in LOOPBACK and not all(map(_is_public, found)):
            raise SourceFailed(f"{host} lies in a private network. Allow private addresses for this source to ask it.")
        return found


class _Direct(httpx.HTTPTransport):
    """Connects to the very address that was checked, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._reach = reach

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        *others, last = self._reach.resolve(url.host, url.port or {"https": 443}.get(url.scheme, 80))
        for address in others:
            try:
                return super().handle_request(_to(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return super().handle_request(_to(request, last))


def _to(request: httpx.Request, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": request.url.host},
    )


def _is_public(address: str) -> bool:
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast
