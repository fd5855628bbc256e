"""How values read on screen. What people typed is data: it is shown without interpretation."""

import re
from datetime import datetime
from decimal import Decimal
from math import isinf

from core.exports.markdown import inert
from core.queries.wording import NO_BREAK as NO_BREAK
from core.queries.wording import day as day
from core.queries.wording import number as number
from core.queries.wording import percent as percent

HIDDEN = "Only shown to managers, finance and the domain."
"""Stands for what has to do with money."""

_BLANKS = re.compile(r"[^\S\u00a0]+")
"""All but the space that does not break."""


def plain(text: str, limit: int | None = None) -> str:
    """Text as markdown that shows exactly the text, on one line, cut with an ellipsis past ``limit`` characters."""
    text = _BLANKS.sub(" ", text).strip()
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return _inert(text)


def paragraphs(text: str) -> str:
    """Text as markdown that keeps its line breaks and interprets nothing."""
    return "  \n".join(_inert(line) for line in text.splitlines())


def quiet(told: str) -> str:
    """Markdown as a small grey line that may hold words in colour and badges: a caption would fade those, too."""
    return f":small[:gray[{told}]]"


def moment(at: datetime | None) -> str:
    return "–" if at is None else f"{at:%-d %b %Y %H:%M} UTC"


def duration(days: float | None) -> str:
    """``11 min``, ``15.2 min``, ``5 h`` or ``3 d``."""
    if days is None:
        return "–"
    minutes = days * 24 * 60
    if minutes < 90:
        is_whole = minutes >= 60 or abs(minutes - round(minutes)) < 0.05
        return f"{minutes:.{0 if is_whole else 1}f}{NO_BREAK}min"
    return f"{minutes / 60:.0f}{NO_BREAK}h" if minutes < 48 * 60 else f"{days:.0f}{NO_BREAK}d"


def exact(value: float | None) -> str:
    """Ten significant figures, from which anything shown elsewhere can be computed again."""
    return "–" if value is None else f"{value:.10g}".replace("-", "−")


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
            return f"{value:.0f}{NO_BREAK}%"
    return f"{number(value)}{NO_BREAK}{unit}".rstrip()


def unit_name(unit: str) -> str:
    """Without a value before it: ``minutes``, not ``min``."""
    return {"min": "minutes", "d": "days"}.get(unit, unit)


def money(amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return "–"
    figure = f"{amount:,.2f}".replace(",", NO_BREAK).removesuffix(".00")
    return f"{figure}{NO_BREAK}{currency}".rstrip()


def _inert(line: str) -> str:
    """A colon begins a colour or an icon in the markdown of Streamlit."""
    return inert(line).replace(":", "\\:")
