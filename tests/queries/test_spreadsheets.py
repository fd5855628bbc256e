"""The register of Excel reports."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import db
from core.actions import reports
from core.model import ReportState
from core.queries.spreadsheets import Register, spreadsheets
from tests.cast import TODAY, Cast, day, do, live_product
from tests.statements import counted


def register(cast: Cast, as_of: date = TODAY, domain: int | None = None) -> Register:
    with db.snapshot() as session:
        return spreadsheets(session, actor=cast.stranger, as_of=as_of, domain=domain)


def recorded(cast: Cast, **fields: object) -> str:
    given = {"domain": "MES", "name": "Shift report", "hours_per_run": 5, "runs_per_month": 6}
    return do(reports.record_report, by=cast.engineer, **given | fields).key


def test_the_register_says_what_is_at_stake_and_where(cast: Cast):
    recorded(cast, owner=cast.owner.email)
    recorded(cast, domain="QUA", hours_per_run=10)
    moved = recorded(cast, name="Scrap list")
    product = live_product(cast)
    do(reports.migrate_report, moved, product, by=cast.owner, on=TODAY)
    it = register(cast)
    assert it.at_stake_by_domain() == [("Quality", 60), ("Manufacturing", 30)]
    assert (it.hours_at_stake, it.count(ReportState.MIGRATED)) == (90, 1)
    assert (it.rows[0].owner, it.rows[0].product) == ("Olga Owner", None)
    assert it.rows[2].product == f"{product} Work orders"
    assert it.hours_freed == pytest.approx(30 * 12 / 365.25)


def test_what_is_past_its_planned_day_is_counted_until_it_is_moved(cast: Cast):
    key = recorded(cast, planned_on=TODAY)
    assert [register(cast, day(n).date()).late for n in (0, 3)] == [0, 1]
    do(reports.retire_report, key, by=cast.owner, at=day(3), on=day(3).date())
    assert register(cast, day(4).date()).late == 0


def test_a_past_day_knows_neither_later_rows_nor_later_moves(cast: Cast):
    old = recorded(cast, recorded_on=TODAY - timedelta(days=20))
    recorded(cast)
    do(reports.migrate_report, old, live_product(cast), by=cast.owner, on=TODAY)
    before = register(cast, TODAY - timedelta(days=1))
    assert [(row.key, row.state, row.product) for row in before.rows] == [(old, ReportState.IN_USE, None)]
    assert before.hours_freed == 0


def test_the_register_is_one_statement(cast: Cast):
    recorded(cast)
    with counted() as sent:
        register(cast)
    assert len(sent) == 1
