from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from core.actions import decisions
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import Decision
from tests.cast import QUARTER, TODAY, Cast, day, do, lines, movement, objective, on_sqlite, refused

SOON = day(14).date()


def given(cast: Cast, **fields: Any) -> dict[str, Any]:
    what = {"text": "Add a second shift", "owner": cast.owner.email, "due": SOON, "quarter": QUARTER}
    return {"by": cast.manager, **what} | fields


def decided(cast: Cast, **fields: Any) -> Decision:
    return do(decisions.decide, **given(cast, **fields))


def stored(key: str) -> Decision:
    with snapshot() as session:
        return session.exec(select(Decision).where(Decision.key == key)).one()


def test_a_decision_belongs_where_what_it_is_about_belongs(cast: Cast):
    result = movement(cast)
    about_result = decided(cast, key_result=result.key)
    assert (about_result.key, about_result.on, about_result.objective_id) == ("DEC-1", TODAY, result.objective_id)
    about_objective, about_domain = decided(cast, objective="OBJ-1"), decided(cast, domain="MES")
    assert about_result.domain_id == about_objective.domain_id == about_domain.domain_id is not None
    assert decided(cast).domain_id is None
    assert lines("DEC-1")[0].changes == {
        "text": [None, "Add a second shift"],
        "about": [None, "KR-1.1"],
        "owner": [None, "olga@example.com"],
        "due": [None, "2026-10-19"],
    }


def test_it_is_changed_until_it_is_done(cast: Cast):
    key = decided(cast).key
    changes = do(decisions.edit_decision, key, by=cast.manager, seen=1, owner="carl@example.com")
    assert changes == {"owner": ("olga@example.com", "carl@example.com")}
    assert refused(Stale, decisions.edit_decision, key, by=cast.manager, seen=1, text="Two").changes
    do(decisions.finish_decision, key, by=cast.manager, on=TODAY)
    assert list(refused(Invalid, decisions.edit_decision, key, by=cast.manager, text="Two").fields) == ["key"]


def test_its_owner_carries_it_out_and_may_take_that_back(cast: Cast):
    key = decided(cast, owner=cast.contributor.email).key
    do(decisions.finish_decision, key, by=cast.contributor, at=day(3), on=day(2).date(), outcome="From Monday on")
    done = stored(key)
    assert (done.done_on, done.done_by_id, done.outcome) == (day(2).date(), cast.contributor.id, "From Monday on")
    assert list(refused(Invalid, decisions.finish_decision, key, by=cast.contributor, on=TODAY).fields) == ["key"]
    do(decisions.reopen_decision, key, by=cast.contributor, at=day(4), reason="Nobody came.")
    assert (stored(key).done_on, stored(key).outcome) == (None, "")
    assert lines(key)[-1].reason == "Nobody came."
    assert list(refused(Invalid, decisions.reopen_decision, key, by=cast.manager, reason="Again").fields) == ["key"]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"owner": None}, "owner"),
        ({"due": None}, "due"),
        ({"due": day(-1).date()}, "due"),
    ],
)
def test_what_is_decided_has_words_an_owner_and_a_day_ahead(cast: Cast, fields: dict[str, Any], named: str):
    assert list(refused(Invalid, decisions.decide, **given(cast, **fields)).fields) == [named]
    key = decided(cast).key
    assert list(refused(Invalid, decisions.edit_decision, key, by=cast.manager, **fields).fields) == [named]


@on_sqlite
def test_an_overdue_decision_may_be_reworded_without_a_new_day(cast: Cast):
    key = decided(cast).key
    later = {"by": cast.manager, "at": day(30), "text": "A third shift", "due": SOON}
    assert do(decisions.edit_decision, key, **later).keys() == {"text"}


@on_sqlite
def test_what_it_is_about_must_be_known_and_agree(cast: Cast):
    movement(cast)
    other = objective(cast)
    refused(NotFound, decisions.decide, **given(cast, key_result="KR-9.9"))
    refused(NotFound, decisions.decide, **given(cast, objective="OBJ-9"))
    refused(NotFound, decisions.decide, **given(cast, owner="nobody@example.com"))
    wrong = given(cast, key_result="KR-1.1", objective=other)
    assert list(refused(Invalid, decisions.decide, **wrong).fields) == ["key_result"]
    assert list(refused(Invalid, decisions.decide, **given(cast, quarter="autumn")).fields) == ["quarter"]


@on_sqlite
def test_it_was_done_after_it_was_decided_and_not_tomorrow(cast: Cast):
    key = decided(cast).key
    for on in (day(-1).date(), day(1).date()):
        refusal = refused(Invalid, decisions.finish_decision, key, by=cast.owner, on=on)
        assert list(refusal.fields) == ["on"]


def test_who_may_decide(cast: Cast):
    movement(cast)
    key = decided(cast, by=cast.owner, key_result="KR-1.1").key
    refused(NotAllowed, decisions.decide, **given(cast, by=cast.owner))
    refused(NotAllowed, decisions.decide, **given(cast, by=cast.owner, domain="QUA"))
    for actor in (cast.contributor, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, decisions.decide, **given(cast, by=actor, key_result="KR-1.1"))
        refused(NotAllowed, decisions.edit_decision, key, by=actor, text="T")
        refused(NotAllowed, decisions.finish_decision, key, by=actor, on=TODAY)
        refused(NotAllowed, decisions.reopen_decision, key, by=actor, reason="T")
