from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.okrs import KeyResultKind
from core.rules.smart import SMART, Letter, smart
from core.rules.smart_facts import ObjectiveFacts, SmartFacts, StepPlanned
from core.rules.smart_rules import Verdict
from core.rules.vague_verbs import vague_verbs
from tests.rules.smart_cases import BAND, CASES, FAULTY_ONES, FLAT, OLGA, RISING, SOUND, SOUND_ONES, STEPS, Case

RULES = [rule.key for rule in SMART]
TITLED = replace(SOUND, title="Move five Excel reports")


def complaints(facts: SmartFacts) -> set[str]:
    return {it.rule.key for it in smart(facts).open}


def said(facts: SmartFacts, rule: str) -> tuple[Verdict, str, str]:
    (it,) = (it for it in smart(facts).results if it.rule.key == rule)
    return it.verdict, it.finding.reason, it.finding.fact


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_complains_of_nine_in_ten_faults_and_nine_in_ten_complaints_are_right(rule: str):
    complained = {case for case in CASES if rule in complaints(case.facts)}
    at_fault = {case for case in CASES if rule in case.faults}
    assert len(at_fault) >= 3
    precision, recall = (len(complained & at_fault) / len(some) for some in (complained, at_fault))
    assert precision >= 0.9, titles(complained - at_fault)
    assert recall >= 0.9, titles(at_fault - complained)


def test_the_labelled_set_is_large_and_has_both_sides():
    assert len(SOUND_ONES) >= 50
    assert len(FAULTY_ONES) >= 50
    assert {fault for case in CASES for fault in case.faults} == set(RULES)
    assert {case.facts.kind for case in SOUND_ONES} == {case.facts.kind for case in FAULTY_ONES} == set(KeyResultKind)


def titles(cases: set[Case]) -> list[str]:
    return sorted(case.facts.title for case in cases)


def test_a_sound_key_result_passes_every_rule():
    for kind in (SOUND, BAND, STEPS):
        report = smart(replace(kind, title="Move five Excel reports"))
        assert report.open == ()
        assert {report.verdict(letter) for letter in Letter} == {Verdict.PASS}


def test_a_letter_is_as_good_as_its_worst_rule():
    report = smart(replace(TITLED, unit="", cadence_days=60))
    assert (report.verdict(Letter.MEASURABLE), report.verdict(Letter.TIME_BOUND)) == (Verdict.FAIL, Verdict.WARN)
    assert report.verdict(Letter.SPECIFIC) is Verdict.PASS


def test_each_rule_says_why_and_on_which_fact():
    for case in CASES:
        for it in smart(case.facts).results:
            assert it.finding.reason.endswith("."), it.rule.key
            assert it.finding.fact, it.rule.key


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Improve and better support the plants", ("Improve", "better", "support")),
        ("Scrap: IMPROVING, optimising; enhances", ("IMPROVING", "optimising", "enhances")),
        ("We support, and will support teams", ("support",)),
        ("Move the report “Improve scrap” by Friday", ()),
        ("“Improve", ("Improve",)),
        ("Improver, optimiser and supporter", ()),
        ("", ()),
    ],
)
def test_vague_verbs_are_found_in_any_form_and_named_as_they_are_written(title: str, words: tuple[str, ...]):
    assert vague_verbs(title) == words


def test_a_vague_verb_is_weighed_by_what_says_what_it_means():
    vague = replace(TITLED, title="Improve reporting in Finance")
    assert said(vague, "verb")[0] is Verdict.WARN
    assert said(replace(vague, target=None), "verb")[0] is Verdict.FAIL
    assert said(replace(STEPS, title=vague.title), "verb")[0] is Verdict.FAIL
    verdict, reason, _ = said(replace(vague, source="the metric “Closing days”"), "verb")
    assert (verdict, reason) == (Verdict.PASS, "“Improve” is told by the metric “Closing days”.")


def test_speed_is_judged_against_the_best_four_weeks_in_the_direction_of_the_target():
    rising = replace(TITLED, target=100.0, weekly=RISING)
    assert said(rising, "speed") == (
        Verdict.PASS,
        "Such a speed has been seen, or nearly.",
        "needs 5.46 a week, the best four weeks brought 2.5",
    )
    assert said(replace(rising, target=127.0), "speed")[0] is Verdict.FAIL
    falling = replace(rising, baseline=130.0, target=100.0, weekly=tuple(129 - v for v in RISING))
    assert said(falling, "speed")[0] is Verdict.PASS
    assert said(replace(rising, target=0.0, baseline=30.0), "speed")[0] is Verdict.FAIL
    assert said(replace(rising, target=20.0), "speed")[0] is Verdict.PASS


def test_eight_weekly_values_are_enough_to_judge_and_seven_are_not():
    for count, verdict in ((8, Verdict.WARN), (7, Verdict.PASS)):
        assert said(replace(TITLED, target=45.0, weekly=FLAT[:count]), "noise")[0] is verdict
        assert said(replace(TITLED, target=900.0, weekly=FLAT[:count]), "speed")[0] is not Verdict.WARN
    assert said(replace(TITLED, target=900.0, weekly=FLAT[:8]), "speed")[0] is Verdict.FAIL


def test_a_key_result_of_the_objectives_owner_may_be_reported_by_another_person():
    other = replace(TITLED, owner=None)
    assert said(TITLED, "owner")[0] is Verdict.PASS
    assert said(other, "owner")[0] is Verdict.FAIL


FACTS: dict[str, tuple[Any, Any]] = {
    "title": ("", "Improve five reports"),
    "unit": ("", "reports"),
    "source": (None, "the metric “Reports”"),
    "owner": (None, OLGA),
    "baseline": (None, 12.0),
    "target": (None, 44.0),
    "low": (None, 40.0),
    "steps": ((), (StepPlanned("Agreed"), StepPlanned("Live", TITLED.due))),
    "start": (None, TITLED.start),
    "due": (None, TITLED.due),
    "cadence_days": (None, 60),
    "initiatives": ((), ("INI-1",)),
    "products": ((), ("DP-1",)),
}
AROUND: dict[str, tuple[Any, Any]] = {
    "domain": (None, "Quality"),
    "owner": (None, OLGA),
    "accountable": ((), (OLGA,)),
    "parent": (None, "OBJ-1"),
}


@given(
    known=st.sets(st.sampled_from(list(FACTS))),
    known_around=st.sets(st.sampled_from(list(AROUND))),
    added=st.sampled_from([(False, name) for name in FACTS] + [(True, name) for name in AROUND]),
    kind=st.sampled_from(KeyResultKind),
    weekly=st.sampled_from([(), RISING, FLAT, FLAT[:7]]),
)
def test_adding_a_missing_fact_never_makes_a_rule_worse(
    known: set[str], known_around: set[str], added: tuple[bool, str], kind: KeyResultKind, weekly: tuple[float, ...]
):
    is_around, name = added

    def facts(some: set[str], some_around: set[str]) -> SmartFacts:
        around = ObjectiveFacts(**{field: AROUND[field][field in some_around] for field in AROUND})
        given = {field: FACTS[field][field in some] for field in FACTS}
        return replace(SOUND, kind=kind, weekly=weekly, objective=around, **given)

    before = facts(known if is_around else known - {name}, known_around - {name} if is_around else known_around)
    after = facts(known if is_around else known | {name}, known_around | {name} if is_around else known_around)
    order = list(Verdict).index
    for earlier, later in zip(smart(before).results, smart(after).results, strict=True):
        assert order(later.verdict) <= order(earlier.verdict), later.rule.key
