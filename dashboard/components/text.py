"""How values read on screen. What people typed is data: it is shown without interpretation."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isinf

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str, limit: int | None = None) -> str:
    """Text as markdown that shows exactly the text, on one line, cut with an ellipsis past ``limit`` characters."""
    text = " ".join(text.split())
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return _MARKDOWN.sub(r"\\\1", text)


def paragraphs(text: str) -> str:
    """Text as markdown that keeps its line breaks and interprets nothing."""
    return "  \n".join(_MARKDOWN.sub(r"\\\1", line) for line in text.splitlines())


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def day(on: date | datetime | None, *, year: bool = False) -> str:
    return "–" if on is None else f"{on:%-d %b %Y}" if year else f"{on:%-d %b}"


def moment(at: datetime | None) -> str:
    return "–" if at is None else f"{at:%-d %b %Y %H:%M} UTC"


def duration(days: float | None) -> str:
    """``11 min``, ``5 h`` or ``3 d``."""
    if days is None:
        return "–"
    minutes = days * 24 * 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{days:.0f} d"


def number(value: float | None) -> str:
    """Up to four significant figures, thousands apart: ``12 344``, ``0.25``."""
    if value is None:
        return "–"
    figure = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"
    return figure.replace(",", " ")


def measured(value: float | None, unit: str) -> str:
    """A value with its unit; durations as people say them, shares rounded to whole per cent."""
    match unit:
        case _ if value is None:
            return "–"
        case _ if isinf(value):
            return "not reached"
        case "min":
            return duration(value / (24 * 60))
        case "d":
            return duration(value)
        case "%":
            return f"{value:.0f} %"
    return f"{number(value)} {unit}".rstrip()


def money(amount: Decimal | None, currency: str) -> str:
    return "–" if amount is None else f"{amount:,.2f}".replace(",", " ").removesuffix(".00") + f" {currency}".rstrip()
