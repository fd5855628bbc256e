"""Which tables were made from which and who read them, kept as what it says of data products and domains."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from core.access import Actor
from core.actions import context_map, observations, ports
from core.actions.observations import Tally
from core.model import DataProduct, Domain, ObservedFlow, ObservedInput, PlatformGrant, ProductUse, PullOutcome
from core.pull import pull
from core.sources.contract import GrantsSeen, LineageSeen, MetricRead, Observation, UseSeen
from core.sources.spool import ORDER
from tests.cast import NOW, TODAY, Cast, do, lines, on_sqlite, product
from tests.pulls.outside import Told, table
from tests.pulls.stored import all_of

ORDERS, SCRAP, RATES = "main.mes.orders", "main.mes.scrap", "main.qua.scrap_rates"
EARLIER = TODAY - timedelta(days=40)


@pytest.fixture
def team(cast: Cast) -> Actor:
    """DP-1 and DP-2 of Manufacturing and DP-3 of Quality, each with a table; the catalogue knows a fourth table."""
    for name, home, location in (("Orders", "MES", ORDERS), ("Scrap", "MES", SCRAP), ("Rates", "QUA", RATES)):
        key = product(cast, name=name, domain=home)
        do(ports.add_port, key, by=cast.engineer, direction="output", name="Table", location=location)
    see(cast.engineer, table("main.qua.plans", domain="QUA"))
    return cast.engineer


def see(by: Actor, *seen: Observation, source: str = "told") -> Tally:
    return do(observations.store, seen, by=by, source=source, whole=False)


def made(taken: str, output: str, first_on: date = EARLIER, last_on: date = EARLIER) -> LineageSeen:
    return LineageSeen((taken,), (output,), first_on, last_on)


def between(kind: type[ObservedFlow] | type[ObservedInput]) -> set[tuple[str, str, date, date]]:
    keys = {row.id: row.key for row in (all_of(Domain) if kind is ObservedFlow else all_of(DataProduct))}
    return {(keys[row.upstream_id], keys[row.downstream_id], row.first_on, row.last_on) for row in all_of(kind)}


def test_a_table_made_from_another_links_their_products_and_their_domains(team: Actor):
    see(team, made(ORDERS, RATES), made(ORDERS, SCRAP))
    assert between(ObservedInput) == {("DP-1", "DP-3", EARLIER, EARLIER), ("DP-1", "DP-2", EARLIER, EARLIER)}
    assert between(ObservedFlow) == {("MES", "QUA", EARLIER, EARLIER)}


def test_a_table_of_no_product_belongs_to_the_domain_that_the_catalogue_tells(team: Actor):
    tally = see(team, made(SCRAP, "MAIN.QUA.PLANS"), made(SCRAP, "main.x.unknown"))
    assert (between(ObservedInput), between(ObservedFlow)) == (set(), {("MES", "QUA", EARLIER, EARLIER)})
    assert "1 lineage: its tables belong to no data product and to no domain" in tally.remark()


@pytest.mark.parametrize(("named", "told"), [("MAIN.mes.Maße", "main.MES.maße"), ("main.mes.ÖFEN", "main.MES.ÖFEN")])
def test_a_table_is_found_however_its_letters_are_written(team: Actor, named: str, told: str):
    do(ports.add_port, "DP-1", by=team, direction="output", name="German", location=named)
    see(team, made(told, RATES))
    assert between(ObservedInput) == {("DP-1", "DP-3", EARLIER, EARLIER)}


def test_more_names_than_a_database_takes_at_once_are_looked_up_in_parts(team: Actor):
    others = tuple(f"s3://lake/{n}" for n in range(70_000))
    see(team, LineageSeen((*others, ORDERS), (RATES,), EARLIER, EARLIER))
    assert between(ObservedInput) == {("DP-1", "DP-3", EARLIER, EARLIER)}


def test_first_and_last_day_only_widen_and_the_same_again_changes_nothing(team: Actor):
    see(team, made(ORDERS, RATES, EARLIER, TODAY))
    inside = made(SCRAP, RATES, EARLIER + timedelta(days=1), TODAY - timedelta(days=1))
    assert see(team, made(ORDERS, RATES), inside).changes() == {"lineage_changed": 1}, "DP-2 is new, the flow is not"
    before = [between(ObservedFlow), between(ObservedInput), lines()]
    assert see(team, made(ORDERS, RATES), inside).changes() == {}
    assert [between(ObservedFlow), between(ObservedInput), lines()] == before


def test_each_source_keeps_its_own_days_beside_what_people_recorded(team: Actor):
    do(context_map.observe_flow, "MES", "QUA", by=team, on=TODAY)
    see(team, made(ORDERS, RATES))
    see(team, made(ORDERS, RATES), source="other")
    assert {(row.source, row.last_on) for row in all_of(ObservedFlow)} == {
        ("by hand", TODAY),
        ("told", EARLIER),
        ("other", EARLIER),
    }


def test_a_table_is_known_by_any_of_its_names(team: Actor):
    see(team, LineageSeen(("s3://lake/7f3a", ORDERS), ("x", RATES.upper()), EARLIER, EARLIER))
    assert between(ObservedInput) == {("DP-1", "DP-3", EARLIER, EARLIER)}


@on_sqlite
def test_what_lies_ahead_is_left_out(team: Actor):
    tomorrow = TODAY + timedelta(days=1)
    tally = see(team, made(ORDERS, RATES, EARLIER, tomorrow), UseSeen(ORDERS, "QUA", tomorrow, 1))
    assert (all_of(ObservedFlow), all_of(ProductUse), tally.left_out.total()) == ([], [], 2)


def test_the_most_people_of_a_day_count_and_are_never_fewer_later(team: Actor):
    see(team, UseSeen(ORDERS, "qua", TODAY, 3), UseSeen(ORDERS.upper(), "Quality", TODAY, 5))
    assert see(team, UseSeen(ORDERS, "QUA", TODAY, 4)).changes() == {}
    see(team, UseSeen(ORDERS, "QUA", TODAY, 6), UseSeen(ORDERS, "QUA", EARLIER, 1), UseSeen(SCRAP, "MES", TODAY, 0))
    assert {(row.product_id, row.on, row.people) for row in all_of(ProductUse)} == {
        (1, TODAY, 6),
        (1, EARLIER, 1),
        (2, TODAY, 0),
    }


@on_sqlite
def test_uses_of_tables_and_domains_that_are_not_known_are_left_out_and_told(team: Actor):
    tally = see(team, UseSeen("main.x.y", "QUA", TODAY, 1), UseSeen(ORDERS, "XYZ", TODAY, 1))
    assert all_of(ProductUse) == []
    assert "1 uses: its table is the output of no data product" in tally.remark()
    assert "1 uses: no domain is called “XYZ”" in tally.remark()


@on_sqlite
def test_a_pull_stores_every_kind_of_observation(team: Actor):
    seen: list[Observation] = [
        made(ORDERS, RATES),
        UseSeen(ORDERS, "QUA", TODAY, 1),
        GrantsSeen(ORDERS, (("sam", "SELECT"),)),
        table(),
    ]
    report = pull(Told(seen), now=lambda: NOW)
    assert (report.outcome, report.remark) == (PullOutcome.SUCCEEDED, "")
    assert [len(all_of(kind)) for kind in (ObservedInput, ProductUse, PlatformGrant)] == [1, 1, 1]
    assert all_of(PlatformGrant)[0].product_id == 1
    assert {*ORDER, MetricRead} == {*get_args(Observation)}
