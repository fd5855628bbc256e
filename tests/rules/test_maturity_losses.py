"""Maturity: clearing a field, expiring a confirmation or dropping a reading never raises a level."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.model import ChangeGrade
from core.rules.maturity import MATURITY, DomainFacts, Fact, Profile
from core.rules.maturity.facts import (
    Change,
    ContractFact,
    Evidence,
    ExemptionFact,
    KeyResultFact,
    Named,
    ProductFact,
    ReportFact,
    RequestFact,
    WorkspaceFact,
)
from core.rules.waiting import Wait
from tests.rules.well import DAY, WELL, told

LONG_AGO = DAY - timedelta(days=400)
MOSTLY = st.sampled_from([True, True, True, True, False])
WORDS = MOSTLY.map(lambda is_there: "told" if is_there else "")
OTHERS = st.sampled_from([frozenset[str](), frozenset({"QUA"}), frozenset({"QUA", "LOG"})])


def some_of(kind: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(kind, max_size=most).map(tuple)


NAMED = st.builds(Named, st.just("X-1"), st.just("Thing"), MOSTLY)
CHANGES = st.builds(
    Change,
    st.just("2.0.0"),
    st.sampled_from([DAY, LONG_AGO]),
    st.sampled_from([ChangeGrade.BREAKING, ChangeGrade.BREAKING, ChangeGrade.EDITORIAL, None]),
    MOSTLY,
    st.sampled_from([30, 40, 30, 3, None]),
)
CONTRACTS = st.builds(
    ContractFact,
    st.just("2.0.0"),
    MOSTLY,
    st.integers(4, 8),
    st.sampled_from([(), (), ("a",), ("a", "b"), ("a", "b", "c", "d")]),
    some_of(CHANGES, 2),
)
PRODUCTS = st.builds(
    ProductFact,
    st.sampled_from(["DP-1", "DP-2"]),
    st.just("Work orders"),
    level=st.sampled_from([1, 2, 3, 3]),
    is_live=MOSTLY,
    owner=MOSTLY.map(lambda has: "olga@example.com" if has else None),
    team=WORDS,
    cost_centre=WORDS,
    lacked_on=MOSTLY.map(lambda never: None if never else DAY),
    is_handed_over=MOSTLY,
    came_back=MOSTLY.map(lambda stays: not stays),
    by_pipeline=MOSTLY,
    pipeline_targets=st.sampled_from([frozenset({"dev", "prod"}), frozenset({"dev", "prod"}), frozenset({"prod"})]),
    contract=st.none() | CONTRACTS | CONTRACTS,
    live_days=st.just(100),
    quality_days=st.sampled_from([0, 49, 50, 80, 95, 100]),
    readers=OTHERS,
    consumers=OTHERS,
    changed=st.sampled_from([0, 1, 10]),
    checked=st.sampled_from([0, 1, 10]),
    checks_passed=st.sampled_from([0, 1, 6, 9, 10]),
    newest=st.sampled_from([{}, {Fact.QUALITY: DAY}, {Fact.QUALITY: DAY}]),
)
WORKSPACES = st.builds(
    WorkspaceFact,
    st.just("mes-dev"),
    st.sampled_from([DAY, DAY, DAY, LONG_AGO]),
    st.builds(Wait, st.sampled_from([0.1, 0.1, 0.9, 4.0, 9.0]), MOSTLY),
    MOSTLY,
    st.sampled_from([12, 12, 12, 20, None]),
)
REQUESTS = st.builds(
    RequestFact, st.just("ACC-1"), st.just("DP-1"), st.sampled_from([1.0, 4.0, 9.0]), MOSTLY, by_domain=MOSTLY
)
KEY_RESULTS = st.builds(
    KeyResultFact,
    st.just("KR-1.1"),
    st.just("Five reports"),
    st.just("OBJ-1"),
    st.sampled_from(["2026-Q2", "2026-Q3"]),
    MOSTLY,
    MOSTLY,
    st.sampled_from([7, 7, 7, 31]),
    st.sampled_from([0.7, 0.9, 0.4]),
)
EXEMPTIONS = st.builds(
    ExemptionFact,
    st.sampled_from([it.id for it in MATURITY]),
    st.just("Why"),
    st.sampled_from([DAY, DAY, DAY - timedelta(days=1), DAY - timedelta(days=31)]),
)
EVIDENCE = st.sampled_from([Evidence(DAY), Evidence(DAY), Evidence(LONG_AGO), Evidence(DAY, ("catalogue",))])
REPORTS = st.builds(ReportFact, st.just("XLS-1"), st.just("Report"), MOSTLY, MOSTLY.map(lambda stays: not stays))
NAMED_ONES = st.builds(
    lambda good, loose: (Named("X-1", "Thing", True),) * good + (Named("X-2", "Thing", False),) * loose,
    st.sampled_from([0, 1, 3, 9, 10]),
    st.sampled_from([0, 1, 3, 8]),
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "business_owner": st.none(),
    "people_expected": st.sampled_from([0, None]),
    "products": some_of(PRODUCTS, 5),
    "systems": some_of(NAMED, 2),
    "contradictions": st.just(("A relates to itself.",)),
    "flows": NAMED_ONES,
    "unseen": st.just((Named("REL-1", "A → B", False),)),
    "initiatives": some_of(NAMED, 2),
    "hours_own": st.sampled_from([0, 3, 5, 17, 50]),
    "hours_data_team": st.sampled_from([0, 5, 50]),
    "workspaces": some_of(WORKSPACES, 6),
    "requests": some_of(REQUESTS, 6),
    "open_ended": st.just((Named("DP-1", "ACC-1 without an end", False),)),
    "grants": NAMED_ONES,
    "reviews_due": st.just((Named("ACC-1", "review", False),)),
    "tables": NAMED_ONES,
    "exemptions": some_of(EXEMPTIONS, 4),
    "people": st.tuples(*[st.sampled_from([8, 6, 3, 1, 0, None])] * 3),
    "reports": some_of(REPORTS, 6),
    "key_results": some_of(KEY_RESULTS, 6),
    "evidence": st.dictionaries(st.sampled_from(Fact), EVIDENCE, min_size=8),
}
DOMAINS = st.fixed_dictionaries({}, optional=FIELDS).map(lambda fields: replace(WELL, **fields))
"""The domain that does all of it, with some things otherwise."""


def losses(facts: DomainFacts) -> Iterator[DomainFacts]:
    """The domain without one thing that it has, for each thing that can be lost."""
    yield replace(facts, business_owner=None)
    yield replace(facts, people_expected=None)
    yield replace(facts, hours_own=facts.hours_own / 2)
    yield replace(facts, contradictions=(*facts.contradictions, "B relates to itself."))
    for field in ("unseen", "open_ended", "reviews_due"):
        yield put(facts, field, (*getattr(facts, field), Named("X-9", "Thing", False)))
    for field, lose in LOSSES.items():
        things = getattr(facts, field)
        for place, thing in enumerate(things):
            for lost in lose(thing) if thing not in things[:place] or field == "people" else ():
                yield put(facts, field, (*things[:place], lost, *things[place + 1 :]))
    for kind, known in facts.evidence.items():
        others = {fact: it for fact, it in facts.evidence.items() if fact is not kind}
        yield replace(facts, evidence=others)
        yield replace(facts, evidence=others | {kind: replace(known, newest=LONG_AGO)})
        yield replace(facts, evidence=others | {kind: replace(known, failed=("feed",))})


def put(facts: DomainFacts, field: str, things: tuple[Any, ...]) -> DomainFacts:
    fields: dict[str, Any] = {field: things}
    return replace(facts, **fields)


def of_product(it: ProductFact) -> Iterator[ProductFact]:
    yield replace(it, owner=None)
    yield replace(it, team="")
    yield replace(it, cost_centre="")
    yield replace(it, lacked_on=DAY)
    yield replace(it, is_handed_over=False)
    yield replace(it, came_back=True)
    yield replace(it, by_pipeline=False)
    yield replace(it, pipeline_targets=frozenset())
    yield replace(it, quality_days=max(0, it.quality_days - 1))
    yield replace(it, newest={})
    yield replace(it, readers=frozenset(sorted(it.readers)[1:]))
    yield replace(it, consumers=frozenset(sorted(it.consumers)[1:]))
    yield replace(it, checks_passed=max(0, it.checks_passed - 1))
    if it.contract is not None:
        yield from (replace(it, contract=lost) for lost in of_contract(it.contract))


def of_contract(it: ContractFact) -> Iterator[ContractFact]:
    yield replace(it, is_active=False)
    if len(it.undescribed) < it.columns:
        yield replace(it, undescribed=(*it.undescribed, "x"))
    for place, change in enumerate(it.changes):
        for lost in (replace(change, grade=None), replace(change, notice_days=None), replace(change, is_major=False)):
            yield replace(it, changes=(*it.changes[:place], lost, *it.changes[place + 1 :]))


def of_workspace(it: WorkspaceFact) -> Iterator[WorkspaceFact]:
    yield replace(it, automation_minutes=None)
    yield replace(it, is_touchless=False)
    yield replace(it, wait=Wait(it.wait.length + 3, False), is_touchless=False, automation_minutes=None)


def of_key_result(it: KeyResultFact) -> Iterator[KeyResultFact]:
    yield replace(it, is_smart=False)
    yield replace(it, is_owned=False)
    yield replace(it, longest_silence=it.longest_silence + 30)
    yield replace(it, score=(it.score or 0) - 0.5)


def bad(it: Named) -> Iterator[Named]:
    yield replace(it, is_good=False)


LOSSES: dict[str, Callable[[Any], Iterator[Any]]] = {
    "products": of_product,
    "workspaces": of_workspace,
    "key_results": of_key_result,
    "systems": bad,
    "flows": bad,
    "grants": bad,
    "tables": bad,
    "requests": lambda it: iter([replace(it, by_domain=False), replace(it, days=it.days + 3 * (not it.is_decided))]),
    "reports": lambda it: iter([replace(it, is_migrated=False), replace(it, was_reopened=True)]),
    "exemptions": lambda it: iter([replace(it, until_on=it.until_on - timedelta(days=n)) for n in (1, 31)]),
    "people": lambda it: iter([None, it and it - 1]),
}


def no_higher(before: Profile, after: Profile) -> None:
    for was, now in zip(before.results, after.results, strict=True):
        if was.level is not None:
            assert now.level is not None, now
            assert now.level <= was.level, (was, now)
    for was_pillar, pillar in zip(before.pillars, after.pillars, strict=True):
        if was_pillar.level is not None:
            assert pillar.level is not None
            assert pillar.level <= was_pillar.level
    assert before.level is None or (after.level is not None and after.level <= before.level)


@settings(deadline=None, max_examples=30, phases=[Phase.reuse, Phase.generate])  # made smaller, it takes minutes
@given(DOMAINS)
def test_losing_anything_never_raises_a_level(facts):
    before = told(facts)
    for lost in losses(facts):
        no_higher(before, told(lost))


@settings(deadline=None, max_examples=50)
@given(DOMAINS)
def test_a_domain_in_which_nothing_has_begun_has_no_level_whatever_else_is_known(facts):
    empty = replace(facts, products=(), initiatives=(), workspaces=())
    assert (told(empty).level, told(empty).mean, told(empty).steps) == (None, None, ())


@settings(deadline=None, max_examples=50)
@given(DOMAINS)
def test_the_number_is_that_of_the_lowest_pillar_and_a_pillar_that_of_its_lowest_criterion(facts):
    found = told(facts)
    for pillar in found.pillars:
        levels = [it.level for it in found.of(pillar.pillar) if it.level is not None]
        assert pillar.level == min(levels, default=None)
        assert all(found.result(it).level == pillar.level for it in pillar.limited_by)
    levels = [it.level for it in found.pillars if it.level is not None]
    assert found.level == min(levels, default=None)
    assert found.mean == (sum(levels) / len(levels) if levels else None)
