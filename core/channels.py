"""How a message leaves: over any channel that apprise speaks, to the addresses of the settings and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from core.errors import Misconfigured

if TYPE_CHECKING:
    from apprise import NotifyBase

PLACEHOLDER, SOMEBODY = "{email}", "somebody@example.com"


class Channels:
    """Addresses as apprise writes them, with ``{email}`` where that of the person belongs."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Raises Misconfigured, which tells no address, for it may hold a secret."""
        if not addresses:
            raise Misconfigured("There is no way to send reminders. Set UPTAKE_REMIND_VIA; “Running Uptake” says how.")
        self._addresses = tuple(addresses)
        for place, address in enumerate(self._addresses, 1):
            if _channel(address, SOMEBODY) is None:
                raise Misconfigured(f"UPTAKE_REMIND_VIA: apprise cannot read its address number {place}.")

    def send(self, email: str, title: str, text: str) -> list[str]:
        """Over every channel; returns the kinds of those that did not take it, such as ``mailtos``."""
        return [
            address.partition(":")[0] for address in self._addresses if not _send(_channel(address, email), title, text)
        ]

    def __len__(self) -> int:
        return len(self._addresses)


def _send(channel: NotifyBase | None, title: str, text: str) -> bool:
    from apprise import Apprise, NotifyFormat

    carrier = Apprise()
    is_known = channel is not None and carrier.add(channel)
    return is_known and bool(carrier.notify(text, title, body_format=NotifyFormat.TEXT))


def _channel(address: str, email: str) -> NotifyBase | None:
    from apprise import Apprise, AppriseAsset

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it tells addresses
    asset = AppriseAsset(http_redirects=False)
    return Apprise.instantiate(address.replace(PLACEHOLDER, quote(email, safe="")), asset=asset)
