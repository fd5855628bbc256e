"""The context map of a company, and of one of its domains."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import db
from core.actions import context_map, domains
from core.queries.context_map import ContextMapPage
from core.queries.context_map import context_map as question
from tests.cast import TODAY, Cast, day, do
from tests.statements import counted

MES, ERP, LIMS = ("MES", "Hydra"), ("MES", "SAP"), ("QUA", "LIMS")


@pytest.fixture
def drawn(cast: Cast) -> None:
    do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics")
    for domain, name in (MES, ERP, LIMS, ("LOG", "Yard")):
        do(domains.add_system, domain, by=cast.engineer, name=name)
    team = {"by": cast.engineer}
    do(context_map.relate, MES, LIMS, patterns=["customer_supplier", "conformist"], note="REST", **team)
    do(context_map.relate, ERP, ("LOG", "Yard"), patterns=["published_language"], at=day(-200), **team)
    for days in (0, 9):
        do(context_map.observe_flow, "MES", "QUA", on=TODAY - timedelta(days=days), source="lineage", **team)
    do(context_map.observe_flow, "MES", "QUA", on=TODAY, source="another", **team)
    do(context_map.observe_flow, "LOG", "QUA", on=TODAY - timedelta(days=3), source="lineage", **team)


def asked(domain: int | None = None, *, days: int = 0) -> ContextMapPage:
    with db.snapshot() as session:
        return question(session, as_of=TODAY + timedelta(days=days), domain=domain)


@pytest.mark.usefixtures("drawn")
def test_the_map_is_held_against_itself_and_against_what_was_seen():
    shown = asked()
    assert [system.name for system in shown.systems] == ["Yard", "Hydra", "SAP", "LIMS"]
    assert [(row.relation.key, row.note, row.seen) for row in shown.relations] == [
        ("REL-1", "REST", True),
        ("REL-2", "", False),
    ]
    assert [(it.relation.key, it.sentence[:10]) for it in shown.contradictions] == [("REL-1", "LIMS canno")]
    assert [it.key for it in shown.unseen] == ["REL-2"]
    assert [(it.upstream, it.downstream) for it in shown.undeclared] == [("Logistics", "Quality")]
    assert (shown.declared, shown.observed, shown.is_watched, shown.unrelated) == (1, 2, True, ())


@pytest.mark.usefixtures("drawn")
def test_a_domain_shows_what_the_company_shows_of_it():
    everywhere = asked()
    logistics = next(system.domain_id for system in everywhere.systems if system.domain == "Logistics")
    shown = asked(logistics)
    assert [system.name for system in shown.systems] == ["Yard", "SAP"]
    assert ([row.relation.key for row in shown.relations], shown.contradictions) == (["REL-2"], ())
    assert (shown.unseen, shown.undeclared) == (everywhere.unseen, everywhere.undeclared)
    assert (shown.declared, shown.observed) == (0, 1)


@pytest.mark.usefixtures("drawn")
def test_a_past_day_knows_only_what_was_there(cast: Cast):
    shown = asked(days=-10)
    assert (shown.relations, shown.observed, shown.is_watched) == ((), 0, False)
    later = {"by": cast.engineer, "on": day(2).date(), "at": day(2), "source": "lineage"}
    do(context_map.observe_flow, "LOG", "QUA", **later)
    assert [asked(days=days).undeclared[0].last_on for days in (0, 2)] == [TODAY, day(2).date()]


@pytest.mark.usefixtures("drawn")
def test_a_system_of_an_archived_domain_is_off_the_map(cast: Cast):
    do(domains.archive_domain, "LOG", by=cast.engineer)
    told = [it.sentence for it in asked().contradictions if it.relation.key == "REL-2"]
    assert told == ["Yard of Logistics is not on the map any more. Relate what took its place."]
    assert "Yard" not in [system.name for system in asked().systems]


@pytest.mark.usefixtures("drawn")
def test_the_map_takes_five_statements_at_most():
    with db.snapshot() as session, counted() as statements:
        question(session, as_of=TODAY)
    assert len(statements) <= 5
