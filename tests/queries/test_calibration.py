"""Forecasts of past quarters against what happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.actions.check_ins import check_in
from core.db import snapshot, transaction
from core.model import QuarterClose
from core.queries.calibration import TrackRecord, calibration
from core.rules.calibration import Case
from tests import cast as made
from tests.cast import NOW, TODAY, Cast, do, movement
from tests.statements import counted

PAST, PAST_START = "2026-Q3", date(2026, 7, 1)


def asked(cast: Cast, as_of: date = TODAY, domain: int | None = None) -> TrackRecord:
    with snapshot() as session:
        return calibration(session, as_of=as_of, domain=domain)


def past_key_result(cast: Cast, *weekly: float, end: float, **fields: str) -> str:
    """A key result of last quarter from 0 to 100, read weekly, and once more at its end."""
    key = movement(cast, made.objective(cast, quarter=PAST, **fields), target=100).key
    days = [PAST_START + timedelta(days=7 * n) for n in range(len(weekly))]
    for on, value in zip([*days, date(2026, 9, 30)], [*weekly, end], strict=True):
        do(check_in, key, by=cast.owner, on=on, value=value, confidence=7)
    return key


def close(quarter: str, reopened_at: datetime | None = None) -> None:
    with transaction() as session:
        session.add(QuarterClose(quarter=quarter, version=1, at=NOW, by_id=1, snapshot="{}", reopened_at=reopened_at))


def test_past_quarters_are_judged_by_what_was_reached(cast: Cast):
    steady = past_key_result(cast, *[9.0 * n for n in range(8)], end=100)
    failed = past_key_result(cast, *[9.0 * n for n in range(8)], end=60)
    past_key_result(cast, 0.0, end=100)
    movement(cast)
    found = asked(cast)
    (quarter,) = found.quarters
    assert (quarter.label, quarter.movements, quarter.told, quarter.reached) == (PAST, 3, 2, 1)
    assert found.calibration.n == 2
    assert found.calibration.is_too_few
    assert [(row.key, row.case) for row in found.surprises] == [(failed, Case(1.0, 1.0, False))]
    assert steady != failed


def test_until_a_quarter_is_closed_those_that_are_over_stand_in(cast: Cast):
    past_key_result(cast, *[9.0 * n for n in range(8)], end=100)
    assert asked(cast).is_provisional
    close(PAST)
    found = asked(cast)
    assert (found.is_provisional, found.quarters[0].is_closed, found.calibration.n) == (False, True, 1)


def test_a_reopened_quarter_is_not_closed(cast: Cast):
    past_key_result(cast, *[9.0 * n for n in range(8)], end=100)
    close(PAST, reopened_at=NOW)
    assert asked(cast).is_provisional


def test_a_quarter_that_runs_and_another_domain_do_not_count(cast: Cast):
    past_key_result(cast, *[9.0 * n for n in range(8)], end=100)
    assert asked(cast, date(2026, 9, 30)).quarters == ()
    quality = asked(cast, domain=1)
    manufacturing = asked(cast, domain=cast.contributor.grants[0].domain_id)
    assert {quality.calibration.n, manufacturing.calibration.n} == {0, 1}


def test_an_empty_company_has_no_record(cast: Cast):
    found = asked(cast)
    assert (found.quarters, found.calibration.forecasts.brier, found.surprises) == ((), None, ())


def test_it_costs_six_statements(cast: Cast):
    for _ in range(2):
        past_key_result(cast, 1.0, end=2)
    with counted() as statements:
        asked(cast)
    assert len(statements) <= 6
