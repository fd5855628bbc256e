"""How a report stood on a day, and how a metric stands against its target and its age."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.model import ReportState
from core.rules.metric_status import GRACE_DAYS, MetricStatus, metric_status
from core.rules.register import days_late, state_on

DAY = date(2026, 11, 22)
READ = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_a_report_was_in_use_until_the_day_it_was_freed():
    freed = DAY - timedelta(days=5)
    assert state_on(ReportState.MIGRATED, freed, DAY) is ReportState.MIGRATED
    assert state_on(ReportState.MIGRATED, freed, freed) is ReportState.MIGRATED
    assert state_on(ReportState.MIGRATED, freed, freed - timedelta(days=1)) is ReportState.IN_USE
    assert state_on(ReportState.MIGRATING, None, DAY) is ReportState.MIGRATING


def test_only_what_is_still_run_can_be_late():
    planned = DAY - timedelta(days=4)
    assert days_late(ReportState.MIGRATING, planned, DAY) == 4
    assert days_late(ReportState.MIGRATED, planned, DAY) == 0
    assert days_late(ReportState.IN_USE, DAY + timedelta(days=1), DAY) == 0
    assert days_late(ReportState.IN_USE, None, DAY) == 0


def test_the_bounds_of_a_target_belong_to_it():
    assert metric_status(80, READ, DAY, low=80) is MetricStatus.ON_TARGET
    assert metric_status(79.9, READ, DAY, low=80) is MetricStatus.OFF_TARGET
    assert metric_status(15, READ, DAY, high=15) is MetricStatus.ON_TARGET
    assert metric_status(15, READ, DAY) is MetricStatus.NO_TARGET


def test_an_old_reading_is_neither_good_nor_bad():
    last_day = DAY + timedelta(days=7 + GRACE_DAYS)
    assert metric_status(99, READ, last_day, low=80) is MetricStatus.ON_TARGET
    assert metric_status(99, READ, last_day + timedelta(days=1), low=80) is MetricStatus.OUT_OF_DATE
    assert metric_status(None, None, DAY, low=80) is MetricStatus.NEVER_READ
