"""Of what a person is told, and when: each occasion is told of once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.model import ReminderKind
from core.rules.cadence import next_check_in
from core.rules.exceptions import SETTLED
from core.rules.progress import KeyResultFacts
from core.rules.status import Assessment

DECISION_DAYS = 3
ACCESS_DAYS = 14
MISSED_UNTIL_MANAGERS = 2


@dataclass(frozen=True)
class Occasion:
    """``subject`` is the key of the thing that is due on a day; together with the kind they tell occasions apart."""

    kind: ReminderKind
    subject: str
    due: date


def missed_check_ins(facts: KeyResultFacts, as_of: date) -> int:
    """How many check-ins in a row have not come within their grace."""
    days_over = (as_of - next_check_in(facts, as_of)).days - facts.grace_days
    return 0 if days_over < 1 else (days_over - 1) // facts.cadence_days + 1


def of_check_ins(assessment: Assessment) -> tuple[Occasion, ...]:
    """What the owner of a key result is told of, once for every silence, and as an escalation the managers."""
    facts, as_of = assessment.facts, assessment.as_of
    due = next_check_in(facts, as_of)
    if assessment.status in SETTLED or not due <= as_of <= facts.due:
        return ()
    missed = missed_check_ins(facts, as_of)
    if not missed:
        return (Occasion(ReminderKind.CHECK_IN_DUE, facts.id, due),)
    kinds = [ReminderKind.CHECK_IN_STALE]
    if missed >= MISSED_UNTIL_MANAGERS:
        kinds.append(ReminderKind.ESCALATION)
    return tuple(Occasion(kind, facts.id, due) for kind in kinds)


def of_decision(key: str, due: date, as_of: date) -> Occasion | None:
    """What the owner of an open decision is told of: that it will be due, and once more the day after."""
    if as_of > due:
        return Occasion(ReminderKind.DECISION_DUE, key, due + timedelta(days=1))
    is_near = due - as_of <= timedelta(days=DECISION_DAYS)
    return Occasion(ReminderKind.DECISION_DUE, key, due) if is_near else None


def of_end_of_access(key: str, until_on: date | None, as_of: date) -> Occasion | None:
    """What who asked is told of, once: that a running grant will end."""
    is_near = until_on is not None and timedelta() <= until_on - as_of <= timedelta(days=ACCESS_DAYS)
    return Occasion(ReminderKind.ACCESS_DUE, key, until_on) if is_near and until_on else None


def of_review_of_access(key: str, review_on: date | None, as_of: date) -> Occasion | None:
    """What the business owner is told of, once: that a running grant is to be looked at again."""
    return Occasion(ReminderKind.ACCESS_DUE, key, review_on) if review_on and review_on <= as_of else None


def of_end_of_product(key: str, ends_on: date | None, as_of: date) -> Occasion | None:
    """What the consumers of a deprecated product are told of, once: until when it is served."""
    return Occasion(ReminderKind.ACCESS_DUE, key, ends_on) if ends_on and ends_on >= as_of else None


def of_digest(subject: str, weekday: int, as_of: date) -> Occasion:
    """The digest of the week that began with the last such day, Monday being 0; a run that is late sends it too."""
    return Occasion(ReminderKind.DIGEST, subject, as_of - timedelta(days=(as_of.weekday() - weekday) % 7))
