from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.actions import check_ins, key_results
from core.db import transaction
from core.errors import Invalid, NotAllowed
from core.model import CheckIn, KeyResultKind
from tests.cast import NOW, TODAY, Cast, day, do, lines, milestones, movement, objective, on_sqlite, refused
from tests.statements import counted


def test_a_check_in_says_where_it_stands_and_how_confident_one_is(cast: Cast):
    key = movement(cast).key
    said = {"value": 2, "confidence": 7, "changed": "Two moved", "next_step": "Two more"}
    found = do(check_ins.check_in, key, by=cast.contributor, on=TODAY, **said)
    assert (found.value, found.confidence, found.changed, found.next_step) == (2, 7, "Two moved", "Two more")
    assert lines(key)[-1].changes == {"on": [None, "2026-10-05"], "value": [None, 2], "confidence": [None, 7]}


def test_a_second_one_of_a_day_corrects_the_first_which_the_ledger_keeps(cast: Cast):
    key = movement(cast).key
    do(check_ins.check_in, key, by=cast.contributor, on=TODAY, value=2, confidence=7, changed="Two moved")
    do(check_ins.check_in, key, by=cast.owner, at=day(1), on=TODAY, value=1, confidence=7)
    (found,) = reported()
    assert (found.value, found.changed, found.by_id, found.at) == (1, "", cast.owner.id, day(1))
    assert lines(key)[-1].kind == "check_in.corrected"
    assert lines(key)[-1].changes == {
        "on": ["2026-10-05", "2026-10-05"],
        "value": [2.0, 1.0],
        "changed": ["Two moved", ""],
        "by": [cast.contributor.email, cast.owner.email],
        "at": [NOW.isoformat(), day(1).isoformat()],
    }


def test_another_day_is_another_check_in(cast: Cast):
    key = movement(cast).key
    for n in (0, 7):
        do(check_ins.check_in, key, by=cast.owner, at=day(7), on=day(n).date(), value=n, confidence=5)
    assert len(reported()) == 2


def test_milestones_take_a_confidence_without_a_value(cast: Cast):
    key = milestones(cast, "Draft").key
    assert do(check_ins.check_in, key, by=cast.owner, on=TODAY, confidence=3).value is None
    refusal = refused(Invalid, check_ins.check_in, key, by=cast.owner, on=TODAY, confidence=3, value=1)
    assert list(refusal.fields) == ["value"]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2026, 9, 30)}, "on"),
        ({"value": None}, "value"),
        ({"value": float("nan")}, "value"),
        ({"confidence": 11}, "confidence"),
        ({"confidence": -1}, "confidence"),
        ({"confidence": 6.5}, "confidence"),
        ({"changed": "x" * 4001}, "changed"),
    ],
)
def test_a_check_in_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    given = {"on": TODAY, "value": 1, "confidence": 5} | fields
    assert list(refused(Invalid, check_ins.check_in, movement(cast).key, by=cast.owner, **given).fields) == [named]


def test_a_band_needs_a_value(cast: Cast):
    band = {"kind": KeyResultKind.MAINTAIN, "low": 0.9}
    key = do(key_results.set_key_result, objective(cast), by=cast.owner, title="Stay up", **band).key
    assert list(refused(Invalid, check_ins.check_in, key, by=cast.owner, on=TODAY, confidence=5).fields) == ["value"]


def test_people_check_in_where_they_belong(cast: Cast):
    key = movement(cast).key
    for actor in (cast.manager, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, check_ins.check_in, key, by=actor, on=TODAY, value=1, confidence=5)
    company = {"title": "T", "kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 5}
    key = do(key_results.set_key_result, objective(cast, domain=None), by=cast.manager, **company).key
    refused(NotAllowed, check_ins.check_in, key, by=cast.owner, on=TODAY, value=1, confidence=5)
    do(check_ins.check_in, key, by=cast.manager, on=TODAY, value=1, confidence=5)


def reported() -> list[CheckIn]:
    with transaction() as session:
        return list(session.exec(select(CheckIn)))


@on_sqlite
def test_a_check_in_takes_five_statements(cast: Cast):
    """Of the key result, of all around it, of the quarter; the check-in and its line."""
    key = movement(cast).key
    with counted() as sent:
        do(check_ins.check_in, key, by=cast.owner, on=TODAY, value=1, confidence=5)
    assert len(sent) == 5
