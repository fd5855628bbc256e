"""Maturity: what a level rests on, what is not a level, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.model import MaturityOutcome
from core.rules.maturity import MATURITY, DomainFacts, Fact, Pillar, Switches, criteria_on, judge
from core.rules.maturity.facts import Evidence, ExemptionFact
from tests.rules.well import A1, COMPLETE, DAY, EVERYTHING, WELL, told


def test_a_domain_that_does_all_of_it_is_at_the_top_in_every_pillar():
    found = told(WELL)
    assert {it.pillar: it.level for it in found.pillars} == dict.fromkeys(Pillar, 4)
    assert (found.level, found.mean, found.steps) == (4, 4.0, ())


def test_the_number_is_the_lowest_pillar_and_names_what_limits_it():
    found = told(replace(WELL, hours_own=1, hours_data_team=99))
    assert found.lowest is not None
    assert (found.level, found.lowest.pillar, found.lowest.limited_by) == (1, Pillar.OWNERSHIP, ("A3",))
    assert found.mean == pytest.approx(17 / 5)


def test_an_empty_domain_has_no_level():
    found = told(DomainFacts("NEW", "New", DAY))
    assert {it.outcome for it in found.results} == {MaturityOutcome.NOT_APPLICABLE}
    assert (found.level, found.mean) == (None, None)


@pytest.mark.parametrize("begun", ["products", "initiatives", "workspaces"])
def test_a_domain_has_begun_with_a_product_an_initiative_or_a_request_for_a_workspace(begun: str):
    fields: dict[str, Any] = {begun: getattr(WELL, begun)}
    assert told(DomainFacts("NEW", "New", DAY, **fields)).level == 0


def test_a_criterion_is_off_until_a_fact_arrives_from_anywhere_or_an_admin_switches_it_on():
    before = Switches(first={Fact.PRODUCTS: DAY + timedelta(days=1)})
    assert judge(A1, WELL, before).outcome is MaturityOutcome.OFF
    assert judge(A1, WELL, replace(before, chosen={"A1": True})).outcome is MaturityOutcome.MEASURED
    assert judge(A1, WELL, replace(EVERYTHING, chosen={"A1": False})).outcome is MaturityOutcome.OFF
    assert judge(A1, WELL, Switches(first={Fact.PRODUCTS: DAY})).outcome is MaturityOutcome.MEASURED


def test_without_facts_of_its_own_a_domain_has_a_blind_spot_that_counts_as_zero():
    known: dict[Fact, Evidence] = {fact: it for fact, it in WELL.evidence.items() if fact is not Fact.DEPLOYMENTS}
    found = told(replace(WELL, evidence=known))
    assert (found.result("B3").outcome, found.result("B3").level) == (MaturityOutcome.BLIND_SPOT, 0)
    assert found.level == 0


def test_a_fact_that_is_too_old_or_whose_source_failed_no_longer_counts():
    old = {**WELL.evidence, Fact.QUALITY: Evidence(DAY - timedelta(days=31))}
    result = told(replace(WELL, evidence=old)).result("C4")
    assert (result.outcome, result.reason) == (
        MaturityOutcome.BLIND_SPOT,
        "The newest of the quality results is of 4 Sep 2026, over 30 days ago.",
    )
    last_day = {**WELL.evidence, Fact.QUALITY: Evidence(DAY - timedelta(days=30))}
    assert told(replace(WELL, evidence=last_day)).result("C4").level == 4
    failed = {**WELL.evidence, Fact.TABLES: Evidence(DAY, failed=("unity_catalog", "feed"))}
    result = told(replace(WELL, evidence=failed)).result("D1")
    assert (result.outcome, result.level) == (MaturityOutcome.BLIND_SPOT, 0)
    assert result.reason.startswith("unity_catalog and feed could not be read the last time")
    assert result.step is not None
    assert (result.step.sentence, result.step.page) == ("Have unity_catalog and feed read again.", "data")


def test_nothing_to_measure_is_not_applicable_and_never_all_of_it():
    result = told(replace(WELL, flows=())).result("A2")
    assert (result.outcome, result.level) == (MaturityOutcome.NOT_APPLICABLE, None)


def test_an_exemption_makes_a_criterion_not_count_until_its_last_day():
    bad = replace(WELL, hours_own=0)
    exempt = replace(bad, exemptions=(ExemptionFact("A3", "No people yet.", DAY, "Mara Manager"),))
    assert told(bad).level == 0
    assert told(exempt).result("A3").outcome is MaturityOutcome.EXEMPT
    assert told(exempt).level == 4
    over = replace(bad, exemptions=(ExemptionFact("A3", "No people yet.", DAY - timedelta(days=1)),))
    assert told(over).result("A3").level == 0
    assert told(over).result("D4").level == 2


def test_the_next_action_is_the_one_with_the_fewest_things_left_and_names_them():
    bare = replace(COMPLETE, key="DP-3", name="Cycle times", team="")
    found = told(replace(WELL, products=(*WELL.products, bare), hours_own=30, hours_data_team=70))
    first = found.steps[0]
    assert (first.criterion, first.to_level, first.left) == ("A1", 3, 1)
    assert first.sentence.endswith(
        "of 3 data products an owner who is active, a team and a cost centre. DP-3 Cycle times."
    )
    assert [step.left for step in found.steps] == sorted(step.left for step in found.steps)


def test_doing_the_next_step_leads_one_level_up():
    bare = replace(COMPLETE, team="")
    before = told(replace(WELL, products=(COMPLETE, bare))).result("A1")
    assert before.step is not None
    assert told(WELL).result("A1").level == (before.level or 0) + 2 == 4


def test_a_rule_that_changes_judges_no_day_before_it():
    stricter = replace(A1, version=2, effective_from=DAY, rules=(A1.rules[2], *A1.rules[1:]))
    assert [it.version for it in criteria_on(DAY, (A1, stricter))] == [2]
    assert [it.version for it in criteria_on(DAY - timedelta(days=1), (A1, stricter))] == [1]


def test_every_criterion_has_its_rules_and_is_explained():
    explained = (Path(__file__).parents[2] / "docs/maturity.md").read_text("utf-8")
    assert len({it.id for it in MATURITY}) == 21
    for criterion in MATURITY:
        row = next(line for line in explained.splitlines() if line.startswith(f"| {criterion.id} "))
        assert criterion.title in row
        assert f"| {criterion.measures} |" in row
        for rule in criterion.rules:
            assert rule.says in row, (criterion.id, rule.says)
        if criterion.max_age:
            assert f"| {criterion.max_age} days |" in row
