from __future__ import annotations

from sqlmodel import col, select

from core.actions import reviews
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Review, ReviewNote
from tests.cast import QUARTER, TODAY, Cast, day, do, lines, objective, refused


def notes() -> list[tuple[str, str]]:
    with snapshot() as session:
        return [(str(it.on), it.text) for it in session.exec(select(ReviewNote).order_by(col(ReviewNote.on)))]


def test_a_review_is_held_once_a_day_in_each_place(cast: Cast):
    for _ in range(2):
        do(reviews.hold_review, QUARTER, by=cast.manager, on=TODAY)
        do(reviews.hold_review, QUARTER, by=cast.owner, on=TODAY, domain="MES")
    do(reviews.hold_review, QUARTER, by=cast.manager, at=day(1), on=day(1).date())
    with snapshot() as session:
        assert len(session.exec(select(Review)).all()) == 3
    assert [line.kind for line in lines(QUARTER)] == ["review.held"] * 3


def test_a_note_is_replaced_by_the_next_of_the_day_and_removed_by_an_empty_one(cast: Cast):
    key = objective(cast)
    first = {"by": cast.manager, "on": TODAY}
    do(reviews.note, key, text="  A second shift was promised.\nFrom Monday on. ", **first)
    do(reviews.note, key, text="Next week", by=cast.owner, at=day(7), on=day(7).date())
    assert [text for _, text in notes()] == ["A second shift was promised.\nFrom Monday on.", "Next week"]
    do(reviews.note, key, text="It was given.", **first)
    assert notes()[0] == ("2026-10-05", "It was given.")
    do(reviews.note, key, text=" ", **first)
    assert [text for _, text in notes()] == ["Next week"]
    told = [line.changes["text"] for line in lines(key) if line.kind == "review.noted"]
    assert told[-1] == ["It was given.", None]


def test_what_was_said_again_changes_nothing(cast: Cast):
    key = objective(cast)
    for text in ("", "Fine", "Fine"):
        do(reviews.note, key, by=cast.manager, on=TODAY, text=text)
    assert [line.kind for line in lines(key)] == ["objective.set", "review.noted"]


def test_reviews_lie_behind_and_are_of_a_quarter(cast: Cast):
    tomorrow, key = day(1).date(), objective(cast)
    assert list(refused(Invalid, reviews.hold_review, QUARTER, by=cast.manager, on=tomorrow).fields) == ["on"]
    assert list(refused(Invalid, reviews.hold_review, "Q4", by=cast.manager, on=TODAY).fields) == ["quarter"]
    assert list(refused(Invalid, reviews.note, key, by=cast.manager, on=tomorrow, text="T").fields) == ["on"]
    assert list(refused(Invalid, reviews.note, key, by=cast.manager, on=TODAY, text="x" * 4001).fields) == ["text"]
    refused(NotFound, reviews.hold_review, QUARTER, by=cast.manager, on=TODAY, domain="NIL")
    refused(NotFound, reviews.note, "OBJ-9", by=cast.manager, on=TODAY, text="T")


def test_who_may_hold_a_review_and_take_notes(cast: Cast):
    company, own = objective(cast, domain=None), objective(cast)
    refused(NotAllowed, reviews.hold_review, QUARTER, by=cast.owner, on=TODAY)
    refused(NotAllowed, reviews.note, company, by=cast.owner, on=TODAY, text="T")
    for actor in (cast.contributor, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, reviews.hold_review, QUARTER, by=actor, on=TODAY, domain="MES")
        refused(NotAllowed, reviews.note, own, by=actor, on=TODAY, text="T")
