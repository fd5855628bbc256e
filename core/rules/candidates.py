"""Which workbooks of a file share belong into the register of Excel reports, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.rules.workbooks import Copies, Family, Unread, WorkbookSeen, duplicates, families

DAYS_IN_A_YEAR = 365.25
MEGABYTE = 1_000_000

TEMPLATE_DAYS = {date(1996, 10, 14), date(2006, 9, 13), date(2006, 9, 16), date(2015, 6, 5)}
"""Days on which the blank workbooks that ship with Excel were made: a workbook “created” then is of unknown age."""


@dataclass(frozen=True)
class Sign:
    """One reason for or against: the figure of a family at a time weighs ``worth`` for each of ``steps`` it reaches,
    and is told in the words for one or for many."""

    figure: Callable[[Family, datetime], float]
    steps: tuple[float, ...]
    words: tuple[str, str]
    worth: int = 1

    def told(self, figure: float) -> str:
        return self.words[figure >= 2].format(figure)


@dataclass(frozen=True)
class Candidate:
    """A report to be considered: its files, its weight and the reasons, the strongest first."""

    family: Family
    weight: int
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.family.newest.name


@dataclass(frozen=True)
class Survey:
    """All that a look through a folder found, by path; ``versions`` are families of files that differ, the largest
    first, ``candidates`` the heaviest first."""

    at: datetime
    workbooks: tuple[WorkbookSeen, ...]
    unread: tuple[Unread, ...]
    duplicates: tuple[Copies, ...]
    versions: tuple[Family, ...]
    candidates: tuple[Candidate, ...]


def survey(seen: Iterable[WorkbookSeen | Unread], *, at: datetime) -> Survey:
    """Group and rank what was seen; ``at`` is the time, with its zone, against which age is told."""
    ordered = sorted(seen, key=lambda one: one.path)
    workbooks = tuple(one for one in ordered if isinstance(one, WorkbookSeen))
    related = families(workbooks)
    versions = sorted((one for one in related if one.versions > 1), key=lambda one: (-one.versions, one.newest.path))
    return Survey(
        at=at,
        workbooks=workbooks,
        unread=tuple(one for one in ordered if isinstance(one, Unread)),
        duplicates=duplicates(workbooks),
        versions=tuple(versions),
        candidates=candidates(related, at=at),
    )


def candidates(related: Iterable[Family], *, at: datetime) -> tuple[Candidate, ...]:
    """Families with more for them than against them, the heaviest first, then those with the most formulas."""
    weighed = [_weighed(family, at) for family in related]
    return tuple(
        sorted(
            (one for one in weighed if one.weight > 0),
            key=lambda one: (-one.weight, -_formulas(one.family, at), one.family.newest.path),
        )
    )


def _weighed(family: Family, at: datetime) -> Candidate:
    found = []
    for sign in SIGNS:
        figure = sign.figure(family, at)
        if weight := sign.worth * sum(figure >= step for step in sign.steps):
            found.append((weight, sign.told(figure)))
    found.sort(key=lambda pair: -pair[0])
    return Candidate(family, sum(weight for weight, _ in found), tuple(words for _, words in found))


def _formulas(family: Family, _at: datetime) -> float:
    return family.newest.anatomy.formulas


def _files(family: Family, _at: datetime) -> float:
    return len(family.workbooks)


def _megabytes(family: Family, _at: datetime) -> float:
    return family.newest.size / MEGABYTE


def _years_kept(family: Family, at: datetime) -> float:
    made = [one.anatomy.created_at for one in family.workbooks]
    known = [day for day in made if day is not None and day.date() not in TEMPLATE_DAYS]
    return _years(min([*known, *(one.saved_at for one in family.workbooks)]), at)


def _years_idle(family: Family, at: datetime) -> float:
    return _years(family.newest.saved_at, at)


def _links(family: Family, _at: datetime) -> float:
    return family.newest.anatomy.links


def _connections(family: Family, _at: datetime) -> float:
    return family.newest.anatomy.connections


def _macros(family: Family, _at: datetime) -> float:
    return family.newest.anatomy.has_macros


def _years(since: datetime, until: datetime) -> int:
    return int((until - since).days / DAYS_IN_A_YEAR)


SIGNS = (
    Sign(_formulas, (100, 1_000, 10_000), ("{:,.0f} formula", "{:,.0f} formulas")),
    Sign(_files, (2, 5, 10), ("{:,.0f} file", "{:,.0f} copies and versions")),
    Sign(_megabytes, (1, 5, 20), ("{:,.1f} MB", "{:,.1f} MB")),
    Sign(_years_kept, (1, 3, 5), ("kept for 1 year", "kept for {:.0f} years")),
    Sign(_links, (1, 5), ("reads another workbook", "reads {:,.0f} other workbooks")),
    Sign(_connections, (1,), ("has a data connection", "has {:,.0f} data connections")),
    Sign(_macros, (1,), ("has macros", "has macros")),
    Sign(_years_idle, (2, 4), ("", "but nobody saved it for {:.0f} years"), worth=-1),
)
