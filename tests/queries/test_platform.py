"""Waiting times, spreadsheets moved and metrics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from core import db
from core.actions import metrics, reports, workspaces
from core.actions.metrics import ReadingValue
from core.errors import NotFound
from core.model import RequestState
from core.pull import pull
from core.queries.metrics import MetricRow, Point
from core.queries.platform import MINUTES_IN_A_DAY, Uptake, metric, platform
from core.rules.metric_status import MetricStatus
from core.rules.variation import Call
from tests.cast import NOW, Cast, day, do, live_product
from tests.pulls.outside import Told, read, table
from tests.pulls.outside import workspace as seen_workspace
from tests.statements import counted


def uptake(cast: Cast, *, now: datetime = NOW, domain: int | None = None, configured: Iterable[Told] = ()) -> Uptake:
    with db.snapshot() as session:
        return platform(session, actor=cast.stranger, as_of=now.date(), now=now, domain=domain, configured=configured)


def workspace(cast: Cast, name: str, *, minutes: float | None, at: datetime = NOW, domain: str = "MES") -> None:
    do(workspaces.request_workspace, by=cast.engineer, at=at, domain=domain, name=name)
    if minutes is not None:
        ready = at + timedelta(minutes=minutes)
        do(workspaces.mark_ready, name, by=cast.engineer, at=ready, touchless=minutes < 20)


def value_of(row: MetricRow) -> Point:
    assert row.latest is not None
    return row.latest


def test_those_who_still_wait_are_part_of_the_sample(cast: Cast):
    for n, minutes in enumerate((10, 12, 14, None)):
        workspace(cast, f"mes-{n}", minutes=minutes)
    it = uptake(cast, now=day(2))
    assert it.waiting.p50 == pytest.approx(12 / MINUTES_IN_A_DAY)
    assert it.waiting.p85 is None
    assert (it.waiting.n, it.waiting.waiting, it.waiting.longest_wait) == (4, 1, 2)
    assert it.within_target == pytest.approx(0.75)
    assert it.touchless == 1
    assert [space.name for space in it.still_waiting] == ["mes-3"]


def test_a_wait_that_began_today_is_not_older_than_it_is(cast: Cast):
    workspace(cast, "mes-dev", minutes=None)
    assert uptake(cast, now=NOW + timedelta(minutes=5)).waiting.longest_wait == pytest.approx(5 / MINUTES_IN_A_DAY)


def test_on_an_earlier_day_what_is_ready_now_still_waited(cast: Cast):
    workspace(cast, "mes-dev", minutes=3 * MINUTES_IN_A_DAY)
    assert [it.waiting.waiting for it in (uptake(cast, now=day(1)), uptake(cast, now=day(4)))] == [1, 0]
    assert uptake(cast, now=day(1)).workspaces[0].touchless is None


def test_the_months_tell_from_weeks_to_minutes(cast: Cast):
    workspace(cast, "old", minutes=14 * MINUTES_IN_A_DAY)
    workspace(cast, "new", minutes=12, at=day(40))
    medians = [month.median for month in uptake(cast, now=day(60)).months_of_waits]
    assert medians == [pytest.approx(14), pytest.approx(12 / MINUTES_IN_A_DAY)]


def test_reports_moved_burn_up_and_free_hours(cast: Cast):
    given = {"domain": "MES", "name": "Shift report", "hours_per_run": 5, "runs_per_month": 6}
    key = do(reports.record_report, by=cast.engineer, **given).key
    do(reports.migrate_report, key, live_product(cast), by=cast.engineer, on=NOW.date())
    it = uptake(cast, now=day(40))
    assert (it.migrated, it.reports) == (1, 1)
    assert [month.migrated for month in it.moves.months][-3:] == [0, 1, 1]
    assert it.hours_freed_quarter == pytest.approx(30 * 41 * 12 / 365.25)
    assert sum(month.hours_freed or 0 for month in it.moves.months) == pytest.approx(it.hours_freed_year)


def test_a_metric_shows_its_last_value_in_the_place_asked_for(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", low=10)
    everywhere = [ReadingValue(day(-n), 10 + n) for n in range(3)]
    do(metrics.store_readings, "users", everywhere, by=cast.engineer, source="portal")
    do(metrics.store_readings, "users", [ReadingValue(NOW, 3, domain="MES")], by=cast.engineer, source="portal")
    (company,) = uptake(cast).metrics
    assert [point.value for point in company.points] == [12, 11, 10]
    assert (company.status, company.source) == (MetricStatus.ON_TARGET, "portal")
    (in_domain,) = uptake(cast, domain=_domain_id(cast)).metrics
    assert in_domain.latest is not None
    assert (in_domain.latest.value, in_domain.status) == (3, MetricStatus.OFF_TARGET)


def test_an_old_metric_keeps_its_last_good_value_and_says_from_when(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", low=10)
    do(metrics.define_metric, by=cast.engineer, key="never", name="Never read")
    do(metrics.store_readings, "users", [ReadingValue(NOW, 12)], by=cast.engineer, source="portal")
    users, never = uptake(cast, now=day(800)).metrics
    assert (users.status, never.status) == (MetricStatus.OUT_OF_DATE, MetricStatus.NEVER_READ)
    assert users.latest is not None
    assert (users.latest.value, users.latest.on) == (12, NOW.date())


def test_nothing_of_another_domain_is_counted(cast: Cast):
    workspace(cast, "qua-dev", minutes=10, domain="QUA")
    it = uptake(cast, domain=_domain_id(cast))
    assert (it.waiting.n, it.waiting.p50, it.within_target, it.touchless) == (0, None, None, None)


def test_the_page_costs_ten_statements(cast: Cast):
    workspace(cast, "mes-dev", minutes=10)
    with counted() as sent:
        uptake(cast)
    assert len(sent) == 10


def _domain_id(cast: Cast) -> int:
    """The domain in which the owner has the role."""
    (grant,) = cast.owner.grants
    assert grant.domain_id is not None
    return grant.domain_id


def test_derived_metrics_are_computed_for_the_day_and_the_domain(cast: Cast):
    for n, minutes in enumerate((10, 12, 14)):
        workspace(cast, f"mes-{n}", minutes=minutes)
    workspace(cast, "qua-dev", minutes=50, domain="QUA")
    of = {it.key: it for it in uptake(cast, now=day(1), domain=_domain_id(cast)).metrics}
    assert of["onboarding_p50"].latest is not None
    assert of["onboarding_p50"].latest.value == pytest.approx(12)
    assert (of["onboarding_p50"].is_derived, of["onboarding_p50"].is_defined) == (True, False)
    assert "catalogue_described" not in of
    assert "onboarding_p50" not in {it.key for it in uptake(cast, now=day(-1)).metrics}


def test_a_target_is_that_of_the_day(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", low=10)
    do(metrics.store_readings, "users", [ReadingValue(NOW, 12)], by=cast.engineer, source="portal")
    do(metrics.set_target, "users", by=cast.engineer, at=day(5), since=day(5).date(), low=20)
    (then,), (now,) = uptake(cast, now=day(4)).metrics, uptake(cast, now=day(5)).metrics
    assert (then.low, then.status) == (10, MetricStatus.ON_TARGET)
    assert (now.low, now.status) == (20, MetricStatus.OFF_TARGET)
    assert [target.low for target in now.targets] == [10, 20]


def test_the_last_change_is_called_a_signal_until_the_process_is_marked_as_changed(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    values = [*[100, 104] * 4, *[10, 12] * 3]
    readings = [ReadingValue(day(7 * (n - len(values) + 1)), value) for n, value in enumerate(values)]
    do(metrics.store_readings, "users", readings, by=cast.engineer, source="portal")
    assert uptake(cast).metrics[0].variation.call is Call.SIGNAL
    changed = day(-5 * 7).date()
    do(metrics.annotate, "users", by=cast.engineer, on=changed, text="New portal", process_changed=True)
    (row,) = uptake(cast).metrics
    assert row.variation.call is Call.ROUTINE
    assert [remark.text for remark in row.remarks] == ["New portal"]


def test_a_silent_source_greys_what_it_feeds_and_keeps_the_last_good_day(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", refresh_days=30)
    source = Told([read(7), seen_workspace("mes-prod", ready_at=NOW, requested_at=day(-1), state=RequestState.READY)])
    pull(source, now=lambda: NOW)
    fresh = {it.key: it for it in uptake(cast, configured=[source]).metrics}
    assert {fresh[key].silent for key in ("users", "onboarding_p50")} == {None}
    late = uptake(cast, now=day(3), configured=[source])
    of = {it.key: it for it in late.metrics}
    for key in ("users", "onboarding_p50"):
        assert of[key].status is MetricStatus.OUT_OF_DATE
        assert value_of(of[key]).on == NOW.date()
    assert [row.title for row in late.silent] == ["Told by a test"]


def test_what_the_catalogue_holds_counts_from_the_day_it_was_seen(cast: Cast):
    pull(Told([table(owner="a", cost_centre="1"), table("main.mes.lines", described=3)]), now=lambda: NOW)
    of = {it.key: it for it in uptake(cast).metrics}
    assert value_of(of["catalogue_described"]).value == pytest.approx(100 * 4 / 6)
    assert value_of(of["catalogue_accounted"]).value == 50
    assert "catalogue_described" not in {it.key for it in uptake(cast, now=day(-1)).metrics}


def test_the_funnel_counts_domains_that_came_so_far(cast: Cast):
    workspace(cast, "mes-dev", minutes=10)
    workspace(cast, "qua-dev", minutes=None, domain="QUA")
    do(workspaces.mark_used, "mes-dev", by=cast.engineer, at=day(1))
    assert [step.domains for step in uptake(cast, now=day(2)).funnel] == [2, 1, 1, 0]
    live_product(cast)
    assert [step.domains for step in uptake(cast, now=day(2)).funnel] == [2, 1, 1, 1]
    assert [step.domains for step in uptake(cast, now=NOW + timedelta(hours=1)).funnel] == [2, 1, 0, 0]


def test_the_plan_runs_ahead_of_what_has_moved(cast: Cast):
    given = {"domain": "MES", "hours_per_run": 5, "runs_per_month": 6}
    do(reports.record_report, by=cast.engineer, name="A", planned_on=day(-20).date(), **given)
    do(reports.record_report, by=cast.engineer, name="B", planned_on=day(40).date(), **given)
    months = uptake(cast).moves.months
    assert [(it.planned, it.migrated) for it in months[-2:]] == [(1, 0), (2, None)]


def test_a_metric_that_is_not_there_is_not_found(cast: Cast):
    with db.snapshot() as session, pytest.raises(NotFound):
        metric(session, "no-such", actor=cast.stranger, as_of=NOW.date(), now=NOW)
