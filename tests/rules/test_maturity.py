"""Maturity: what a level rests on, what is not a level, and that losing a fact never raises one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import MaturityOutcome
from core.rules.maturity import MATURITY, DomainFacts, Fact, Pillar, Profile, Switches, criteria_on, judge, profile
from core.rules.maturity.facts import (
    ContractFact,
    Evidence,
    ExemptionFact,
    KeyResultFact,
    Named,
    ProductFact,
    ReportFact,
    WorkspaceFact,
)
from core.rules.waiting import Wait

DAY = date(2026, 10, 5)
EVERYTHING = Switches(first=dict.fromkeys(Fact, DAY - timedelta(days=400)))
A1 = MATURITY[0]

COMPLETE = ProductFact(
    "DP-1",
    "Work orders",
    level=3,
    is_live=True,
    owner="olga@example.com",
    team="Line 3",
    cost_centre="4711",
    is_handed_over=True,
    by_pipeline=True,
    pipeline_targets=frozenset({"dev", "prod"}),
    contract=ContractFact("1.0.0", is_active=True, columns=4),
    live_days=90,
    quality_days=90,
    readers=frozenset({"QUA", "LOG"}),
    consumers=frozenset({"QUA", "LOG"}),
)
WELL = DomainFacts(
    "MES",
    "Manufacturing",
    DAY,
    business_owner="olga@example.com",
    people_expected=10,
    products=(COMPLETE, replace(COMPLETE, key="DP-2", name="Scrap", level=1)),
    systems=(Named("", "Hydra", is_good=True),),
    flows=(Named("", "MES → QUA", is_good=True),),
    initiatives=(Named("INI-1", "Scrap by machine", is_good=True),),
    hours_own=96,
    hours_data_team=4,
    workspaces=tuple(WorkspaceFact(f"mes-{n}", DAY, Wait(0.01, is_over=True), True, 12) for n in range(5)),
    tables=(Named("mes.orders", "mes.orders", is_good=True),),
    people=(9, 8, 8),
    reports=(ReportFact("XLS-1", "Shift report", is_migrated=True),),
    key_results=tuple(
        KeyResultFact(f"KR-{n}.1", "Five reports", f"OBJ-{n}", quarter, True, True, 7, 0.9)
        for n, quarter in enumerate(("2026-Q2", "2026-Q3"))
    ),
    evidence=dict.fromkeys(Fact, Evidence(DAY)),
)


def told(facts: DomainFacts, switches: Switches = EVERYTHING) -> Profile:
    return profile(facts, switches)


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
    failed = {**WELL.evidence, Fact.TABLES: Evidence(DAY, failed="unity_catalog")}
    assert "unity_catalog could not be read" in told(replace(WELL, evidence=failed)).result("D1").reason


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
        for rule in criterion.rules:
            assert rule.says in row, (criterion.id, rule.says)
        if criterion.max_age:
            assert f"| {criterion.max_age} days |" in row


PRODUCT_LOSSES: st.SearchStrategy[dict[str, object]] = st.sampled_from(
    [
        {"owner": None},
        {"team": ""},
        {"cost_centre": ""},
        {"contract": None},
        {"contract": ContractFact("1.0.0", is_active=True, columns=4, undescribed=("qty",))},
        {"is_handed_over": False},
        {"by_pipeline": False, "pipeline_targets": frozenset()},
        {"quality_days": 40},
        {"quality_days": 0},
        {"readers": frozenset(), "consumers": frozenset()},
        {"lacked_on": DAY},
    ]
)
LOSSES: st.SearchStrategy[dict[str, object]] = st.sampled_from(
    [
        {"business_owner": None},
        {"people_expected": None},
        {"people": (None, None, None)},
        {"people": (9, 1, 8)},
        {"hours_own": 0.0, "hours_data_team": 0.0},
        {"hours_own": 3.0},
        {"systems": (Named("", "Hydra", is_good=False),)},
        {"tables": ()},
        {"tables": (Named("mes.orders", "mes.orders", is_good=False),)},
        {"key_results": ()},
        {"reports": (ReportFact("XLS-1", "Shift report", is_migrated=False),)},
    ]
)


def first_field(loss: dict[str, object]) -> str:
    return next(iter(loss))


@given(
    st.lists(PRODUCT_LOSSES, unique_by=first_field),
    st.lists(LOSSES, unique_by=first_field),
    st.sets(st.sampled_from(Fact)),
    st.integers(0, 1),
)
def test_losing_facts_never_raises_a_level(of_products, of_domain, forgotten, which):
    before = told(WELL)
    facts = WELL
    for lost in of_domain:
        facts = replace(facts, **lost)
        before = no_higher(facts, before)
    for lost in of_products:
        products = list(facts.products)
        products[which] = replace(products[which], **lost)
        facts = replace(facts, products=tuple(products))
        before = no_higher(facts, before)
    known = {fact: it for fact, it in facts.evidence.items() if fact not in forgotten}
    no_higher(replace(facts, evidence=known), before)


def no_higher(facts: DomainFacts, before: Profile) -> Profile:
    after = told(facts)
    for was, now in zip(before.results, after.results, strict=True):
        assert (was.level is None) == (now.level is None), now
        assert was.level is None or now.level is None or now.level <= was.level, now
    for was_pillar, pillar in zip(before.pillars, after.pillars, strict=True):
        assert (pillar.level or 0) <= (was_pillar.level or 0)
    return after
