from __future__ import annotations

from core.actions.decisions import decide, finish_decision
from core.actions.reviews import hold_review
from core.db import snapshot
from core.queries.decisions import DecisionRow, Held, decisions, held, open_decisions
from core.queries.review import review
from core.queries.scoreboard import Scoreboard
from tests.cast import QUARTER, Cast, day, do, movement, objective
from tests.queries.reports import report
from tests.statements import counted

HALF_WAY = 42


def decided(cast: Cast, n: int = 0, due: int = 14, **fields) -> str:
    given = {"text": "Add a shift", "owner": cast.owner.email, "quarter": QUARTER, "by": cast.manager} | fields
    return do(decide, at=day(n), due=day(due).date(), **given).key


def asked(n: int) -> tuple[DecisionRow, ...]:
    with snapshot() as session:
        return decisions(session, as_of=day(n).date())


def board(n: int = HALF_WAY, **terms) -> Scoreboard:
    with snapshot() as session:
        return review(session, as_of=day(n).date(), quarter=QUARTER, **terms)


def test_decisions_say_what_they_are_about_and_the_open_ones_come_first(cast: Cast):
    result = movement(cast).key
    late, soon, done = (decided(cast, due=due, key_result=result) for due in (20, 9, 3))
    about_all = decided(cast, due=30)
    do(finish_decision, done, by=cast.owner, at=day(4), on=day(4).date(), outcome="It came.")
    rows = asked(10)
    assert [row.key for row in rows] == [soon, late, about_all, done]
    assert [row.is_overdue for row in rows] == [True, False, False, False]
    assert (rows[0].about, rows[0].title, rows[0].objective) == (result, "Move five reports", "OBJ-1")
    assert (rows[0].domain, rows[0].owner, rows[0].by) == ("Manufacturing", "Olga Owner", "Mara Manager")
    assert (rows[2].domain, rows[2].about) == ("Company", "")
    assert (rows[3].done_on, rows[3].outcome) == (day(4).date(), "It came.")
    assert open_decisions(rows) == {result: rows[0]}


def test_a_past_day_knows_no_later_decision_nor_its_end(cast: Cast):
    key = decided(cast, 5)
    do(finish_decision, key, by=cast.owner, at=day(9), on=day(9).date(), outcome="It came.")
    assert asked(4) == ()
    (row,) = asked(8)
    assert (row.is_open, row.outcome) == (True, "")


def test_what_was_decided_about_comes_after_what_was_not(cast: Cast):
    key = objective(cast)
    worse, bad = movement(cast, key).key, movement(cast, key).key
    report(cast, worse, HALF_WAY, -1.0)
    report(cast, bad, HALF_WAY, 0.5)
    assert [it.key for it in board().exceptions] == [worse, bad]
    decision = decided(cast, HALF_WAY, due=60, key_result=worse)
    found = board()
    assert [it.key for it in found.exceptions] == [bad, worse]
    assert found.decided[worse].key == decision
    do(finish_decision, decision, by=cast.owner, at=day(HALF_WAY), on=day(HALF_WAY).date())
    assert [it.key for it in board().exceptions] == [worse, bad]


def test_changes_are_those_since_the_last_review_or_else_of_two_weeks(cast: Cast):
    report(cast, movement(cast).key, 30, 1.0)
    assert (board().since, board().is_since_review) == (day(HALF_WAY - 14).date(), False)
    do(hold_review, QUARTER, by=cast.manager, at=day(35), on=day(35).date())
    assert (board().since, board().is_since_review) == (day(35).date(), True)
    assert board().changes[0].standing.key == "KR-1.1"
    assert board(since_days=7).since == day(35).date()
    assert board(36, since_days=7).is_since_review is False


def test_a_review_of_today_is_not_what_today_is_compared_with(cast: Cast):
    home = cast.contributor.grants[0].domain_id
    do(hold_review, QUARTER, by=cast.manager, at=day(7), on=day(7).date())
    do(hold_review, QUARTER, by=cast.owner, at=day(9), on=day(9).date(), domain="MES")
    do(hold_review, QUARTER, by=cast.manager, at=day(12), on=day(12).date())
    with snapshot() as session:
        found = [held(session, QUARTER, place, day(12).date()) for place in (None, home)]
        assert held(session, "2027-Q1", None, day(12).date()) == Held()
    assert found == [Held(day(7).date(), is_today=True), Held(day(9).date())]


def test_a_domain_sees_its_own_decisions(cast: Cast):
    own = decided(cast, domain="MES")
    decided(cast)
    assert [row.key for row in board(domain=cast.contributor.grants[0].domain_id).decisions] == [own]
    assert len(board().decisions) == 2


def test_decisions_cost_one_statement(cast: Cast):
    for _ in range(3):
        decided(cast)
    with counted() as statements:
        asked(1)
    assert len(statements) == 1
