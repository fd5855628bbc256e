"""The twelve domains: who owns them, what they run on, which team of theirs builds data products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from seed.words import words


@dataclass(frozen=True)
class Home:
    """``systems`` are (name, kind, vendor, off the shelf, note); ``workspaces`` are (name, when it was requested);
    ``people_expected`` is none where nobody has said how many should work with data products."""

    key: str
    name: str
    purpose: str
    owner: str
    contributors: list[str]
    team: str
    cost_centre: str
    systems: list[tuple[str, str, str, bool, str]]
    workspaces: list[tuple[str, int | str]]
    people_expected: int | None = None


@cache
def homes() -> dict[str, Home]:
    """By the key of the domain; the one that joined first comes first."""
    return {key: Home(key=key, **table) for key, table in words("domains").items()}
