"""The gate of an initiative as a day saw it: contracts, deployments, confirmations, and how checks were asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.actions import confirmations, gates, initiatives, lending
from core.actions.pipelines import Deployed, record_deployments
from core.actions.policy import change_policy
from core.db import snapshot, transaction
from core.model import Contract, Demand, Phase
from core.queries import history
from core.queries.gates import gate_policy
from core.queries.history import known_on
from core.queries.initiative import initiative as ask
from core.rules.gates import CheckResult
from tests.cast import TODAY, Cast, day, do, initiative, product


@pytest.fixture(autouse=True)
def _much_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "now", lambda: day(400))


def test_a_delivery_counts_from_its_day_on_if_a_pipeline_brought_it_to_its_end(cast: Cast):
    key, made = started(cast)
    told = [
        Deployed(made, "prod", day(2), succeeded=False),
        Deployed(made, "prod", day(3), succeeded=True, by_pipeline=False),
        Deployed(made, "test", day(4), succeeded=True),
        Deployed(made, "prod", day(6), succeeded=True),
    ]
    do(record_deployments, told, by=cast.engineer, at=day(9), source="ci")
    facts = [checked(cast, key, "ci_cd", days=n).fact for n in (3, 5, 6)]
    assert facts == [
        None,
        "DP-1 delivered to test by its pipeline on 9 Oct 2026",
        "DP-1 delivered to prod by its pipeline on 11 Oct 2026",
    ]


def test_the_newest_contract_of_the_day_is_read_and_a_newer_one_ends_what_was_confirmed(cast: Cast):
    key, made = started(cast)
    contract(cast, "1.0.0", described=3, days=1)
    do(confirmations.confirm, key, "quality_checks", by=cast.engineer, at=day(2), evidence="All green")
    contract(cast, "2.0.0", described=4, days=4)
    assert [checked(cast, key, "contract", days=n).hint for n in (0, 3)] == [
        f"{made} has no contract.",
        f"{made} describes 3 of 4 columns.",
    ]
    assert checked(cast, key, "contract", days=4).fact == f"{made} 2.0.0 with 4 columns described"
    assert checked(cast, key, "quality_checks", days=3).fact == "All green — Erik Engineer, 7 Oct 2026"
    assert checked(cast, key, "quality_checks", days=4).hint == (
        "Confirmed by Erik Engineer on 7 Oct 2026, but the contracts of the data products changed since. "
        "Look again, then confirm it anew."
    )


def test_a_past_day_knows_a_confirmation_as_it_stood(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION, product_team="Line 3")
    do(confirmations.confirm, key, "people_trained", by=cast.engineer, at=day(1), evidence="SQL for two")
    do(initiatives.edit, key, by=cast.owner, at=day(3), product_team="Line 4")
    do(confirmations.confirm, key, "people_trained", by=cast.engineer, at=day(5), evidence="SQL for Line 4")
    found = [checked(cast, key, "people_trained", days=n) for n in (0, 2, 4, 5)]
    assert [result.passed for result in found] == [False, True, False, True]
    assert str(found[1].fact).startswith("SQL for two")


def test_each_day_asks_as_was_decided_for_it(cast: Cast):
    key, _ = started(cast)
    decided = {"by": cast.admin, "since": TODAY + timedelta(days=5)}
    do(gates.set_gate, "contract", at=day(2), demand=Demand.REQUIRED, **decided)
    do(gates.set_gate, "product_level", at=day(2), demand=Demand.ADVISED, level=3, **decided)
    assert [checked(cast, key, "contract", days=n).demand for n in (4, 5)] == [Demand.ADVISED, Demand.REQUIRED]
    assert checked(cast, key, "product_level", days=4).fact == "DP-1 at level 2"
    assert checked(cast, key, "product_level", days=5).hint == "DP-1 is at level 2, wanted is 3."
    with snapshot() as session:
        rows = {n: {it.check.key: it for it in gate_policy(session, as_of=day(n).date())} for n in (4, 5)}
    assert [(rows[n]["contract"].demand, rows[n]["contract"].by) for n in (4, 5)] == [
        (Demand.ADVISED, None),
        (Demand.REQUIRED, "Ada Admin"),
    ]
    assert [it.demand for it in rows[4]["contract"].history] == [Demand.REQUIRED]


def test_the_gate_of_intake_says_when_more_people_are_lent_than_planned(cast: Cast):
    key = initiative(cast)
    do(change_policy, "incubation_capacity", 0, by=cast.admin, since=TODAY)
    assert checked(cast, key, "incubation_capacity").passed
    lent = {"share": 0.5, "from_on": TODAY, "until_on": TODAY + timedelta(days=6)}
    do(lending.lend, initiative(cast), cast.engineer.email, by=cast.engineer, **lent)
    result = checked(cast, key, "incubation_capacity")
    assert (result.demand, result.passed) == (Demand.ADVISED, False)
    assert result.hint.startswith("1 lent of the 0 people")
    assert checked(cast, key, "incubation_capacity", days=7).passed


def started(cast: Cast) -> tuple[str, str]:
    """An initiative in productionization with the data product it builds."""
    key, made = initiative(cast, phase=Phase.PRODUCTIONIZATION), product(cast, team="Line 3")
    do(initiatives.link_product, key, made, by=cast.engineer)
    return key, made


def contract(cast: Cast, version: str, *, described: int, days: int) -> None:
    with transaction() as session:
        session.add(
            Contract(
                product_id=1,
                version=version,
                standard="3.1.0",
                document="",
                digest=version,
                columns=4,
                described=described,
                at=day(days),
                by_id=cast.engineer.id,
            )
        )


def checked(cast: Cast, key: str, check: str, days: int = 0) -> CheckResult:
    as_of = day(days).date()
    with snapshot() as session:
        found = ask(known_on(session, as_of), key, actor=cast.owner, as_of=as_of)
        return next(result for result in found.gate.results if result.check.key == check)
