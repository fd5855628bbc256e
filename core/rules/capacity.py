"""Who is lent to what, week by week, and who is free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.rules.weeks import WEEK


@dataclass(frozen=True)
class LoanFact:
    """A share, 0–1, of somebody's working time from a day until another, both counted."""

    person: str
    initiative: str
    share: float
    from_on: date
    until_on: date

    def share_on(self, day: date) -> float:
        return self.share if self.from_on <= day <= self.until_on else 0.0


@dataclass(frozen=True)
class PersonWeeks:
    """The largest share of a day, 0–1 or above, for which a person is lent in each week; ``initiatives`` are those of
    all the weeks."""

    person: str
    shares: tuple[float, ...]
    initiatives: tuple[str, ...]

    @property
    def is_overloaded(self) -> bool:
        return any(share > 1 + 1e-9 for share in self.shares)

    def free_from(self, mondays: Sequence[date]) -> date | None:
        """The first week in which nothing is lent; none if there is none among these."""
        return next((monday for monday, share in zip(mondays, self.shares, strict=True) if not share), None)


def lent_on(loans: Iterable[LoanFact], day: date) -> dict[str, float]:
    """Who is lent on a day, and for which share of it."""
    lent: dict[str, float] = {}
    for loan in loans:
        if share := loan.share_on(day):
            lent[loan.person] = lent.get(loan.person, 0.0) + share
    return lent


def weeks_of(loans: Sequence[LoanFact], people: Iterable[str], mondays: Sequence[date]) -> tuple[PersonWeeks, ...]:
    """Each person in the weeks that begin on these days, those who are lent most first."""
    found = []
    for person in people:
        own = [loan for loan in loans if loan.person == person]
        shares = tuple(
            max(lent_on(own, monday + timedelta(days=n)).get(person, 0.0) for n in range(7)) for monday in mondays
        )
        within = [it for it in own if it.until_on >= mondays[0] and it.from_on < mondays[-1] + WEEK]
        found.append(PersonWeeks(person, shares, tuple(sorted({loan.initiative for loan in within}))))
    return tuple(sorted(found, key=lambda row: (-sum(row.shares), row.person)))
