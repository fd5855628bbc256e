"""What Uptake refuses, drawn as a tree. Every message is a sentence a person can act on, shown as it is.

Refusal
├── NotFound        no such thing under that key
├── NotAllowed      the role table says no
├── Invalid         what was typed does not fit; ``fields`` names each field and why
├── Stale           somebody saved a newer version meanwhile; ``changes`` says who changed what
├── Closed          the quarter is closed: its figures stay as they are until a manager reopens it
├── Ungraded        key results lack what closing needs; ``missing`` says what, by key
├── GateClosed      checks of a gate are missing; ``report`` is the checklist the screen draws
├── BadFile         a file cannot be read as what it claims to be
├── Misconfigured   a setting has a value that cannot be used
└── SchemaMismatch  the database is newer than the program, or not one of ours
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


class Refusal(Exception):
    """A request that was understood and turned down; nothing was written."""


class NotFound(Refusal):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"There is no {what} “{key}”. Search for it by name, or go back to the list.")
        self.what, self.key = what, key


class NotAllowed(Refusal):
    pass


class Invalid(Refusal):
    """``fields`` maps the name of a field to one sentence on what is wrong and what was expected."""

    def __init__(self, **fields: str) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class Stale(Refusal):
    """``changes`` are the ledger sentences since the version the person saw, newest first."""

    def __init__(self, message: str, changes: list[str] | None = None) -> None:
        super().__init__(message)
        self.changes = changes or []


class Closed(Refusal):
    def __init__(self, quarter: str, by: str, at: datetime) -> None:
        super().__init__(
            f"{quarter} was closed by {by} on {at:%-d %b %Y}; nothing in it can be changed any more. A manager can "
            "reopen it with a reason."
        )
        self.quarter, self.by, self.at = quarter, by, at


class Ungraded(Refusal):
    """``missing`` maps the key of each key result to one sentence for each thing that it lacks."""

    def __init__(self, quarter: str, missing: Mapping[str, Sequence[str]]) -> None:
        told = " ".join(f"{key}: {' '.join(sentences)}" for key, sentences in missing.items())
        super().__init__(f"{quarter} cannot be closed yet. {told}")
        self.quarter, self.missing = quarter, missing


class GateClosed(Refusal):
    """``report`` is the gate report (see ``core.rules.gates``) whose failed checks say who can give what."""

    def __init__(self, message: str, report: Any) -> None:
        super().__init__(message)
        self.report = report


class BadFile(Refusal):
    pass


class Misconfigured(Refusal):
    pass


class SchemaMismatch(Refusal):
    pass
