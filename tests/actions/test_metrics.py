from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from core import db
from core.actions import metrics
from core.actions.metrics import ReadingValue
from core.errors import Invalid, NotAllowed
from core.model import Direction, Metric, MetricKind, MetricTarget
from core.rules.derived import DERIVED, FED
from tests.cast import NOW, TODAY, Cast, day, do, lines, on_sqlite, refused


def test_a_metric_says_what_is_good(cast: Cast):
    wait = {"key": "onboarding", "name": "Onboarding time", "unit": "min", "good": Direction.DOWN, "high": 15}
    found = do(metrics.define_metric, by=cast.engineer, owner="olga@example.com", **wait)
    assert (found.kind, found.good, found.high, found.refresh_days) == (MetricKind.PLATFORM, Direction.DOWN, 15, 7)
    assert found.owner_id == cast.owner.id


def test_a_metric_is_edited_but_for_its_key(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    changes = do(metrics.edit_metric, "users", by=cast.engineer, name="Active users", low=10, refresh_days=1)
    assert changes == {"name": ("Users", "Active users"), "low": (None, 10.0), "refresh_days": (7, 1)}
    assert lines("users")[-1].kind == "metric.changed"


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"key": ""}, "key"),
        ({"key": "taken"}, "key"),
        ({"name": " "}, "name"),
        ({"low": 2, "high": 1}, "low"),
        ({"refresh_days": 0}, "refresh_days"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    do(metrics.define_metric, by=cast.engineer, key="taken", name="T")
    given = {"key": "users", "name": "Users"} | fields
    assert list(refused(Invalid, metrics.define_metric, by=cast.engineer, **given).fields) == [named]


def test_the_data_team_defines_metrics(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    for actor in (cast.owner, cast.contributor, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, metrics.define_metric, by=actor, key="other", name="O")
        refused(NotAllowed, metrics.edit_metric, "users", by=actor, name="O")


def test_a_target_holds_from_its_day_and_history_keeps_the_one_before(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users", low=10)
    do(metrics.set_target, "users", by=cast.engineer, at=day(30), since=day(30).date(), low=20)
    assert history() == [(TODAY, 10, None), (day(30).date(), 20, None)]
    assert band() == (20, None)
    (told,) = (line.changes for line in lines("users") if line.kind == "metric.target_set")
    assert told == {"low": [10, 20], "since": [None, "2026-11-04"]}


def test_a_target_entered_late_does_not_replace_the_one_in_force(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users", low=10)
    do(metrics.set_target, "users", by=cast.engineer, since=day(-30).date(), low=5)
    assert history() == [(day(-30).date(), 5, None), (TODAY, 10, None)]
    assert band() == (10, None)


def test_a_target_from_before_targets_were_dated_stays_in_history(cast: Cast):
    with db.transaction() as session:
        session.add(Metric(key="users", name="Users", low=5))
    do(metrics.set_target, "users", by=cast.engineer, since=TODAY, low=20)
    assert history() == [(date.min, 5, None), (TODAY, 20, None)]


def test_editing_the_band_dates_it_too(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    do(metrics.edit_metric, "users", by=cast.engineer, at=day(3), high=40)
    assert history() == [(day(3).date(), None, 40)]


def test_the_default_metrics_are_adopted_once_and_leave_what_is_there(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="active_users", name="Our users")
    adopted = do(metrics.adopt_default_metrics, by=cast.engineer)
    assert set(adopted) == {*DERIVED, *(meaning.key for meaning in FED)} - {"active_users"}
    assert do(metrics.adopt_default_metrics, by=cast.engineer) == ()
    do(metrics.set_target, "onboarding_p50", by=cast.engineer, since=TODAY, high=15)


def test_what_is_computed_is_never_typed(cast: Cast):
    do(metrics.adopt_default_metrics, by=cast.engineer)
    typed = "onboarding_p50", [ReadingValue(NOW, 3)]
    answer = refused(Invalid, metrics.store_readings, *typed, by=cast.engineer, source="by hand")
    assert "is computed from recorded rows and takes no readings" in str(answer)
    assert "key" in refused(Invalid, metrics.define_metric, by=cast.engineer, key="hours_freed", name="H").fields


@on_sqlite
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"since": day(1).date(), "low": 1}, "since"),
        ({"since": TODAY, "low": 2, "high": 1}, "low"),
        ({"since": TODAY, "high": float("nan")}, "high"),
    ],
)
def test_a_target_that_does_not_fit_is_refused(cast: Cast, given: dict[str, Any], named: str):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    assert list(refused(Invalid, metrics.set_target, "users", by=cast.engineer, **given).fields) == [named]


@on_sqlite
def test_a_remark_has_a_text_and_a_day_that_is_over(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    remark = do(metrics.annotate, "users", by=cast.engineer, on=TODAY, text="New portal", process_changed=True)
    assert (remark.on, remark.text, remark.process_changed) == (TODAY, "New portal", True)
    for named, given in (("text", {"on": TODAY, "text": " "}), ("on", {"on": day(1).date(), "text": "x"})):
        assert list(refused(Invalid, metrics.annotate, "users", by=cast.engineer, **given).fields) == [named]


@on_sqlite
def test_only_the_data_team_sets_targets_and_annotates(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    for actor in (cast.owner, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, metrics.set_target, "users", by=actor, since=TODAY, low=1)
        refused(NotAllowed, metrics.annotate, "users", by=actor, on=TODAY, text="x")
        refused(NotAllowed, metrics.adopt_default_metrics, by=actor)


def history() -> list[tuple[Any, ...]]:
    with db.snapshot() as session:
        rows = session.exec(select(MetricTarget).order_by(col(MetricTarget.since)))
        return [(row.since, row.low, row.high) for row in rows]


def band() -> tuple[float | None, float | None]:
    with db.snapshot() as session:
        metric = session.exec(select(Metric)).one()
        return metric.low, metric.high
