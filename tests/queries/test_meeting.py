from __future__ import annotations

from core.actions.decisions import decide
from core.actions.reviews import note
from core.db import snapshot
from core.queries.meeting import Meeting, meeting, notes
from core.queries.review import review
from tests.cast import QUARTER, Cast, day, do, movement, objective
from tests.statements import counted


def asked(n: int, **terms) -> Meeting:
    with snapshot() as session:
        return meeting(session, as_of=day(n).date(), quarter=QUARTER, **terms)


def say(cast: Cast, objective_key: str, n: int, text: str) -> None:
    do(note, objective_key, by=cast.manager, at=day(n), on=day(n).date(), text=text)


def test_a_review_goes_through_its_objectives_with_what_was_said_about_each(cast: Cast):
    key, other = objective(cast), objective(cast)
    say(cast, key, 2, "Late already")
    say(cast, key, 9, "Still late")
    found = asked(9)
    assert [(it.on, it.by, it.text) for it in found.notes[key]] == [
        (day(9).date(), "Mara Manager", "Still late"),
        (day(2).date(), "Mara Manager", "Late already"),
    ]
    assert (found.said(key), found.said(other)) == ("Still late", "")
    assert asked(8).said(key) == ""


def test_what_was_decided_about_a_key_result_counts_for_its_objective(cast: Cast):
    key = objective(cast)
    what = {"text": "Add a shift", "owner": cast.owner.email, "due": day(9).date(), "quarter": QUARTER}
    do(decide, by=cast.manager, key_result=movement(cast, key).key, **what)
    do(decide, by=cast.manager, objective=key, **what)
    do(decide, by=cast.manager, **what)
    found = asked(1)
    (row,) = found.board.objectives
    assert [it.about for it in found.decided(row)] == ["KR-1.1", "OBJ-1"]


def test_a_past_day_knows_only_what_was_said_by_then(cast: Cast):
    key = objective(cast)
    say(cast, key, 2, "Late already")
    assert asked(1).notes == {}
    assert key in asked(2).notes


def test_a_domain_hears_what_was_said_about_its_own(cast: Cast):
    own, company = objective(cast), objective(cast, domain=None, owner=cast.manager.email)
    for key in (own, company):
        say(cast, key, 1, "Said")
    with snapshot() as session:
        home = cast.contributor.grants[0].domain_id
        assert set(notes(session, as_of=day(1).date(), quarter=QUARTER, domain=home)) == {own}


def test_it_costs_one_statement_more_than_the_review(cast: Cast):
    movement(cast)
    with snapshot() as session, counted() as of_review:
        review(session, as_of=day(1).date(), quarter=QUARTER)
    with snapshot() as session, counted() as of_meeting:
        meeting(session, as_of=day(1).date(), quarter=QUARTER)
    assert len(of_meeting) == len(of_review) + 1
