from __future__ import annotations

import pytest

from core.access import Actor
from core.actions.metrics import define_metric
from core.actions.policy import change_policy
from core.actions.readings import ReadingValue, store_readings
from core.actions.reports import record_report, retire_report
from core.db import snapshot
from core.queries.value import Brought, brought
from tests.cast import TODAY, Cast, day, do
from tests.statements import counted


def found(who: Actor, n: int = 30, **terms) -> Brought:
    with snapshot() as session, counted() as sent:
        told = brought(session, actor=who, as_of=day(n).date(), **terms)
    assert len(sent) == 5
    return told


def freed(cast: Cast) -> None:
    """A report of 2 h, run 365.25 / 12 times a month: two hours a day."""
    cost = {"hours_per_run": 2, "runs_per_month": 365.25 / 12}
    key = do(record_report, by=cast.engineer, domain="MES", name="Scrap.xlsx", **cost).key
    do(retire_report, key, by=cast.engineer, on=TODAY)


def test_hours_freed_are_worth_what_an_hour_is_and_only_for_who_may_see_money(cast: Cast):
    freed(cast)
    row = found(cast.manager, 9).domains[0]
    assert (row.key, row.hours_year, row.worth) == ("MES", pytest.approx(20), None)
    do(change_policy, "value_of_an_hour", 50, by=cast.admin, since=TODAY)
    assert found(cast.manager, 9).domains[0].worth == pytest.approx(1000)
    assert (found(cast.stranger, 9).domains[0].worth, found(cast.stranger, 9).worth) == (None, None)


def test_what_the_platform_used_is_told_by_domain_and_what_is_left_over(cast: Cast):
    do(define_metric, by=cast.engineer, key="usage", name="Units", unit="DBU")
    values = [ReadingValue(day(1), 100), ReadingValue(day(1), 70, "MES"), ReadingValue(day(-40), 900)]
    do(store_readings, "usage", values, by=cast.engineer, at=day(2), source="databricks")
    told = found(cast.manager, 9, usage_metric="usage")
    assert [(row.key, row.used) for row in told.domains] == [("MES", 70), ("QUA", None)]
    assert told.usage is not None
    assert (told.unit, told.usage.unallocated) == ("DBU", 30)


def test_without_readings_nothing_is_said_of_cost(cast: Cast):
    assert found(cast.manager).usage is None
