"""What waits in a domain beside its next action: nobody answers for it, a silence, or a move that is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.rules.cadence import next_check_in
from core.rules.status import Assessment, Status


class Place(StrEnum):
    """Where it is mended; the key beside it names the thing there."""

    DOMAIN = "domain"
    OBJECTIVE = "objective"
    REPORT = "report"


@dataclass(frozen=True)
class Waiting:
    """What waits, in words, and who can do it."""

    sentence: str
    who: str
    place: Place
    key: str


@dataclass(frozen=True)
class KeyResultFact:
    """``days_overdue`` counts from the last day of grace for a check-in."""

    key: str
    title: str
    objective: str
    owner: str
    days_overdue: int


@dataclass(frozen=True)
class ReportFact:
    """An Excel report that people still run. ``days_late`` counts from its planned day."""

    key: str
    name: str
    owner: str
    days_late: int


@dataclass(frozen=True)
class WaitingFacts:
    """What the entries read of one domain on a day. ``lacks_owner``: nobody is its business owner, and naming one is
    not the next action already."""

    key: str
    name: str
    lacks_owner: bool = False
    key_results: tuple[KeyResultFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()


def also_waits(facts: WaitingFacts) -> tuple[Waiting, ...]:
    """Who answers comes first, then silences and late moves, those that wait longest before the others."""
    return (*_business_owner(facts), *_check_ins(facts), *_late_moves(facts))


def days_overdue(assessment: Assessment) -> int:
    """Days since the last day of grace for a check-in; 0 where none is due any more, or not yet."""
    facts, as_of = assessment.facts, assessment.as_of
    is_done = assessment.status in (Status.ACHIEVED, Status.SCORED)
    if is_done or not facts.start <= as_of <= facts.due:
        return 0
    return max(0, (as_of - next_check_in(facts, as_of)).days - facts.grace_days)


def _business_owner(facts: WaitingFacts) -> Iterator[Waiting]:
    if facts.lacks_owner:
        sentence = f"{facts.name} has no business owner. Name the person who answers for its data and its results."
        yield Waiting(sentence, "the data team", Place.DOMAIN, facts.key)


def _check_ins(facts: WaitingFacts) -> Iterator[Waiting]:
    for it in sorted(facts.key_results, key=lambda it: -it.days_overdue):
        if it.days_overdue:
            sentence = f"The check-in on {it.key} {it.title} is {_days(it.days_overdue)} overdue."
            yield Waiting(sentence, it.owner, Place.OBJECTIVE, it.objective)


def _late_moves(facts: WaitingFacts) -> Iterator[Waiting]:
    for it in sorted(facts.reports, key=lambda it: -it.days_late):
        if it.days_late:
            sentence = f"{it.key} {it.name} should have moved to the platform {_days(it.days_late)} ago."
            yield Waiting(sentence, it.owner, Place.REPORT, it.key)


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"
