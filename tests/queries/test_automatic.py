from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlmodel import col

from core.actions import bindings, check_ins, metrics, products, pulls, reports, workspaces
from core.actions.readings import ReadingValue
from core.db import snapshot
from core.model import Aggregate, KeyResultKind, Level, Objective, Register
from core.queries.key_results import Standing, standings
from core.queries.objective import objective
from core.rules.hours import ReportFact, hours_freed
from core.rules.status import DEFAULTS, Status
from tests import cast as made
from tests.cast import Cast, day, do, live_product, movement
from tests.statements import counted

MIGRATED: dict[str, Any] = {"source": Register.REPORTS_MIGRATED, "domain": "MES"}


def shown(n: int) -> Standing:
    """The one key result, n days after the clock of the tests."""
    with snapshot() as session:
        (found,) = standings(session, col(Objective.id) > 0, as_of=day(n).date(), thresholds=DEFAULTS)
    return found


def values(standing: Standing) -> list[tuple[int, float]]:
    """Readings by days after the clock of the tests, where the value changed."""
    found: list[tuple[int, float]] = []
    for on, value in standing.assessment.facts.values(standing.assessment.as_of):
        if not found or found[-1][1] != value:
            found.append(((on - day(0).date()).days, value))
    return found


def report(cast: Cast, name: str, domain: str = "MES") -> str:
    cost = {"hours_per_run": 30, "runs_per_month": 2}
    return do(reports.record_report, by=cast.engineer, domain=domain, name=name, **cost).key


def migrate(cast: Cast, key: str, product: str, n: int) -> None:
    do(reports.migrate_report, key, product, by=cast.engineer, at=day(n), on=day(n).date())


def bound(cast: Cast, *, at: datetime | None = None, **how: Any) -> str:
    unit = how.pop("unit", "")
    key = movement(cast, unit=unit).key
    do(bindings.bind, key, by=cast.owner, at=at or day(0), **how)
    return key


def test_reports_that_are_migrated_move_it_on_their_day(cast: Cast):
    bound(cast, **MIGRATED)
    product = live_product(cast)
    for n, name in ((10, "Scrap.xlsx"), (20, "Shifts.xlsx")):
        migrate(cast, report(cast, name), product, n)
    migrate(cast, report(cast, "Of quality.xlsx", "QUA"), product, 10)
    standing = shown(21)
    assert values(standing) == [(-4, 0), (10, 1), (20, 2)]
    assert (standing.assessment.read_on, standing.unit) == (day(21).date(), "reports")
    assert values(shown(12)) == [(-4, 0), (10, 1)]


def test_its_rows_are_its_evidence(cast: Cast):
    bound(cast, **MIGRATED)
    migrate(cast, report(cast, "Scrap.xlsx"), live_product(cast), 10)
    source = shown(21).source
    assert source is not None
    (row,) = source.evidence
    assert (row.key, row.name, row.on, row.amount) == ("XLS-1", "Scrap.xlsx", day(10).date(), 1)
    assert source.words == "Excel reports migrated since its start, Manufacturing"
    assert (source.value, source.fetched_at, source.outage) == (1, None, None)


def test_a_report_that_is_used_again_takes_its_move_out_of_the_history(cast: Cast):
    bound(cast, **MIGRATED)
    migrate(cast, report(cast, "Scrap.xlsx"), live_product(cast), 10)
    do(reports.reopen_report, "XLS-1", by=cast.engineer, at=day(15), reason="Two columns are missing.")
    assert values(shown(21)) == [(-4, 0)]
    migrate(cast, "XLS-1", "DP-1", 18)
    assert values(shown(21)) == [(-4, 0), (18, 1)]


def test_a_report_that_is_only_retired_frees_hours_and_is_not_migrated(cast: Cast):
    report(cast, "Scrap.xlsx")
    do(reports.retire_report, "XLS-1", by=cast.engineer, at=day(10), on=day(10).date())
    key = bound(cast, source=Register.HOURS_FREED)
    fact = ReportFact(30, 2, day(10).date())
    assert shown(20).assessment.value == pytest.approx(hours_freed([fact], day(0).date(), day(20).date()))
    do(bindings.bind, key, by=cast.owner, at=day(1), **MIGRATED)
    assert shown(20).assessment.value == 0


def test_products_and_workspaces_stand_as_of_the_day(cast: Cast):
    key = bound(cast, source=Register.PRODUCTS_LIVE, level=Level.TECHNICAL)
    live_product(cast)
    low = made.product(cast, name="Raw", level=Level.SOURCE, owner=cast.owner.email, team="T", cost_centre="1")
    do(products.release, low, by=cast.engineer, on=day(0).date())
    assert values(shown(5)) == [(-4, 0), (0, 1)]
    do(bindings.bind, key, by=cast.owner, at=day(6), source=Register.WORKSPACES_READY)
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod")
    do(workspaces.mark_ready, "mes-prod", by=cast.engineer, at=day(7), touchless=True)
    assert values(shown(8)) == [(-4, 0), (7, 1)]


def test_before_it_was_bound_it_shows_what_people_said(cast: Cast):
    key = movement(cast).key
    do(check_ins.check_in, key, by=cast.owner, at=day(2), on=day(2).date(), value=4, confidence=6)
    do(bindings.bind, key, by=cast.owner, at=day(8), **MIGRATED)
    assert (shown(7).assessment.value, shown(7).source) == (4, None)
    after = shown(8)
    assert (after.assessment.value, after.assessment.confidence) == (0, 6)
    do(bindings.unbind, key, by=cast.owner, at=day(9))
    assert (shown(9).assessment.value, shown(9).source) == (4, None)


def test_an_override_holds_until_a_check_in_without_a_value(cast: Cast):
    key = bound(cast, **MIGRATED)
    migrate(cast, report(cast, "Scrap.xlsx"), live_product(cast), 3)
    told = {"confidence": 5, "changed": "One more runs in parallel."}
    do(check_ins.check_in, key, by=cast.owner, at=day(5), on=day(5).date(), value=2, **told)
    overridden = shown(9)
    assert (overridden.assessment.value, overridden.assessment.read_on) == (2, day(5).date())
    assert overridden.source is not None
    assert overridden.source.override is not None
    assert (overridden.source.override.on, overridden.source.value) == (day(5).date(), 1)
    do(check_ins.check_in, key, by=cast.owner, at=day(10), on=day(10).date(), confidence=8)
    handed_over = shown(12)
    assert (handed_over.assessment.value, handed_over.assessment.confidence) == (1, 8)
    assert handed_over.source is not None
    assert handed_over.source.override is None


def metric(cast: Cast, *readings: ReadingValue, source: str = "catalog") -> None:
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", unit="people")
    last = max(reading.at for reading in readings)
    do(metrics.store_readings, "users", readings, by=cast.engineer, at=last, source=source)


@pytest.mark.parametrize(("aggregate", "expected"), [(Aggregate.LAST, 4), (Aggregate.SUM, 6), (Aggregate.MEAN, 3)])
def test_a_metric_gives_its_last_reading_their_sum_or_their_mean(cast: Cast, aggregate: Aggregate, expected: float):
    of_domain = ReadingValue(day(6), 900, domain="MES")
    metric(cast, ReadingValue(day(-9), 50), ReadingValue(day(0), 2), ReadingValue(day(7), 4), of_domain)
    bound(cast, source=Register.METRIC, metric="users", aggregate=aggregate)
    standing = shown(8)
    assert [on for on, _ in values(standing)] == [0, 7]
    assert standing.assessment.value == expected
    assert standing.source is not None
    assert (standing.source.fetched_at, len(standing.source.evidence)) == (day(7), 2)


def test_one_domain_of_a_metric_is_read_alone(cast: Cast):
    metric(cast, ReadingValue(day(1), 7), ReadingValue(day(1), 3, domain="MES"))
    bound(cast, source=Register.METRIC, metric="users", domain="MES")
    assert shown(2).assessment.value == 3


def test_a_late_metric_counts_as_no_data_and_keeps_its_last_good_value(cast: Cast):
    metric(cast, ReadingValue(day(1), 4))
    bound(cast, source=Register.METRIC, metric="users")
    assert shown(11).assessment.status is not Status.NO_DATA
    late = shown(12).assessment
    assert (late.status, late.progress, late.value, late.read_on) == (Status.NO_DATA, None, 4, day(1).date())
    assert "should be read every 7 days and was not after 2026-10-06" in late.reason
    assert [finding.title for finding in shown(12).findings] == ["Source silent"]


def test_so_does_one_whose_source_failed_until_it_delivers_again(cast: Cast):
    metric(cast, ReadingValue(day(1), 4))
    key = bound(cast, source=Register.METRIC, metric="users")
    failing = do(pulls.begin_pull, "catalog", at=day(2))
    do(pulls.fail_pull, failing.id, at=day(2), error="Nobody answered.")
    failed = shown(3).assessment
    assert (failed.status, failed.value) == (Status.NO_DATA, 4)
    assert "catalog could not be read when it was last tried" in failed.reason
    told = {"confidence": 5, "changed": "Counted by hand."}
    do(check_ins.check_in, key, by=cast.owner, at=day(3), on=day(3).date(), value=5, **told)
    assert shown(3).assessment.has_data, "what a person counted does not come from the source"
    good = do(pulls.begin_pull, "catalog", at=day(4))
    do(pulls.finish_pull, good.id, at=day(4), counts={}, cursor="", scope="", remark="")
    assert shown(4).source.outage is None  # type: ignore[union-attr]


def test_what_comes_after_the_due_day_comes_too_late(cast: Cast):
    key = movement(cast, due=day(9).date(), target=1).key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    migrate(cast, report(cast, "Scrap.xlsx"), live_product(cast), 10)
    assert shown(20).assessment.status is Status.MISSED


def test_a_band_has_a_reading_in_each_of_its_periods(cast: Cast):
    band: dict[str, Any] = {"kind": KeyResultKind.MAINTAIN, "baseline": None, "target": None, "low": 1}
    key = movement(cast, **band).key
    live_product(cast)
    do(bindings.bind, key, by=cast.owner, source=Register.PRODUCTS_LIVE, level=Level.SOURCE)
    standing = shown(30)
    assert (values(standing), standing.assessment.raw) == ([(-4, 0), (0, 1)], 1)


def test_it_can_be_kept_as_plain_values_and_read_again(cast: Cast):
    metric(cast, ReadingValue(day(1), 4))
    key = bound(cast, source=Register.METRIC, metric="users")
    told = {"confidence": 5, "changed": "Counted by hand."}
    do(check_ins.check_in, key, by=cast.owner, at=day(12), on=day(12).date(), value=5, **told)
    standing, kept = shown(12), TypeAdapter(Standing)
    assert standing.source is not None
    assert standing.source.outage is not None
    assert kept.validate_python(kept.dump_python(standing, mode="json")) == standing


def test_all_that_moves_by_itself_costs_one_statement(cast: Cast):
    key = made.objective(cast)
    metric(cast, ReadingValue(day(1), 4))
    ways: list[dict[str, Any]] = [
        MIGRATED,
        {"source": Register.HOURS_FREED},
        {"source": Register.PRODUCTS_LIVE, "level": Level.SOURCE},
        {"source": Register.WORKSPACES_READY},
        {"source": Register.METRIC, "metric": "users"},
    ]
    with counted() as without, snapshot() as session:
        objective(session, key, as_of=day(5).date())
    for how in ways:
        do(bindings.bind, movement(cast, key).key, by=cast.owner, **how)
    with counted() as within, snapshot() as session:
        objective(session, key, as_of=day(5).date())
    assert len(within) == len(without) + 1
