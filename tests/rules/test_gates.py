"""Every check of every gate, on facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Demand, Phase, ProductStatus
from core.rules.gate_facts import (
    ConfirmationFact,
    ContractFact,
    DeploymentFact,
    GateFacts,
    ProductFact,
    Setting,
    lacks,
)
from core.rules.gates import GATES, Side, examine, find_check, title_of
from core.rules.vouching import DIGITS, vouched_for

VOUCHED = ConfirmationFact("Olga Owner", datetime(2026, 10, 5, 9, tzinfo=UTC), "Shown on Monday")
PRODUCT = ProductFact(
    "DP-1",
    "Work orders",
    2,
    ProductStatus.LIVE,
    lacks=(),
    is_live=True,
    team="Line 3",
    contract=ContractFact("1.0.0", columns=12, described=12),
)
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
    assert (report.missing, report.advised) == ((), ())
    assert len(report.results) == len(GATES.get(phase, ()))


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


@pytest.mark.parametrize(
    ("phase", "lost", "advised"),
    [
        (Phase.INTAKE, {"people_lent": 7}, "incubation_capacity"),
        (Phase.PRODUCTIONIZATION, {"products": (replace(PRODUCT, level=1),)}, "product_level"),
        (Phase.PRODUCTIONIZATION, {"products": (replace(PRODUCT, contract=None),)}, "contract"),
        (Phase.PRODUCTIONIZATION, {"products": (replace(PRODUCT, contract=ContractFact("1", 12, 11)),)}, "contract"),
        (Phase.PRODUCTIONIZATION, {"products": (replace(PRODUCT, contract=ContractFact("1", 0, 0)),)}, "contract"),
    ],
)
def test_what_is_advised_is_said_and_closes_nothing_until_it_is_required(
    phase: Phase, lost: dict[str, Any], advised: str
):
    facts = replace(COMPLETE, phase=phase, **lost)
    report = examine(facts)
    assert [result.check.key for result in report.advised] == [advised]
    assert report.is_open
    required = examine(replace(facts, settings={advised: Setting(Demand.REQUIRED, level=2)}))
    assert [result.check.key for result in required.missing] == [advised]
    assert (required.passed, required.required) == (report.passed, report.required + 1)


def test_a_check_that_is_off_is_not_asked():
    nothing = GateFacts(phase=Phase.INCUBATION)
    off = {check.key: Setting(Demand.OFF) for check in GATES[Phase.INCUBATION]}
    assert len(examine(replace(nothing, settings={"product_team": Setting(Demand.OFF)})).results) == 4
    assert (examine(replace(nothing, settings=off)).results, examine(replace(nothing, settings=off)).is_open) == (
        (),
        True,
    )


def test_an_advised_confirmation_is_shown_with_who_can_give_it():
    eased = {"proof_of_value": Setting(Demand.ADVISED)}
    report = examine(replace(COMPLETE, phase=Phase.INCUBATION, confirmations={}, settings=eased))
    assert [result.check.key for result in report.missing] == ["people_trained"]
    assert [(result.check.key, result.check.side) for result in report.advised] == [("proof_of_value", Side.BUSINESS)]


@pytest.mark.parametrize(("wanted", "is_open"), [(1, True), (2, True), (3, False)])
def test_the_level_is_the_one_that_an_admin_asks_for(wanted: int, is_open: bool):
    settings = {"product_level": Setting(Demand.REQUIRED, level=wanted)}
    report = examine(replace(COMPLETE, phase=Phase.PRODUCTIONIZATION, settings=settings))
    assert report.is_open is is_open
    assert [result.hint for result in report.missing] == ["DP-1 is at level 2, wanted is 3."] * (not is_open)


def test_a_delivery_by_the_pipeline_beats_a_confirmation():
    delivered = replace(PRODUCT, deployment=DeploymentFact("prod", datetime(2026, 10, 3, 9, tzinfo=UTC)))
    told = "DP-1 delivered to prod by its pipeline on 3 Oct 2026"
    for vouched in ({}, COMPLETE.confirmations, {"ci_cd": replace(VOUCHED, vouched_for="0" * 32)}):
        assert fact(Phase.PRODUCTIONIZATION, "ci_cd", products=(delivered,), confirmations=vouched) == told
    assert fact(Phase.PRODUCTIONIZATION, "ci_cd").startswith("Shown on Monday")


SPEAKS_OF = [
    ("proof_of_value", {"why": "Another reason"}, "the why"),
    ("proof_of_value", {"business_value": "Less"}, "the business value"),
    ("people_trained", {"product_team": "Line 4"}, "the product team"),
    ("ci_cd", {"products": ()}, "the linked data products and the contracts of the data products"),
    ("quality_checks", {"products": (replace(PRODUCT, contract=ContractFact("2.0.0", 12, 12)),)}, "the contracts"),
    ("on_call", {"products": (replace(PRODUCT, team="Line 4"),)}, "the teams of the data products"),
    ("support_agreement", {"product_team": "Line 4"}, "the product team"),
]


@pytest.mark.parametrize(("key", "since", "changed"), SPEAKS_OF)
def test_a_confirmation_expires_when_what_it_vouched_for_changes(key: str, since: dict[str, Any], changed: str):
    phase = next(phase for phase, checks in GATES.items() if any(check.key == key for check in checks))
    confirmed = replace(COMPLETE, phase=phase, confirmations=given_now(COMPLETE))
    assert examine(confirmed).is_open
    (expired,) = (result for result in examine(replace(confirmed, **since)).missing if result.check.key == key)
    assert expired.hint.startswith(f"Confirmed by Olga Owner on 5 Oct 2026, but {changed}")
    assert expired.hint.endswith("changed since. Look again, then confirm it anew.")
    assert examine(replace(confirmed, **since, confirmations=given_now(replace(confirmed, **since)))).passed


def test_a_confirmation_stands_whatever_else_changes():
    confirmed = replace(COMPLETE, phase=Phase.PRODUCTIONIZATION, confirmations=given_now(COMPLETE))
    renamed = replace(PRODUCT, name="Orders", level=3, status=ProductStatus.DEPRECATED, is_live=False)
    assert examine(replace(confirmed, why="Another reason", products=(renamed,))).is_open


def test_what_a_check_speaks_of_fits_where_a_confirmation_keeps_it():
    for _, key in CONFIRMABLE:
        check = find_check(key)
        assert check is not None
        digest = vouched_for(check.speaks_of, COMPLETE)
        assert len(digest) == DIGITS * len(check.speaks_of) <= 64


NOTHING = GateFacts(phase=Phase.INTAKE)
GIVEN = [
    *("why", "business_value", "has_budget", "local_competence", "local_resources", "is_sponsor_owner"),
    *("product_team", "workspaces_ready", "incubation_sprints", "products", "recent_hours_product_team"),
    "confirmations",
]
"""Facts that speak for an initiative."""


@given(
    phase=st.sampled_from(Phase),
    there=st.sets(st.sampled_from(GIVEN)),
    taken=st.sets(st.sampled_from(GIVEN)),
    lost=st.fixed_dictionaries(
        {},
        optional={
            "lacks": st.just(("an owner",)),
            "is_live": st.just(False),
            "level": st.just(1),
            "team": st.just(""),
            "contract": st.none(),
            "deployment": st.none(),
        },
    ),
    unvouched=st.sets(st.sampled_from(["proof_of_value", "people_trained", "ci_cd", "on_call", "support_agreement"])),
    demands=st.dictionaries(
        st.sampled_from([check.key for checks in GATES.values() for check in checks]),
        st.builds(Setting, st.sampled_from(Demand), st.sampled_from([None, 1, 2, 3])),
    ),
)
def test_taking_a_fact_away_never_opens_a_gate(
    phase: Phase,
    there: set[str],
    taken: set[str],
    lost: dict[str, Any],
    unvouched: set[str],
    demands: dict[str, Setting],
):
    delivered = replace(PRODUCT, deployment=DeploymentFact("prod", VOUCHED.at))
    full = replace(COMPLETE, phase=phase, products=(delivered,), settings=demands)
    before = replace(full, **{name: getattr(NOTHING, name) for name in GIVEN if name not in there})
    if "confirmations" in there:
        before = replace(before, confirmations=given_now(before))
    after = replace(before, **{name: getattr(NOTHING, name) for name in taken})
    after = replace(
        after,
        products=tuple(replace(it, **lost) for it in after.products),
        confirmations={key: vouched for key, vouched in after.confirmations.items() if key not in unvouched},
    )
    held = {result.check.key for result in examine(before).results if result.passed}
    assert {result.check.key for result in examine(after).results if result.passed} <= held
    assert examine(before).is_open or not examine(after).is_open


CONFIRMABLE = [(phase, check.key) for phase, checks in GATES.items() for check in checks if check.confirmable]


@pytest.mark.parametrize(("phase", "key"), CONFIRMABLE)
def test_a_check_that_nobody_vouches_for_closes_the_gate(phase: Phase, key: str):
    others = {check: fact for check, fact in COMPLETE.confirmations.items() if check != key}
    report = examine(replace(COMPLETE, phase=phase, confirmations=others))
    assert [result.check.key for result in report.missing] == [key]


def test_a_passed_check_shows_the_fact_it_rests_on():
    assert fact(Phase.INCUBATION, "workspace_ready") == "mes-dev and mes-prod"
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


def test_a_product_lacks_what_a_live_one_must_have():
    assert lacks(owner=True, team="Line 3", cost_centre="4711") == ()
    assert lacks(owner=False, team="", cost_centre="4711") == ("an owner", "a team")


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


def given_now(facts: GateFacts) -> dict[str, ConfirmationFact]:
    """Every confirmation, each for the facts as they are."""
    checks = [check for checks in GATES.values() for check in checks if check.confirmable]
    return {check.key: replace(VOUCHED, vouched_for=vouched_for(check.speaks_of, facts)) for check in checks}


def fact(phase: Phase, key: str, **other: Any) -> str:
    results = examine(replace(COMPLETE, phase=phase, **other)).results
    return next(result.fact for result in results if result.check.key == key and result.fact is not None)


def hint(phase: Phase, key: str, **other: Any) -> str:
    return next(it.hint for it in examine(replace(COMPLETE, phase=phase, **other)).missing if it.check.key == key)
