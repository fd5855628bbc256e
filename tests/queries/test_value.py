from __future__ import annotations

from decimal import Decimal

import pytest

from core.access import Actor
from core.actions import initiatives
from core.actions.domains import edit_domain
from core.actions.metrics import define_metric
from core.actions.phases import stop
from core.actions.policy import change_policy
from core.actions.readings import ReadingValue, store_readings
from core.actions.reports import record_report, retire_report
from core.actions.workspaces import request_workspace
from core.db import snapshot
from core.model import Phase
from core.queries.usage import Usage
from core.queries.value import Brought, brought
from tests.cast import TODAY, Cast, day, do
from tests.statements import counted


def found(who: Actor, n: int = 30, **terms) -> Brought:
    with snapshot() as session, counted() as sent:
        told = brought(session, actor=who, as_of=day(n).date(), **terms)
    assert len(sent) <= 6
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
    assert told.usage.allocation is not None
    assert (told.usage.unit, told.usage.allocation.unallocated) == ("DBU", 30)
    assert [(one.name, one.domains, one.used) for one in told.cost_centres] == [("", ("Manufacturing",), 100)]
    do(edit_domain, "MES", by=cast.owner, cost_centre="5100")
    told = found(cast.manager, 9, usage_metric="usage")
    assert [(one.name, one.used) for one in told.cost_centres] == [("5100", 70), ("", 30)]


def test_the_cost_of_a_workspace_is_borne_by_its_domain_but_on_days_when_that_is_told_of_itself(cast: Cast):
    do(define_metric, by=cast.engineer, key="cost", name="Cost", unit="EUR")
    for name, home in (("mes-one", "MES"), ("mes-two", "MES"), ("qua-one", "QUA")):
        do(request_workspace, by=cast.engineer, domain=home, name=name)
    of_spaces = [ReadingValue(day(1), 10, workspace=name) for name in ("mes-one", "mes-two", "qua-one")]
    later = ReadingValue(day(2), 4, workspace="qua-one")
    values = [*of_spaces, ReadingValue(day(1), 25, "QUA"), later]
    do(store_readings, "cost", values, by=cast.engineer, at=day(3), source="billing")
    told = found(cast.manager, 9, usage_metric="cost")
    assert told.usage.allocation is not None
    assert (told.usage.allocation.total, [(row.key, row.used) for row in told.domains]) == (
        None,
        [("MES", 20), ("QUA", 29)],
    )


def test_live_initiatives_have_a_value_a_year_that_is_never_added_across_currencies(cast: Cast):
    for title, phase, amount, currency in (
        ("Scrap", Phase.COMPLETED, "300000.50", "EUR"),
        ("Energy", Phase.HANDOVER, "100000", "EUR"),
        ("Stock", Phase.HANDOVER, "70000", "USD"),
        ("Stopped", Phase.HANDOVER, "900000", "EUR"),
        ("Begun", Phase.PRODUCTIONIZATION, "900000", "EUR"),
    ):
        money = {"yearly_value": Decimal(amount), "budget_currency": currency}
        do(initiatives.propose, by=cast.owner, domain="MES", title=title, phase=phase, **money)
    do(initiatives.propose, by=cast.owner, domain="MES", title="In words", phase=Phase.COMPLETED, business_value="Much")
    do(stop, "INI-4", by=cast.manager, reason="It came to nothing.")
    told = found(cast.manager)
    assert told.yearly == ((Decimal("400000.50"), "EUR"), (Decimal(70000), "USD"))
    assert (told.domains[0].live_count, len(told.domains[0].live)) == (4, 4)
    hidden = found(cast.stranger)
    assert (hidden.yearly, hidden.domains[0].live_count, hidden.domains[0].live) == ((), 4, ())


@pytest.mark.parametrize(
    ("every", "readings", "days"), [(1, 30, 30), (7, 4, 28), (10, 3, 30), (30, 1, 30), (90, 1, 90)]
)
def test_what_the_platform_cost_is_added_up_over_whole_periods_up_to_the_last_reading(
    cast: Cast, every: int, readings: int, days: int
):
    do(define_metric, by=cast.engineer, key="cost", name="Cost", unit="EUR", refresh_days=every)
    values = [ReadingValue(day(100 - n * every), 10, "MES") for n in range(60)]
    do(store_readings, "cost", values, by=cast.engineer, at=day(101), source="billing")
    for later in (0, min(every, 29)):
        told = found(cast.manager, 100 + later, usage_metric="cost")
        assert (told.domains[0].used, told.usage.days, told.usage.newest) == (10 * readings, days, day(100).date())


def test_why_nothing_is_known_of_cost_is_told_apart(cast: Cast):
    assert found(cast.manager, usage_metric="cost").usage == Usage()
    do(define_metric, by=cast.engineer, key="cost", name="Cost", unit="EUR")
    assert found(cast.manager, usage_metric="cost").usage == Usage("Cost", "EUR", 28)
    do(store_readings, "cost", [ReadingValue(day(1), 10, "MES")], by=cast.engineer, at=day(2), source="billing")
    assert found(cast.manager, 30, usage_metric="cost").domains[0].used == 10
    told = found(cast.manager, 31, usage_metric="cost")
    assert (told.usage, told.domains[0].used) == (Usage("Cost", "EUR", 28, day(1).date()), None)


def test_a_domain_tells_which_reports_freed_its_hours(cast: Cast):
    freed(cast)
    row = found(cast.manager, 9).domains[0]
    assert [(it.name, it.on, it.hours_year) for it in row.moved] == [("Scrap.xlsx", TODAY, pytest.approx(20))]
