"""Maturity from what is recorded: what was kept of a day is what asking for that day says later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import db
from core.actions import domains, initiatives, logbook, maturity, metrics, products, reports, workspaces
from core.actions.readings import ReadingValue
from core.model import Contract, ContractColumn, DataProduct, Level, LogKind, MaturityOutcome, MaturitySnapshot, Phase
from core.queries.domain_maturity import domain_maturity
from core.queries.maturity import maturity as asked
from core.queries.maturity_history import heat_map
from core.rules.maturity import MATURITY, Pillar, Profile
from core.snapshots import take_snapshot, take_snapshots
from tests.cast import NOW, TODAY, Cast, day, do, initiative, live_product, movement, product
from tests.statements import counted


def of(key: str = "MES", as_of: date = TODAY) -> Profile:
    with db.snapshot() as session:
        found = asked(session, as_of=as_of).of(key)
    assert found is not None
    return found


def work(cast: Cast) -> None:
    """A domain with something of nearly everything."""
    key = initiative(cast, phase=Phase.INCUBATION)
    live = live_product(cast)
    product(cast, name="Scrap", level=Level.BUSINESS, status="incubating")
    do(initiatives.link_product, key, live, by=cast.engineer)
    told = {"on": TODAY, "kind": LogKind.BUILD, "text": "Built", "hours_data_team": 2, "hours_product_team": 6}
    do(logbook.log, key, by=cast.engineer, **told)
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    cost = {"hours_per_run": 5, "runs_per_month": 6}
    do(reports.record_report, by=cast.engineer, domain="MES", name="Shift report", **cost)
    do(metrics.define_metric, by=cast.engineer, key="active_users", name="Active users")
    do(metrics.store_readings, "active_users", [ReadingValue(NOW, 3, "MES")], by=cast.engineer, source="api")
    do(domains.edit_domain, "MES", by=cast.owner, people_expected=10)
    movement(cast, owner=cast.owner.email)


def test_levels_come_from_what_is_recorded(cast: Cast):
    work(cast)
    found = of()
    assert {it.criterion: it.level for it in found.results if it.counts} == {
        "A1": 2, "A3": 2, "A4": 2, "B1": 0, "B2": 0, "C5": 2, "E1": 2, "E3": 1, "E4": 1 if _smart() else 0,
    }  # fmt: skip
    assert [(it.key, it.name) for it in found.result("A1").missing] == [("DP-2", "Scrap")]
    assert (found.result("A3").numerator, found.result("A3").denominator) == (6, 8)
    assert found.result("B3").outcome is MaturityOutcome.OFF
    assert of("QUA").level is None


def _smart() -> bool:
    return of().result("E4").level == 1


def test_columns_count_by_their_real_descriptions(cast: Cast):
    work(cast)
    with db.transaction() as session:
        _contract(session, "DP-1", {"qty": "The quantity that was produced", "no": "no", "at": ""}, by=cast.engineer.id)
    result = of().result("C2")
    assert (result.numerator, result.denominator, result.level) == (1, 3, 1)
    assert [(it.key, it.count) for it in result.missing] == [("DP-1", 2)]


def test_what_was_kept_is_what_that_day_says_later(cast: Cast):
    work(cast)
    with db.transaction() as session:
        take_snapshot(session, by=cast.engineer, at=NOW)
    before = of()
    do(
        products.edit_product,
        "DP-2",
        by=cast.engineer,
        at=day(3),
        owner=cast.owner.email,
        team="Line 3",
        cost_centre="1",
    )
    do(domains.edit_domain, "MES", by=cast.engineer, at=day(3), business_owner=None)
    do(products.retire, "DP-2", by=cast.engineer, at=day(4))
    assert of(as_of=TODAY) == before
    assert of(as_of=day(3).date()).result("A1").level == 0
    assert take_snapshots(TODAY, TODAY, now=day(5), again=True) == 0


def test_a_day_that_is_kept_after_its_end_stays_and_one_that_was_not_over_is_replaced(cast: Cast):
    work(cast)
    assert take_snapshots(TODAY, TODAY, now=NOW) == 2 * len(MATURITY)
    do(products.edit_product, "DP-2", by=cast.engineer, owner=cast.owner.email, team="Line 3", cost_centre="1")
    assert take_snapshots(TODAY, TODAY, now=day(1)) > 0
    assert level("A1", TODAY) == 4
    with db.transaction() as session:
        session.execute(sa.update(MaturitySnapshot).values(level=1, computed_at=day(1)))
    assert take_snapshots(TODAY, TODAY, now=day(1)) == 0
    assert take_snapshots(TODAY, TODAY, now=day(1), again=True) > 0
    assert level("A1", TODAY) == 4


def test_a_product_that_lacked_something_within_the_window_keeps_its_domain_from_the_top(cast: Cast):
    live_product(cast)
    assert of().result("A1").level == 4
    product(cast, name="Scrap", status="incubating")
    later = {"by": cast.engineer, "at": day(10), "owner": cast.owner.email, "team": "Line 3", "cost_centre": "1"}
    do(products.edit_product, "DP-2", **later)
    assert of(as_of=day(10).date()).result("A1").level == 3
    assert of(as_of=day(10 + 90).date()).result("A1").level == 4


def test_an_exemption_counts_once_it_is_approved(cast: Cast):
    work(cast)
    until = TODAY + timedelta(days=30)
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, reason="No network yet.", until_on=until)
    assert of().result("B1").outcome is MaturityOutcome.MEASURED
    do(maturity.approve_exemption, "MES", "B1", by=cast.manager)
    assert of().result("B1").outcome is MaturityOutcome.EXEMPT
    assert of(as_of=until + timedelta(days=1)).result("B1").outcome is MaturityOutcome.MEASURED


def test_domains_stand_side_by_side_with_the_trend_of_four_weeks(cast: Cast):
    work(cast)
    for n in (0, 28):
        do(
            maturity.take_snapshot,
            [maturity.Taken(day(n).date(), _profiles(day(n).date()))],
            by=cast.engineer,
            at=day(n),
        )
    with db.snapshot() as session, counted() as sent:
        rows = heat_map(session, as_of=day(28).date())
    assert len(sent) <= 2
    assert [row.key for row in rows] == ["MES", "QUA"]
    assert (rows[1].level, rows[0].level) == (None, 0)
    assert rows[0].trend(Pillar.ADOPTION) == 0


def test_what_is_next_in_the_list_is_the_first_step_of_the_profile(cast: Cast):
    work(cast)
    do(take_snapshot, by=cast.engineer)
    with db.snapshot() as session:
        (row,) = (row for row in heat_map(session, as_of=TODAY) if row.key == "MES")
    step, kept = of().steps[0], row.step
    assert kept is not None
    assert (kept.criterion, kept.step) == (step.criterion, step.sentence)
    (accountability,) = (it for it in row.criteria if it.criterion == "A1")
    assert [(it.key, it.name) for it in accountability.missing] == [("DP-2", "Scrap")]
    assert [it.key for it in accountability.counted] == ["DP-1"]


def test_the_most_mature_domain_stands_first_and_one_that_is_younger_than_the_day_last(cast: Cast):
    live_product(cast)
    product(cast, domain="QUA", status="incubating")
    do(take_snapshot, by=cast.engineer)
    do(domains.add_domain, by=cast.engineer, key="AAA", name="Younger")
    with db.snapshot() as session:
        rows = heat_map(session, as_of=TODAY)
    assert [(row.key, row.level is None) for row in rows] == [("MES", False), ("QUA", False), ("AAA", True)]
    assert rows[-1].criteria == ()


def test_questions_cost_the_same_at_any_size(cast: Cast):
    work(cast)
    sent = []
    for _ in range(2):
        with db.snapshot() as session, counted() as statements:
            domain_maturity(session, "MES", as_of=TODAY)
        sent.append(len(statements))
        for n in range(5):
            product(cast, name=f"Product {n}", status="incubating")
            movement(cast)
    assert sent[0] == sent[1] <= 8


def level(criterion: str, on: date) -> int | None:
    with db.snapshot() as session:
        kept = select(MaturitySnapshot.level).where(
            MaturitySnapshot.criterion == criterion, MaturitySnapshot.on == on, MaturitySnapshot.domain_id == 2
        )
        return session.exec(kept).one()


def _profiles(on: date) -> dict[int, Profile]:
    with db.snapshot() as session:
        return asked(session, as_of=on).profiles


def _contract(session: Session, key: str, columns: dict[str, str], *, by: int) -> None:
    of_product = session.exec(select(DataProduct.id).where(col(DataProduct.key) == key)).one()
    values: dict[str, Any] = {"version": "1.0.0", "status": "active", "standard": "odcs", "document": "", "digest": ""}
    contract = Contract(product_id=of_product, columns=len(columns), described=1, at=NOW, by_id=by, **values)
    session.add(contract)
    session.flush()
    for position, (path, description) in enumerate(columns.items()):
        session.add(
            ContractColumn(
                contract_id=contract.id, position=position, table="orders", path=path, description=description
            )
        )
