from __future__ import annotations

from datetime import date
from typing import Any

from core import db
from core.actions import check_ins, decisions, people, reminders
from core.actions.lineage import add_input
from core.actions.products import deprecate
from core.letters import text, title
from core.model import ReminderKind, Role
from core.queries.reminders import Letter, letters
from tests.actions.test_access_requests import SOON, granted
from tests.cast import QUARTER, Cast, day, do, movement, objective, on_sqlite, product
from tests.statements import counted


def test_who_owns_is_told_and_after_two_missed_check_ins_the_manager(cast: Cast):
    movement(cast)
    assert told(3, only=ReminderKind.CHECK_IN_DUE) == {"olga@example.com": ["KR-1.1"]}
    assert told(7, only=ReminderKind.CHECK_IN_STALE) == {"olga@example.com": ["KR-1.1"]}
    assert told(7, only=ReminderKind.ESCALATION) == {}
    assert told(14, only=ReminderKind.ESCALATION) == {"mara@example.com": ["KR-1.1"]}
    do(check_ins.check_in, "KR-1.1", by=cast.owner, at=day(14), on=day(14).date(), value=1, confidence=6)
    assert told(14, only=ReminderKind.ESCALATION) == {}


@on_sqlite
def test_managers_of_the_domain_go_before_those_of_the_company_and_are_not_told_of_their_own(cast: Cast):
    movement(cast)
    do(people.grant, cast.contributor.email, Role.MANAGER, by=cast.admin, domain="MES")
    assert told(14, only=ReminderKind.ESCALATION) == {"carl@example.com": ["KR-1.1"]}
    do(people.grant, cast.owner.email, Role.MANAGER, by=cast.admin, domain="MES")
    assert told(14, only=ReminderKind.ESCALATION) == {"carl@example.com": ["KR-1.1"]}


def test_decisions_are_told_to_their_owner_until_they_are_done(cast: Cast):
    movement(cast)
    given = {"text": "Ask for a second server", "owner": cast.owner.email, "quarter": QUARTER, "key_result": "KR-1.1"}
    do(decisions.decide, by=cast.manager, due=day(6).date(), **given)
    assert told(2, only=ReminderKind.DECISION_DUE) == {}
    assert told(3, only=ReminderKind.DECISION_DUE) == {"olga@example.com": ["DEC-1"]}
    [letter] = asked(7, only=ReminderKind.DECISION_DUE)
    assert letter.notices[0].sentence == "It was due on 11 Oct."
    assert letter.notices[0].page == "objective?key=KR-1.1"
    do(decisions.finish_decision, "DEC-1", by=cast.owner, at=day(7), on=day(7).date(), outcome="It stands.")
    assert told(7, only=ReminderKind.DECISION_DUE) == {}


def test_who_asked_is_told_of_the_end_of_access_and_the_owner_of_its_review(cast: Cast):
    key = granted(cast, review_on=day(10).date())
    assert told(9, only=ReminderKind.ACCESS_DUE) == {}
    assert told(10, only=ReminderKind.ACCESS_DUE) == {"olga@example.com": [key]}
    both = {"olga@example.com": [key], "sam@example.com": [key]}
    assert (told(16, only=ReminderKind.ACCESS_DUE), SOON) == (both, day(30).date())
    assert told(31, only=ReminderKind.ACCESS_DUE) == {}


def test_consumers_are_told_once_that_a_product_is_phased_out(cast: Cast):
    granted(cast, until_on=SOON)
    made = product(cast, name="Report", owner=cast.contributor.email)
    do(add_input, made, "DP-1", by=cast.engineer)
    assert told(1, only=ReminderKind.ACCESS_DUE) == {}
    out = {"notice": "Read Orders instead.", "ends_on": day(40).date()}
    do(deprecate, "DP-1", by=cast.engineer, at=day(1), **out)
    both = {"carl@example.com": ["DP-1"], "sam@example.com": ["DP-1"]}
    assert told(2, only=ReminderKind.ACCESS_DUE) == both
    [first, _] = asked(2, only=ReminderKind.ACCESS_DUE)
    assert first.notices[0].sentence == "It is being phased out and is served until 14 Nov. Read Orders instead."
    assert told(35, only=ReminderKind.ACCESS_DUE) == {"carl@example.com": ["DP-1"]}
    assert told(41, only=ReminderKind.ACCESS_DUE) == {}


def test_the_digest_of_a_domain_says_how_it_stands_and_that_of_a_person_what_waits(cast: Cast):
    movement(cast)
    do(check_ins.check_in, "KR-1.1", by=cast.owner, at=day(3), on=day(3).date(), value=1, confidence=6)
    [letter] = asked(49, only=ReminderKind.DIGEST)
    assert (letter.email, title(letter)) == ("olga@example.com", "Uptake: 2 × digest")
    written = text(letter, address="https://uptake.example.com")
    assert "* Manufacturing: Its week in 2026-Q4.\n  - Objectives: 1 stale." in written
    assert "- Hours freed in the quarter so far: 0." in written
    assert "https://uptake.example.com/domain?key=MES" in written
    assert "- Check-ins to make: KR-1.1." in written


@on_sqlite
def test_nobody_gets_an_empty_digest(cast: Cast):
    assert asked(0) == ()
    objective(cast)
    assert told(0) == {"olga@example.com": ["MES"]}


def test_what_was_told_is_not_told_again(cast: Cast):
    movement(cast)
    [letter] = asked(7)
    occasions = [notice.occasion for notice in letter.notices]
    assert do(reminders.record_reminders, letter.email, occasions, by=cast.engineer, at=day(7)) == occasions
    assert do(reminders.record_reminders, letter.email, occasions, by=cast.engineer, at=day(7)) == []
    assert asked(7) == ()
    assert told(8) == {}
    assert told(14) == {"mara@example.com": ["KR-1.1"], "olga@example.com": ["olga@example.com", "MES"]}


@on_sqlite
def test_it_takes_few_statements_however_much_is_due(cast: Cast):
    for _ in range(3):
        movement(cast)
    with counted() as sent:
        asked(14)
    assert len(sent) <= 17


def asked(days: int, **fields: Any) -> tuple[Letter, ...]:
    on: date = day(days).date()
    with db.snapshot() as session:
        return letters(session, as_of=on, **fields)


def told(days: int, **fields: Any) -> dict[str, list[str]]:
    """The keys of what each person is told."""
    return {letter.email: [it.occasion.subject for it in letter.notices] for letter in asked(days, **fields)}
