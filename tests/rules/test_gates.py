"""Every check of every gate, on facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import Phase, ProductStatus
from core.rules.gate_facts import ConfirmationFact, GateFacts, ProductFact
from core.rules.gates import GATES, Side, examine, find_check, title_of

VOUCHED = ConfirmationFact("Olga Owner", datetime(2026, 10, 5, 9, tzinfo=UTC), "Shown on Monday")
PRODUCT = ProductFact("DP-1", "Work orders", 2, ProductStatus.LIVE, lacks=(), is_live=True)
COMPLETE = GateFacts(
    phase=Phase.INTAKE,
    why="Scrap is seen too late.",
    business_value="30 hours a month",
    has_budget=True,
    local_competence="Two know SQL",
    local_resources="Half a day a week",
    sponsor="Olga Owner",
    is_sponsor_owner=True,
    product_team="Line 3",
    workspaces_ready=("mes-dev", "mes-prod"),
    incubation_sprints=2,
    products=(PRODUCT,),
    recent_hours_data_team=2,
    recent_hours_product_team=18,
    confirmations={check.key: VOUCHED for checks in GATES.values() for check in checks if check.confirmable},
)


@pytest.mark.parametrize("phase", Phase)
def test_with_every_fact_every_gate_is_open(phase: Phase):
    report = examine(replace(COMPLETE, phase=phase))
    assert report.is_open
    assert report.passed == len(report.results) == len(GATES.get(phase, ()))


@pytest.mark.parametrize(
    ("phase", "lost", "missing"),
    [
        (Phase.INTAKE, {"why": ""}, "why"),
        (Phase.INTAKE, {"business_value": ""}, "business_value"),
        (Phase.INTAKE, {"has_budget": False}, "budget"),
        (Phase.INTAKE, {"local_competence": ""}, "local_competence"),
        (Phase.INTAKE, {"local_resources": ""}, "local_resources"),
        (Phase.INTAKE, {"is_sponsor_owner": False}, "sponsor"),
        (Phase.INCUBATION, {"workspaces_ready": ()}, "workspace_ready"),
        (Phase.INCUBATION, {"product_team": ""}, "product_team"),
        (Phase.INCUBATION, {"incubation_sprints": 0}, "sprints_logged"),
        (Phase.PRODUCTIONIZATION, {"products": ()}, "product_linked"),
        (Phase.PRODUCTIONIZATION, {"products": (replace(PRODUCT, lacks=("an owner",)),)}, "product_linked"),
        (Phase.HANDOVER, {"products": (replace(PRODUCT, is_live=False),)}, "product_live"),
        (Phase.HANDOVER, {"recent_hours_product_team": 0}, "taken_over"),
        (Phase.HANDOVER, {"recent_hours_data_team": 0, "recent_hours_product_team": 0}, "taken_over"),
        (Phase.HANDOVER, {"recent_hours_data_team": 3}, "taken_over"),
    ],
)
def test_a_lost_fact_closes_the_gate_and_is_named(phase: Phase, lost: dict[str, Any], missing: str):
    report = examine(replace(COMPLETE, phase=phase, **lost))
    assert [result.check.key for result in report.missing] == [missing]
    assert not report.is_open


CONFIRMABLE = [(phase, check.key) for phase, checks in GATES.items() for check in checks if check.confirmable]


@pytest.mark.parametrize(("phase", "key"), CONFIRMABLE)
def test_a_check_that_nobody_vouches_for_closes_the_gate(phase: Phase, key: str):
    others = {check: fact for check, fact in COMPLETE.confirmations.items() if check != key}
    report = examine(replace(COMPLETE, phase=phase, confirmations=others))
    assert [result.check.key for result in report.missing] == [key]


def test_a_passed_check_shows_the_fact_it_rests_on():
    assert fact(Phase.INCUBATION, "workspace_ready") == "mes-dev, mes-prod"
    assert fact(Phase.INCUBATION, "proof_of_value") == "Shown on Monday — Olga Owner, 5 Oct 2026"
    assert fact(Phase.PRODUCTIONIZATION, "product_linked") == "DP-1 with owner, team and cost centre"
    assert fact(Phase.HANDOVER, "taken_over") == "18 of 20 hours in 21 days by the product team"


def test_budget_and_value_are_not_repeated_to_everybody():
    assert fact(Phase.INTAKE, "business_value") == "Recorded; shown to those who may see it"
    assert fact(Phase.INTAKE, "budget") == "Recorded; shown to those who may see it"


def test_more_sprints_than_meant_for_incubation_pass_and_are_said():
    assert fact(Phase.INCUBATION, "sprints_logged") == "2 sprints with logged work"
    assert fact(Phase.INCUBATION, "sprints_logged", incubation_sprints=1) == "1 sprint with logged work"
    assert fact(Phase.INCUBATION, "sprints_logged", incubation_sprints=3) == (
        "3 sprints with logged work, more than the 2 meant for incubation"
    )


def test_one_complete_product_among_several_is_enough():
    bare = replace(PRODUCT, key="DP-2", lacks=("a team",), is_live=False)
    assert fact(Phase.PRODUCTIONIZATION, "product_linked", products=(bare, PRODUCT)).startswith("DP-1 ")
    assert fact(Phase.HANDOVER, "product_live", products=(bare, PRODUCT)) == "DP-1 live"


def test_a_failed_check_says_what_exactly_the_linked_product_lacks():
    bare = replace(PRODUCT, key="DP-2", lacks=("an owner", "a team", "a cost centre"), is_live=False)
    owned = replace(PRODUCT, lacks=("an owner",), is_live=False)
    hints = {
        (key, product.key if product else ""): hint(phase, key, products=(product,) if product else ())
        for phase, key in ((Phase.PRODUCTIONIZATION, "product_linked"), (Phase.HANDOVER, "product_live"))
        for product in (None, bare, owned)
    }
    assert hints == {
        ("product_linked", ""): "Link the data product and give it an owner, a team and a cost centre.",
        ("product_linked", "DP-2"): "DP-2 lacks an owner, a team and a cost centre.",
        ("product_linked", "DP-1"): "DP-1 lacks an owner.",
        ("product_live", ""): "Take the linked product live.",
        ("product_live", "DP-2"): "DP-2 is not live and lacks an owner, a team and a cost centre.",
        ("product_live", "DP-1"): "DP-1 is not live and lacks an owner.",
    }


def test_the_sentence_says_who_can_give_what_is_missing():
    report = examine(GateFacts(phase=Phase.HANDOVER))
    assert report.sentence() == (
        "The data product is live (product team); The product team does the work itself (product team); "
        "The support agreement stands (business owner)"
    )


def test_every_phase_but_the_last_has_a_gate_of_checks_with_keys_of_their_own():
    assert list(GATES) == list(Phase)[:-1]
    keys = [check.key for checks in GATES.values() for check in checks]
    assert len(keys) == len(set(keys))
    assert all(check.hint and isinstance(check.side, Side) for checks in GATES.values() for check in checks)


def test_a_check_is_found_by_its_key():
    found = find_check("ci_cd")
    assert found is not None
    assert (found.title, title_of("ci_cd")) == ("CI/CD delivers it", "CI/CD delivers it")
    assert (find_check("of_old"), title_of("of_old")) == (None, "of_old")


def fact(phase: Phase, key: str, **other: Any) -> str:
    results = examine(replace(COMPLETE, phase=phase, **other)).results
    return next(result.fact for result in results if result.check.key == key and result.fact is not None)


def hint(phase: Phase, key: str, **other: Any) -> str:
    return next(it.hint for it in examine(replace(COMPLETE, phase=phase, **other)).missing if it.check.key == key)
