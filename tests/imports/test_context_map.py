"""A context map from a file, taken into the one on record."""

from __future__ import annotations

import pytest

from core import db
from core.actions import context_map, domains
from core.errors import NotAllowed
from core.imports.cml import read_cml
from core.imports.context_map import MapPlan, commit, plan
from core.imports.outcome import Outcome
from core.imports.source import Source
from core.model import Pattern
from core.queries.context_map import ContextMapPage
from core.queries.context_map import context_map as asked
from tests.cast import TODAY, Cast, do, gather, lines, refused

FILE = """ContextMap { contains HydraContext, Scales, LIMS
HydraContext [OHS]->[CF] LIMS { implementationTechnology = "REST" }
Scales [P]<->[P] LIMS }"""


@pytest.fixture
def cast(database_url: str) -> Cast:
    return gather()


@pytest.fixture
def known(cast: Cast) -> None:
    do(domains.add_system, "MES", by=cast.engineer, name="Hydra")
    do(domains.add_system, "QUA", by=cast.engineer, name="lims")


def proposed(text: str = FILE) -> MapPlan:
    return plan(read_cml(Source(text.encode(), "map.cml")), shown(), domain="QUA")


def shown() -> ContextMapPage:
    with db.snapshot() as session:
        return asked(session, as_of=TODAY)


@pytest.mark.usefixtures("known")
def test_a_map_is_shown_before_it_is_taken_in_and_twice_is_once(cast: Cast):
    before = len(lines())
    proposal = proposed()
    assert [(it.context, it.reference, it.is_new) for it in proposal.systems] == [
        ("HydraContext", ("MES", "Hydra"), False),
        ("Scales", ("QUA", "Scales"), True),
        ("LIMS", ("QUA", "lims"), False),
    ]
    assert [it.outcome for it in proposal.relations] == [Outcome.NEW, Outcome.NEW]
    assert (proposal.changes, len(lines())) == (3, before)
    do(commit, proposal, by=cast.engineer)
    assert len(lines()) == before + 3
    rows = shown().relations
    assert [(it.relation.upstream.name, it.relation.downstream.name, it.note) for it in rows] == [
        ("Hydra", "lims", "REST"),
        ("Scales", "lims", ""),
    ]
    assert proposed().changes == 0


@pytest.mark.usefixtures("known")
def test_what_a_map_says_otherwise_is_changed_and_what_it_does_not_say_stays(cast: Cast):
    do(commit, proposed(), by=cast.engineer)
    do(domains.add_system, "MES", by=cast.engineer, name="SAP")
    do(context_map.relate, ("MES", "SAP"), ("MES", "Hydra"), by=cast.engineer, patterns=[])
    turned = "ContextMap { contains Hydra, Scales, LIMS\nHydra [PL]-> LIMS\nLIMS [P]<->[P] Scales }"
    proposal = proposed(turned)
    assert [(it.outcome, it.key) for it in proposal.relations] == [(Outcome.CHANGED, "REL-1"), (Outcome.SAME, "REL-2")]
    do(commit, proposal, by=cast.engineer)
    rows = shown().relations
    assert [row.relation.patterns for row in rows] == [(Pattern.PUBLISHED_LANGUAGE,), (Pattern.PARTNERSHIP,), ()]
    assert rows[0].note == "REST"


@pytest.mark.usefixtures("known")
def test_a_name_that_several_systems_bear_is_said_to_be_ambiguous(cast: Cast):
    for name in ("Scales", "scales 2"):
        do(domains.add_system, "MES", by=cast.engineer, name=name)
    do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics")
    do(domains.add_system, "LOG", by=cast.engineer, name="SCALES")
    assert proposed().ambiguous == ("Scales",)


@pytest.mark.usefixtures("known")
def test_who_may_not_edit_the_domain_imports_nothing(cast: Cast):
    before = len(lines())
    refused(NotAllowed, commit, proposed(), by=cast.stranger)
    assert len(lines()) == before
