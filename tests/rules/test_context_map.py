"""The context map judged, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.model import Pattern
from core.rules.context_map import Drawn, Flow, Relation, System, coverage, undeclared, unrelated, unseen
from core.rules.contradictions import contradictions
from core.rules.system_groups import suggested_groups

TODAY = date(2026, 10, 5)
LONG_AGO = TODAY - timedelta(days=400)
MES, SAP = System(1, "Hydra", 1, "MES", "Manufacturing"), System(2, "SAP", 1, "MES", "Manufacturing")
LIMS, CAD = System(3, "LIMS", 2, "QUA", "Quality"), System(4, "CAD", 3, "ENG", "Engineering")
SYSTEMS = (MES, SAP, LIMS, CAD)


def relation(up: System, down: System, *patterns: Pattern, key: str = "REL-1", **fields: Any) -> Relation:
    return Relation(key, up, down, patterns, **{"declared_on": LONG_AGO} | fields)


def flow(up: System, down: System, last: int = 0) -> Flow:
    return Flow(up.domain_id, down.domain_id, up.domain, down.domain, LONG_AGO, TODAY - timedelta(days=last), ("x",))


def drawn(*relations: Relation, flows: tuple[Flow, ...] = ()) -> Drawn:
    return Drawn(SYSTEMS, relations, flows, TODAY)


def sentences(*relations: Relation, flows: tuple[Flow, ...] = ()) -> list[str]:
    return [it.sentence for it in contradictions(drawn(*relations, flows=flows))]


def test_what_can_be_is_no_contradiction():
    relations = (
        relation(MES, LIMS, Pattern.OPEN_HOST_SERVICE, Pattern.PUBLISHED_LANGUAGE, Pattern.CONFORMIST),
        relation(LIMS, MES, Pattern.PARTNERSHIP, key="REL-2"),
        relation(SAP, CAD, Pattern.SEPARATE_WAYS, key="REL-3"),
        relation(SAP, LIMS, key="REL-4"),
    )
    assert sentences(*relations, flows=(flow(MES, LIMS), flow(LIMS, MES))) == []


@pytest.mark.parametrize(
    ("patterns", "told"),
    [
        ((Pattern.CUSTOMER_SUPPLIER, Pattern.CONFORMIST), "LIMS cannot be the customer of Hydra"),
        ((Pattern.CUSTOMER_SUPPLIER, Pattern.OPEN_HOST_SERVICE), "Hydra cannot supply LIMS"),
        ((Pattern.CONFORMIST, Pattern.ANTICORRUPTION_LAYER), "LIMS cannot conform"),
        ((Pattern.PARTNERSHIP, Pattern.CUSTOMER_SUPPLIER), "Hydra and LIMS cannot be partners"),
        ((Pattern.PARTNERSHIP, Pattern.CONFORMIST), "LIMS cannot be a partner of Hydra"),
        ((Pattern.SEPARATE_WAYS, Pattern.CONFORMIST), "Hydra and LIMS cannot go separate ways and"),
    ],
)
def test_patterns_that_exclude_one_another_are_named(patterns: tuple[Pattern, ...], told: str):
    (sentence,) = sentences(relation(MES, LIMS, *patterns))
    assert sentence.startswith(told)


def test_a_relation_to_itself_and_a_system_off_the_map_are_named():
    assert sentences(relation(MES, MES)) == ["Hydra relates to itself. A relation has two systems."]
    gone = LIMS._replace(is_on_map=False)
    assert sentences(relation(MES, gone)) == ["LIMS of Quality is not on the map any more. Relate what took its place."]


def test_separate_ways_are_refuted_by_a_flow_that_nothing_else_explains():
    apart = relation(MES, LIMS, Pattern.SEPARATE_WAYS)
    (sentence,) = sentences(apart, flows=(flow(LIMS, MES),))
    assert "said to go separate ways, but data of Quality were read by Manufacturing" in sentence
    assert sentences(apart, relation(LIMS, SAP, key="REL-2"), flows=(flow(LIMS, MES),)) == []
    assert sentences(apart, flows=(flow(LIMS, MES, last=181),)) == []


def test_two_systems_are_not_each_upstream_of_the_other():
    (sentence,) = sentences(relation(MES, LIMS), relation(LIMS, MES, key="REL-2"))
    assert sentence.startswith("LIMS and Hydra are each upstream of the other, as REL-1 says.")
    (sentence,) = sentences(relation(MES, LIMS), relation(LIMS, MES, Pattern.SEPARATE_WAYS, key="REL-2"))
    assert sentence.startswith("REL-1 says otherwise")


def test_flows_are_held_against_the_map():
    shown = drawn(
        relation(MES, LIMS),
        relation(LIMS, CAD, Pattern.SHARED_KERNEL, key="REL-2"),
        flows=(flow(MES, LIMS), flow(LIMS, MES), flow(CAD, LIMS), flow(CAD, MES, last=180)),
    )
    assert [(it.upstream, it.downstream) for it in undeclared(shown)] == [("Quality", "Manufacturing")]
    assert coverage(shown) == (2, 3)
    assert coverage(drawn(relation(MES, LIMS))) == (0, 0)


@pytest.mark.parametrize(
    ("fields", "is_unseen"),
    [
        ({}, True),
        ({"planned": True}, False),
        ({"declared_on": TODAY - timedelta(days=179)}, False),
        ({"declared_on": TODAY - timedelta(days=180)}, True),
        ({"declared_on": None}, True),
    ],
)
def test_what_was_declared_long_ago_and_not_planned_should_have_been_seen(fields: dict[str, Any], is_unseen: bool):
    shown = drawn(relation(MES, LIMS, **fields), relation(MES, SAP, key="REL-2"), flows=(flow(LIMS, MES),))
    assert [it.key for it in unseen(shown)] == ["REL-1"] * is_unseen


def test_nothing_is_unseen_where_nobody_looks():
    assert unseen(drawn(relation(MES, LIMS))) == ()
    seen = drawn(relation(MES, LIMS), flows=(flow(MES, LIMS),))
    assert unseen(seen) == ()
    assert [it.key for it in unseen(drawn(relation(MES, LIMS), flows=(flow(MES, LIMS, last=180),)))] == ["REL-1"]


def test_a_system_of_which_the_map_says_nothing_is_named():
    assert unrelated(drawn(relation(MES, LIMS, Pattern.SEPARATE_WAYS))) == (SAP, CAD)


def test_systems_that_lean_on_one_another_across_domains_are_suggested_as_a_group():
    tied = [
        relation(MES, LIMS, Pattern.SHARED_KERNEL),
        relation(SAP, CAD, Pattern.PARTNERSHIP),
        relation(MES, SAP, Pattern.OPEN_HOST_SERVICE),
        relation(LIMS, CAD, Pattern.SEPARATE_WAYS),
    ]
    assert suggested_groups(tied) == ((MES, LIMS), (SAP, CAD))
    assert suggested_groups(reversed(tied)) == suggested_groups(tied)


def test_no_group_is_suggested_within_one_domain_or_of_those_who_go_separate_ways():
    assert suggested_groups([relation(MES, SAP, Pattern.SHARED_KERNEL)]) == ()
    assert suggested_groups([relation(MES, LIMS, Pattern.SEPARATE_WAYS)]) == ()
    assert suggested_groups([]) == ()
