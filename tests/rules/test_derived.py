"""Metrics computed from rows, against figures computed by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import inf

import pytest

from core.rules.derived import DERIVED, FED, Catalogue, Request, Rows
from core.rules.hours import ReportFact

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
TODAY = NOW.date()


def asked(minutes: float | None, *, days_ago: float = 3, touchless: bool = True, used_after: float | None = None):
    at = NOW - timedelta(days=days_ago)
    ready = None if minutes is None else at + timedelta(minutes=minutes)
    used = ready + timedelta(days=used_after) if ready and used_after is not None else None
    return Request(at, ready, used, touchless if ready else None)


def value(key: str, **rows) -> float | None:
    return DERIVED[key].on(Rows(until=NOW, target_minutes=15, **rows), TODAY)


def test_waiting_times_count_those_who_still_wait():
    requests = [asked(10), asked(12, touchless=False), asked(40), asked(None)]
    assert value("onboarding_p50", requests=requests) == pytest.approx(12)
    assert value("onboarding_p85", requests=requests) == inf
    assert value("onboarding_within_target", requests=requests) == pytest.approx(50)
    assert value("onboarding_touchless", requests=requests) == pytest.approx(100 * 2 / 3)


def test_a_day_looks_back_over_half_a_year():
    old = asked(600, days_ago=181)
    assert value("onboarding_p50", requests=[old]) is None
    assert value("onboarding_p50", requests=[old, asked(11)]) == pytest.approx(11)


def test_first_value_runs_from_ready_to_the_first_table():
    requests = [asked(10, used_after=1), asked(10, days_ago=9, used_after=4), asked(10, days_ago=20, used_after=6)]
    assert value("first_value_p50", requests=requests) == pytest.approx(4)


def test_reports_and_hours_are_those_of_the_register():
    reports = [ReportFact(2, 10, TODAY - timedelta(days=3)), ReportFact(5, 1, None)]
    given = {"reports": reports, "migrated_on": [TODAY - timedelta(days=3)]}
    assert value("reports_migrated", **given) == 1
    assert value("hours_freed", **given) == pytest.approx(20 * 12 / 365.25 * 4)
    assert (value("reports_migrated"), value("hours_freed")) == (None, None)


def test_the_catalogue_is_not_known_before_it_was_seen():
    seen = Catalogue(TODAY, tables=4, accounted=3, columns=50, described=20)
    assert value("catalogue_described", catalogue=seen) == 40
    assert value("catalogue_accounted", catalogue=seen) == 75
    later = Rows(until=NOW, target_minutes=15, catalogue=seen)
    assert DERIVED["catalogue_described"].on(later, TODAY - timedelta(days=1)) is None
    assert value("catalogue_described", catalogue=Catalogue(TODAY, 2, 0, 0, 0)) is None


def test_the_series_has_a_point_for_each_whole_week_that_tells_something():
    requests = [asked(10, days_ago=7), asked(14, days_ago=6), asked(30, days_ago=14), asked(None, days_ago=21)]
    series = DERIVED["onboarding_p50"].series(Rows(until=NOW, target_minutes=15, requests=requests), TODAY)
    assert [(week.monday, week.value) for week in series] == [
        (date(2026, 9, 21), pytest.approx(30)),
        (date(2026, 9, 28), pytest.approx(10)),
    ]


def test_every_default_metric_has_a_key_of_its_own():
    keys = [*DERIVED, *(meaning.key for meaning in FED)]
    assert len(keys) == len(set(keys))
