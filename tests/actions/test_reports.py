from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.actions import reports
from core.errors import Invalid, NotAllowed, NotFound
from core.model import ReportState
from tests.cast import TODAY, Cast, do, lines, on_sqlite, product, refused


def test_a_report_is_recorded_moved_and_its_hours_are_free(cast: Cast):
    key, successor = record(cast), product(cast)
    do(reports.start_migration, key, by=cast.contributor)
    moved = do(reports.migrate_report, key, successor, by=cast.owner, on=TODAY)
    assert (moved.state, moved.migrated_on, moved.recorded_on) == (ReportState.MIGRATED, TODAY, TODAY)
    assert lines(key)[-1].changes == {
        "state": ["migrating", "migrated"],
        "product": [None, successor],
        "migrated_on": [None, "2026-10-05"],
    }


def test_a_report_can_be_moved_or_retired_at_once(cast: Cast):
    moved = do(reports.migrate_report, record(cast), product(cast), by=cast.engineer, on=date(2026, 9, 1))
    retired = do(reports.retire_report, record(cast), by=cast.engineer, on=TODAY)
    assert (moved.state, retired.state, retired.retired_on) == (ReportState.MIGRATED, ReportState.RETIRED, TODAY)


@pytest.mark.parametrize("end", ["migrate", "retire"])
def test_a_report_comes_back_into_use_with_a_reason(cast: Cast, end: str):
    key = record(cast)
    if end == "migrate":
        do(reports.migrate_report, key, product(cast), by=cast.engineer, on=TODAY)
    else:
        do(reports.retire_report, key, by=cast.engineer, on=TODAY)
    back = do(reports.reopen_report, key, by=cast.owner, reason="Two columns are missing.")
    assert (back.state, back.product_id, back.migrated_on, back.retired_on) == (ReportState.IN_USE, None, None, None)
    assert lines(key)[-1].reason == "Two columns are missing."


def test_a_report_is_edited(cast: Cast):
    changes = do(reports.edit_report, record(cast), by=cast.engineer, hours_per_run=20, planned_on=TODAY, domain="QUA")
    assert changes == {"domain": ("MES", "QUA"), "hours_per_run": (30.0, 20.0), "planned_on": (None, TODAY)}


def test_what_became_of_it_is_recorded_once(cast: Cast):
    key = record(cast)
    assert list(refused(Invalid, reports.reopen_report, key, by=cast.engineer, reason="r").fields) == ["state"]
    do(reports.retire_report, key, by=cast.engineer, on=TODAY)
    assert str(refused(Invalid, reports.retire_report, key, by=cast.engineer, on=TODAY)) == "XLS-1 is retired already."
    refused(Invalid, reports.start_migration, key, by=cast.engineer)
    refused(Invalid, reports.migrate_report, key, product(cast), by=cast.engineer, on=TODAY)
    assert list(refused(Invalid, reports.reopen_report, key, by=cast.engineer, reason=" ").fields) == ["reason"]


def test_nothing_is_moved_or_retired_ahead_of_time(cast: Cast):
    key, tomorrow = record(cast), TODAY + timedelta(days=1)
    assert list(refused(Invalid, reports.retire_report, key, by=cast.engineer, on=tomorrow).fields) == ["on"]
    refusal = refused(Invalid, reports.migrate_report, key, product(cast), by=cast.engineer, on=tomorrow)
    assert list(refusal.fields) == ["on"]
    assert refused(NotFound, reports.migrate_report, key, "DP-9", by=cast.engineer, on=TODAY).what == "data product"


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"hours_per_run": -1}, "hours_per_run"),
        ({"runs_per_month": -1}, "runs_per_month"),
        ({"name": ""}, "name"),
        ({"state": ReportState.RETIRED}, "state"),
    ],
)
def test_what_does_not_fit_a_report_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    assert list(refused(Invalid, reports.edit_report, record(cast), by=cast.engineer, **fields).fields) == [named]


def test_the_register_is_kept_in_the_own_domain(cast: Cast):
    key = record(cast, domain="QUA")
    for actor in (cast.owner, cast.contributor, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, reports.edit_report, key, by=actor, name="N")
        refused(NotAllowed, reports.retire_report, key, by=actor, on=TODAY)
    refused(NotAllowed, reports.edit_report, record(cast), by=cast.contributor, domain="QUA")


def record(cast: Cast, **fields: Any) -> str:
    given: dict[str, Any] = {"domain": "MES", "name": "Scrap.xlsx", "hours_per_run": 30, "runs_per_month": 1} | fields
    return do(reports.record_report, by=cast.engineer, **given).key
