"""Which addresses people may be led to."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = ("http", "https")


def host_of(url: str) -> str | None:
    """The host of an address that a browser opens as a page; none for any other text, and for one with a password."""
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return host if host and parts.scheme in SCHEMES and "@" not in parts.netloc else None
