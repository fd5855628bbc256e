from __future__ import annotations

import pytest

from core.actions.policy import change_policy
from core.db import snapshot
from core.errors import Invalid
from core.model import KeyResultKind
from core.queries import history
from core.queries.review import quarters, review
from core.queries.scoreboard import Scoreboard
from core.rules.status import Status
from tests.cast import QUARTER, Cast, day, do, milestones, movement, objective
from tests.queries.reports import report
from tests.statements import counted

HALF_WAY = 42
"""Days to 16 November, when half of the quarter is gone."""


def asked(n: int = HALF_WAY, **terms) -> Scoreboard:
    with snapshot() as session:
        return review(session, as_of=day(n).date(), **{"quarter": QUARTER} | terms)


def maintain(cast: Cast, key: str, **fields) -> str:
    given = {"title": "Described columns", "kind": KeyResultKind.MAINTAIN, "low": 95} | fields
    return movement(cast, key, baseline=None, target=None, **given).key


def test_the_review_says_how_far_the_company_is_and_how_much_of_it_is_measured(cast: Cast):
    key = objective(cast)
    report(cast, movement(cast, key).key, HALF_WAY, 2.5, confidence=8)
    movement(cast, key, title="Nobody measures this")
    board = asked()
    assert board.summary.progress == pytest.approx(0.25)
    assert board.summary.planned == pytest.approx(46 / 91)
    assert (board.summary.measured, board.summary.counted) == (1, 2)
    assert (board.confidence, board.confidence_min) == (8, 8)
    assert board.statuses == {Status.NO_DATA: 1, Status.ON_TRACK: 1}


def test_objectives_stand_in_their_domains_and_the_company_comes_first(cast: Cast):
    objective(cast)
    objective(cast, domain=None, owner=cast.manager.email)
    assert [(row.key, row.name) for row in asked().domains] == [(None, "Company"), ("MES", "Manufacturing")]


def test_what_needs_a_decision_begins_with_the_gravest_and_says_why(cast: Cast):
    key = objective(cast)
    late, away, fine = movement(cast, key).key, movement(cast, key).key, movement(cast, key).key
    guardrail = maintain(cast, key)
    for which, value in ((late, 1.0), (away, -1.0), (fine, 2.5), (guardrail, 94.0)):
        report(cast, which, HALF_WAY, value)
    found = asked().exceptions
    assert [standing.key for standing in found] == [guardrail, away, late]
    assert "at least 95" in found[0].findings[0].reason


def test_changes_compare_the_same_facts_on_two_days(cast: Cast):
    key_result = movement(cast)
    report(cast, key_result.key, HALF_WAY - 15, 1.5)
    report(cast, key_result.key, HALF_WAY, 2.0)
    (change,) = asked().changes
    assert (change.before.progress, change.points) == (pytest.approx(0.3), pytest.approx(0.1))
    assert (change.before.status, change.standing.assessment.status) == (Status.ON_TRACK, Status.BEHIND)
    assert change.is_signal is None
    assert asked(since_days=0).changes == ()


def test_a_change_beside_enough_readings_is_called_signal_or_noise(cast: Cast):
    key = movement(cast).key
    for n, value in enumerate((1.0, 1.1, 1.0, 1.1, 1.0, 1.1, 4.0)):
        report(cast, key, 7 * n, value)
    (change,) = asked(HALF_WAY + 1).changes
    assert change.is_signal is True


def test_readings_of_later_days_are_not_known_yet(cast: Cast):
    steps = milestones(cast, "Agreed", "Signed").key
    key = movement(cast).key
    report(cast, key, 20, 5.0)
    standing = {it.key: it for row in asked(19).objectives for it in row.key_results}
    assert standing[key].assessment.status is Status.NO_DATA
    assert [step.title for step in standing[steps].steps] == ["Agreed", "Signed"]


def test_a_domain_sees_its_own_part(cast: Cast):
    movement(cast)
    objective(cast, domain=None, owner=cast.manager.email)
    own = asked(domain=cast.contributor.grants[0].domain_id)
    assert [row.name for row in own.domains] == ["Manufacturing"]


def test_a_changed_threshold_judges_from_its_day_on(cast: Cast):
    report(cast, movement(cast).key, HALF_WAY - 1, 2.2)
    assert asked().statuses == {Status.ON_TRACK: 1}
    do(change_policy, "on_track_gap", 0.01, by=cast.admin, at=day(HALF_WAY), since=day(HALF_WAY).date())
    assert asked().statuses == {Status.BEHIND: 1}
    assert asked(HALF_WAY - 1).statuses == {Status.ON_TRACK: 1}


def test_an_empty_quarter_has_no_figures(cast: Cast):
    board = asked(quarter="2027-Q1")
    assert (board.objectives, board.summary.progress, board.confidence, board.exceptions) == ((), None, None, ())


def test_a_quarter_is_asked_for_by_its_label(cast: Cast):
    with pytest.raises(Invalid, match="2026-Q4"):
        asked(quarter="autumn")


def test_one_may_choose_the_quarters_with_objectives_and_the_present_one(cast: Cast):
    objective(cast, quarter="2027-Q1")
    with snapshot() as session:
        found = quarters(session, as_of=day(0).date())
    assert (found.labels, found.present) == (("2027-Q1", "2026-Q4"), "2026-Q4")


def test_the_number_of_statements_does_not_grow_with_the_quarter(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(history, "now", lambda: day(HALF_WAY))
    for _ in range(3):
        report(cast, movement(cast).key, 7, 1.0)
    with counted() as statements:
        asked()
    assert len(statements) == 6
