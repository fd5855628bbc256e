"""What speaks for a data product on its page, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col

from core import db
from core.actions import access_requests as verbs
from core.actions import observations, pipelines, products
from core.actions.contracts import publish_contract
from core.actions.pipelines import Deployed, QualityChecked
from core.actions.ports import add_port
from core.model import DataProduct, PortDirection
from core.queries.access_requests import access_rows
from core.queries.history import known_on
from core.queries.product import product as asked
from core.queries.trust import Evidence
from core.sources.contract import TableSeen
from tests.actions.test_access_requests import asked as ask_for
from tests.cast import NOW, TODAY, Cast, day, do, live_product, product
from tests.contracts.documents import ORDERS

PUSHED: dict[str, Any] = {"source": "ci"}


def evidence(key: str = "DP-1", n: int = 0) -> Evidence:
    with db.snapshot() as session:
        on = day(n).date()
        return asked(known_on(session, on), key, as_of=on).evidence


def quality(cast: Cast, key: str, *days: tuple[int, bool]) -> None:
    told = [QualityChecked(key, TODAY + timedelta(days=n), passed) for n, passed in days]
    do(pipelines.record_quality_results, told, by=cast.engineer, at=day(2), **PUSHED)


def test_quality_counts_the_days_of_a_month_of_the_product_alone(cast: Cast):
    key, other = live_product(cast), product(cast, name="Other")
    quality(cast, key, (-30, False), (-29, False), (-1, True), (0, True), (1, False))
    quality(cast, other, (0, False))
    seen = evidence(key)
    assert (seen.passed, seen.checked, seen.checked_on) == (2, 3, TODAY)
    assert (evidence(key, 1).passed, evidence(key, 1).checked) == (2, 3)


def test_a_version_that_is_drafted_is_no_doubt_about_the_one_in_force(cast: Cast):
    key = live_product(cast)
    do(publish_contract, key, ORDERS, by=cast.engineer)
    do(publish_contract, key, ORDERS.replace("1.0.0", "1.1.0").replace("active", "draft"), by=cast.engineer)
    with db.snapshot() as session:
        found = asked(session, key, as_of=TODAY)
    assert [it.status for it in found.versions] == ["draft", "active"]
    assert [doubt for doubt in found.doubts if "its contract" in doubt] == []


def test_it_was_delivered_when_it_was_deployed_with_success_or_its_table_changed(cast: Cast):
    key = live_product(cast)
    told = [Deployed(key, "production", day(-n), succeeded=n > 1, by_pipeline=True) for n in (1, 2)]
    do(pipelines.record_deployments, told, by=cast.engineer, **PUSHED)
    assert (evidence(key).newest, evidence(key).is_of_table) == (day(-2), False)
    table = {"direction": PortDirection.OUTPUT, "name": "Table", "location": "MAIN.mes.orders"}
    do(add_port, key, by=cast.engineer, **table)
    read = TableSeen("main.mes.orders", "MANAGED", columns=1, described=1, updated_at=NOW)
    do(observations.store, [read], by=cast.engineer, source="databricks", whole=False)
    assert (evidence(key).newest, evidence(key).is_of_table) == (NOW, True)


@pytest.mark.parametrize("is_sensitive", [False, True])
def test_readers_are_those_whose_grant_runs_as_the_requests_say_themselves(cast: Cast, is_sensitive: bool):
    key = live_product(cast)
    if is_sensitive:
        do(products.edit_product, key, by=cast.engineer, sensitive=True)
    names = ["waits", "declined", "short", "long", "ended", "seconded"]
    keys = {name: ask_for(cast, key, principal=name, is_technical=True) for name in names}
    do(verbs.decide_access, keys["declined"], by=cast.owner, granted=False, note="Not needed.")
    for name, n in (("short", 3), ("long", 30), ("ended", 30), ("seconded", 30)):
        do(verbs.decide_access, keys[name], by=cast.owner, granted=True, until_on=day(n).date())
    if is_sensitive:
        do(verbs.second_access, keys["seconded"], by=cast.manager, granted=True)
    do(verbs.revoke_access, keys["ended"], by=cast.owner, reason="Over.", at=day(2))
    for n in (0, 1, 2, 3, 4, 31):
        with db.snapshot() as session:
            on = day(n).date()
            rows = access_rows(known_on(session, on), col(DataProduct.key) == key, as_of=on)
        assert evidence(key, n).readers == sum(row.is_running for row in rows), n
