from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.actions import logbook, people, phases
from core.errors import Invalid, NotAllowed, NotFound
from core.model import LogKind, Phase
from tests.cast import NOW, TODAY, Cast, day, do, initiative, lines, on_sqlite, refused

WORK: dict[str, Any] = {"kind": LogKind.BUILD, "text": "A first table"}


def test_work_is_logged_with_the_hours_of_both_teams(cast: Cast):
    key = initiative(cast)
    hours = {"hours_data_team": 6, "hours_product_team": 1.5, "next_step": "Show it", "sprint": "1"}
    entry = do(logbook.log, key, by=cast.contributor, on=TODAY, **WORK, **hours)
    assert (entry.hours_data_team, entry.hours_product_team, entry.next_step, entry.sprint) == (6, 1.5, "Show it", "1")
    assert lines(key)[-1].changes["hours data team"] == [None, 6]


def test_work_counts_for_the_phase_of_its_day(cast: Cast):
    key = initiative(cast)
    do(phases.advance, key, by=cast.manager, at=day(10), override="r")
    logged = [
        do(logbook.log, key, by=cast.engineer, at=day(20), on=day(n).date(), **WORK).phase for n in (-5, 0, 9, 10, 20)
    ]
    assert logged == [Phase.INTAKE] * 3 + [Phase.INCUBATION] * 2


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"text": " "}, "text"),
        ({"hours_data_team": -1}, "hours"),
        ({"hours_product_team": 401}, "hours"),
        ({"hours_data_team": float("nan")}, "hours"),
        ({"next_step": "x" * 301}, "next_step"),
    ],
)
def test_a_log_entry_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    given = {"on": TODAY} | WORK | fields
    assert list(refused(Invalid, logbook.log, initiative(cast), by=cast.engineer, **given).fields) == [named]


def test_only_those_who_work_on_it_log(cast: Cast):
    for actor in (cast.stranger, cast.admin, cast.manager):
        refused(NotAllowed, logbook.log, initiative(cast), by=actor, on=TODAY, **WORK)


FORTNIGHT = {"from_on": date(2026, 10, 5), "until_on": date(2026, 10, 18)}
NEXT = {"from_on": date(2026, 10, 19), "until_on": date(2026, 11, 1)}


def test_a_person_is_lent_up_to_the_whole_of_a_day(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(logbook.lend, one, "erik@example.com", by=cast.engineer, share=0.6, **FORTNIGHT)
    do(logbook.lend, other, "erik@example.com", by=cast.engineer, share=0.4, **FORTNIGHT)
    do(logbook.lend, other, "erik@example.com", by=cast.engineer, share=1, **NEXT)
    assert lines(one)[-1].changes["person"] == [None, "erik@example.com"]


def test_loans_over_the_whole_of_a_day_are_refused(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(logbook.lend, one, "erik@example.com", by=cast.engineer, share=0.5, **FORTNIGHT)
    do(logbook.lend, other, "erik@example.com", by=cast.engineer, share=0.3, **NEXT)
    across = {"from_on": date(2026, 10, 18), "until_on": date(2026, 10, 19)}
    refusal = refused(Invalid, logbook.lend, other, "erik@example.com", by=cast.engineer, share=0.6, **across)
    assert refusal.fields == {"share": "Erik Engineer is already lent for 50% in that time; 50% is free."}
    do(logbook.lend, other, "erik@example.com", by=cast.engineer, share=0.5, **across)
    refused(Invalid, logbook.lend, one, "erik@example.com", by=cast.engineer, share=0.3, **across)


@on_sqlite
@pytest.mark.parametrize(("fields", "named"), [({"share": 0}, "share"), ({"share": 1.1}, "share")])
def test_a_share_lies_between_nothing_and_all(cast: Cast, fields: dict[str, Any], named: str):
    refusal = refused(
        Invalid, logbook.lend, initiative(cast), "erik@example.com", by=cast.engineer, **FORTNIGHT, **fields
    )
    assert list(refusal.fields) == [named]


def test_a_loan_does_not_end_before_it_begins(cast: Cast):
    backwards = {"from_on": date(2026, 10, 5), "until_on": date(2026, 10, 4)}
    refusal = refused(
        Invalid, logbook.lend, initiative(cast), "erik@example.com", by=cast.engineer, share=1, **backwards
    )
    assert list(refusal.fields) == ["until_on"]


def test_who_has_left_is_not_lent(cast: Cast):
    do(people.archive_person, "erik@example.com", by=cast.admin, at=NOW)
    refused(NotFound, logbook.lend, initiative(cast), "erik@example.com", by=cast.engineer, share=1, **FORTNIGHT)
    refused(NotAllowed, logbook.lend, initiative(cast), "sam@example.com", by=cast.owner, share=1, **FORTNIGHT)
