"""People who act in the same moment: nothing is lost, nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from core.actions import check_ins, domains, initiatives, lending, people, phases
from core.actions.metrics import ReadingValue, define_metric, store_readings
from core.db import transaction
from core.errors import Refusal
from core.model import CheckIn, Initiative, Loan, Membership, PhaseMove, Reading, Role
from tests.cast import NOW, TODAY, Cast, do, initiative, lines, movement

THREADS = 4


def test_no_key_is_given_twice(cast: Cast):
    at_once(*[lambda: initiative(cast)] * 20)
    with transaction() as session:
        assert sorted(session.exec(select(Initiative.id)).all()) == sorted(
            int(key.removeprefix("INI-")) for key in session.exec(select(Initiative.key))
        )


def test_of_those_who_save_what_they_saw_one_saves(cast: Cast):
    key = initiative(cast)
    saved = at_once(
        *(lambda n=n: do(initiatives.edit, key, by=cast.engineer, seen=1, title=f"T{n}") for n in range(THREADS))
    )
    assert sum(not isinstance(outcome, Refusal) for outcome in saved) == 1
    assert len(lines(key)) == 2


def test_an_initiative_is_not_moved_twice(cast: Cast):
    key = initiative(cast)
    at_once(*[lambda: do(phases.advance, key, by=cast.manager, seen=1, override="r")] * THREADS)
    with transaction() as session:
        assert len(session.exec(select(PhaseMove)).all()) == 2


def test_nobody_is_lent_for_more_than_the_whole_of_a_day(cast: Cast):
    loan = {"share": 0.4, "from_on": TODAY, "until_on": TODAY + timedelta(days=13)}
    keys = [initiative(cast) for _ in range(THREADS)]
    at_once(*(lambda key=key: do(lending.lend, key, "erik@example.com", by=cast.engineer, **loan) for key in keys))
    with transaction() as session:
        assert len(session.exec(select(Loan)).all()) == 2


def test_a_day_has_one_check_in(cast: Cast):
    key = movement(cast).key
    said: dict[str, Any] = {"by": cast.owner, "on": TODAY, "confidence": 5}
    at_once(*(lambda n=n: do(check_ins.check_in, key, value=n, **said) for n in range(THREADS)))
    with transaction() as session:
        assert len(session.exec(select(CheckIn)).all()) == 1
    assert len(lines(key)) == 1 + THREADS


def test_two_admins_cannot_dismiss_each_other(cast: Cast):
    do(people.grant, "sam@example.com", Role.ADMIN, by=cast.admin)
    both = ("ada@example.com", "sam@example.com")
    at_once(*(lambda email=email: do(people.revoke, email, Role.ADMIN, by=cast.admin) for email in both))
    with transaction() as session:
        assert len(session.exec(select(Membership).where(col(Membership.role) == Role.ADMIN)).all()) == 1


def test_a_domain_key_is_given_once(cast: Cast):
    added = at_once(*[lambda: do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics")] * THREADS)
    assert sum(isinstance(outcome, Refusal) for outcome in added) == THREADS - 1


def test_the_same_readings_are_stored_once(cast: Cast):
    do(define_metric, by=cast.engineer, key="users", name="Active users")
    readings = [ReadingValue(NOW + timedelta(hours=n), n) for n in range(50)]
    stored = at_once(*[lambda: do(store_readings, "users", readings, by=cast.engineer, source="s")] * THREADS)
    assert sorted(stored) == [0, 0, 0, 50]
    with transaction() as session:
        assert len(session.exec(select(Reading)).all()) == 50


def test_the_first_visitors_are_one_local_admin(database_url: str):
    def visit() -> None:
        with transaction() as session:
            people.local_admin(session, at=NOW)

    at_once(*[visit] * THREADS)
    assert [line.kind for line in lines()] == ["person.added"]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or the refusal with which it was answered."""

    def outcome(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(outcome, calls))
