"""A row of the logbook as it is typed: what it says, and what is wrong with which cell."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypedDict

from core.model import LINE, SHORT, TEXT, LogEntry, LogKind

MAX_HOURS = 400
MAY_TAKE_BACK = timedelta(minutes=15)
"""For how long what was saved can be taken back."""

COLUMNS = {
    "text": "What happened",
    "kind": "Kind",
    "hours_data_team": "Data team",
    "hours_product_team": "Product team",
    "blocked_by": "Blocked by",
    "sprint": "Sprint",
    "next_step": "Next",
}
"""The cells of a row and what people call them."""

LIMITS = {"text": TEXT, "blocked_by": LINE, "sprint": SHORT, "next_step": LINE}
HOURS = ("hours_data_team", "hours_product_team")

Cells = Mapping[str, str]
"""What stands in the cells of a row, as typed; a kind by its value. A cell that is left out is empty."""

NOTHING_TYPED: Mapping[str, Any] = {"edition": 0, "checked": False, "cells": {}}
"""What a draft holds: its edition, whether its faults are to be shown, and the cells typed, by initiative."""


class Work(TypedDict):
    """What a row says, in the words of the verb that logs it."""

    text: str
    kind: LogKind
    hours_data_team: float
    hours_product_team: float
    blocked_by: str
    sprint: str
    next_step: str


def faults(cells: Cells) -> dict[str, str]:
    """A sentence for each cell that cannot be saved, by its column."""
    found = {}
    if not cells.get("text", "").strip():
        found["text"] = "Say what happened."
    if cells.get("kind") not in set(LogKind):
        found["kind"] = "Choose a kind."
    for column in HOURS:
        typed = cells.get(column, "")
        amount = hours(typed)
        if amount is None or amount > MAX_HOURS:
            found[column] = f"“{typed.strip()}” is no number of hours from 0 to {MAX_HOURS}, such as 3.5."
    for column, limit in LIMITS.items():
        if len(cells.get(column, "")) > limit:
            found[column] = f"At most {limit} characters; these are {len(cells[column])}."
        elif "\0" in cells.get(column, ""):
            found[column] = "It holds a character that cannot be stored. Type it anew."
    return found


def read(cells: Cells) -> Work:
    """What a row without faults says."""
    return Work(
        text=cells["text"].strip(),
        kind=LogKind(cells["kind"]),
        hours_data_team=hours(cells.get("hours_data_team", "")) or 0.0,
        hours_product_team=hours(cells.get("hours_product_team", "")) or 0.0,
        blocked_by=cells.get("blocked_by", "").strip(),
        sprint=cells.get("sprint", "").strip(),
        next_step=cells.get("next_step", "").strip(),
    )


def written(entry: LogEntry) -> Cells:
    """The cells that say what an entry says."""
    figures = {column: f"{hours:g}" if (hours := getattr(entry, column)) else "" for column in HOURS}
    texts = {column: getattr(entry, column) for column in LIMITS}
    return {"kind": entry.kind.value, **figures, **texts}


def hours(typed: str) -> float | None:
    """``3``, ``3.5``, ``3,5``, ``3:30`` or ``3 h``, and 0 for nothing; None for anything else."""
    words = typed.strip().removesuffix("h").rstrip().replace(",", ".")
    if not words:
        return 0.0
    if clock := re.fullmatch(r"(\d{1,4}):([0-5]\d)", words, re.ASCII):
        return int(clock[1]) + int(clock[2]) / 60
    return float(words) if re.fullmatch(r"\d{1,6}(\.\d{0,6})?|\.\d{1,6}", words, re.ASCII) else None
