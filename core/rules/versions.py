"""Versions of contracts: numbers that only grow, the first of which says that something breaks (semver.org)."""

import re
from functools import total_ordering
from typing import NamedTuple

_VERSION = re.compile(
    r"v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)


class _Numbers(NamedTuple):
    major: int
    minor: int
    patch: int


@total_ordering
class Version:
    """``1``, ``1.2`` and ``v1.2.3-rc.1+build`` are read; what is left out is 0, a build says nothing.

    Raises ValueError with a sentence.
    """

    def __init__(self, text: str) -> None:
        read = _VERSION.fullmatch(text.strip())
        if read is None:
            raise ValueError(f"“{text}” is no version such as 1.4.0: three numbers, the first for what breaks.")
        major, minor, patch, before = read.groups()
        self.numbers = _Numbers(int(major), int(minor or 0), int(patch or 0))
        self.before: str = before or ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._order == other._order

    def __lt__(self, other: "Version") -> bool:
        return self._order < other._order

    def __hash__(self) -> int:
        return hash(self._order)

    def is_major_after(self, other: "Version") -> bool:
        """Whether it may break what the other one promised. Before 1.0.0 the second number says so."""
        if self.numbers.major == other.numbers.major == 0:
            return self.numbers.minor > other.numbers.minor
        return self.numbers.major > other.numbers.major

    @property
    def _order(self) -> tuple[_Numbers, bool, tuple[tuple[bool, int, str], ...]]:
        """Whatever comes before a release is smaller; its parts count as numbers where they are."""
        parts = self.before.split(".") if self.before else []
        return self.numbers, not parts, tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts)
