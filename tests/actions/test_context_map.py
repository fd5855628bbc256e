"""Relations between source systems, and flows that were seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from core import db
from core.actions import context_map, domains
from core.actions.context_map import relate
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import ContextLink, Pattern
from core.queries.history import known_on
from tests.cast import TODAY, Cast, day, do, lines, refused

MES, ERP, LIMS = ("MES", "Hydra"), ("MES", "SAP"), ("QUA", "LIMS")


@pytest.fixture
def systems(cast: Cast) -> None:
    for domain, name in (MES, ERP, LIMS):
        do(domains.add_system, domain, by=cast.engineer, name=name)


def declared(cast: Cast, up: tuple[str, str] = MES, down: tuple[str, str] = LIMS, **fields: object) -> str:
    given = {"by": cast.owner, "patterns": [Pattern.OPEN_HOST_SERVICE]} | fields
    return f"REL-{do(relate, up, down, **given).id}"


@pytest.mark.usefixtures("systems")
def test_a_relation_is_declared_changed_and_ended(cast: Cast):
    key = declared(cast, patterns=["published_language", "open_host_service", "published_language"], note="REST")
    changes = do(context_map.edit_relation, key, by=cast.owner, seen=1, patterns=["conformist"], planned=True)
    assert changes == {
        "patterns": (["open_host_service", "published_language"], ["conformist"]),
        "planned": (False, True),
    }
    assert do(context_map.edit_relation, key, by=cast.owner, patterns=["conformist"]) == {}
    do(context_map.end_relation, key, by=cast.engineer, reason="LIMS is switched off.")
    assert [line.kind for line in lines(key)] == ["relation.declared", "relation.changed", "relation.ended"]
    first, _, last = lines(key)
    assert (first.changes["upstream"], first.changes["downstream"]) == ([None, "MES: Hydra"], [None, "QUA: LIMS"])
    assert last.reason == "LIMS is switched off."
    refused(NotFound, context_map.edit_relation, key, by=cast.owner, note="Again")


@pytest.mark.usefixtures("systems")
def test_a_relation_that_had_ended_is_taken_up_again(cast: Cast):
    key = declared(cast)
    do(context_map.end_relation, key, by=cast.owner, reason="Replaced.")
    assert declared(cast, patterns=["partnership"]) == key
    assert lines(key)[-1].kind == "relation.resumed"
    assert "edit REL-" in refused(Invalid, relate, MES, LIMS, by=cast.owner, patterns=[]).fields["downstream"]
    assert declared(cast, LIMS, MES) != key


@pytest.mark.usefixtures("systems")
def test_what_does_not_fit_is_refused(cast: Cast):
    asked = {"by": cast.owner, "patterns": ["partnership"]}
    assert list(refused(Invalid, relate, MES, MES, **asked).fields) == ["downstream"]
    assert list(refused(Invalid, relate, MES, LIMS, by=cast.owner, patterns=["friends"]).fields) == ["patterns"]
    assert list(refused(Invalid, relate, MES, LIMS, **asked, note="x" * 301).fields) == ["note"]
    assert "QUA: CAD" in str(refused(NotFound, relate, MES, ("QUA", "CAD"), **asked))
    refused(NotFound, relate, ("NONE", "CAD"), MES, **asked)
    key = declared(cast)
    assert list(refused(Invalid, context_map.end_relation, key, by=cast.owner, reason=" ").fields) == ["reason"]
    assert list(refused(Invalid, context_map.edit_relation, key, by=cast.owner, upstream=1).fields) == ["upstream"]
    for unknown in ("REL-0", "REL-", "REL-99", "REL-1x", "1", "REL-٣", f"{key}0000000000"):
        refused(NotFound, context_map.edit_relation, unknown, by=cast.owner, note="x")


@pytest.mark.usefixtures("systems")
def test_who_edits_one_of_the_two_domains_says_how_they_relate(cast: Cast):
    key = declared(cast, MES, LIMS, by=cast.owner)
    do(context_map.edit_relation, key, by=cast.engineer, note="Nightly files")
    for actor in (cast.contributor, cast.manager, cast.stranger):
        refused(NotAllowed, relate, LIMS, MES, by=actor, patterns=[])
        refused(NotAllowed, context_map.edit_relation, key, by=actor, note="Mine")
        refused(NotAllowed, context_map.end_relation, key, by=actor, reason="Mine")
    do(domains.add_system, "QUA", by=cast.engineer, name="CMM")
    refused(NotAllowed, relate, LIMS, ("QUA", "CMM"), by=cast.owner, patterns=[])


@pytest.mark.usefixtures("systems")
def test_a_newer_version_is_not_overwritten(cast: Cast):
    key = declared(cast)
    do(context_map.edit_relation, key, by=cast.owner, note="Nightly files")
    stale = refused(Stale, context_map.edit_relation, key, by=cast.engineer, seen=1, note="Hourly")
    assert stale.changes == [f"Olga Owner changed the relation {key} of two source systems; note: “” → “Nightly files”"]


@pytest.mark.usefixtures("systems")
def test_a_past_day_shows_the_relations_of_that_day(cast: Cast):
    key = declared(cast, at=day(1), patterns=["conformist"])
    do(
        context_map.edit_relation,
        key,
        by=cast.owner,
        at=day(3),
        patterns=["partnership", "shared_kernel"],
        planned=True,
    )
    do(context_map.end_relation, key, by=cast.owner, at=day(5), reason="Over.")
    declared(cast, at=day(7), patterns=[], note="New")
    assert [known(cast, n) for n in range(9)] == [
        [],
        *[[(["conformist"], False, "", True)]] * 2,
        *[[(["partnership", "shared_kernel"], True, "", True)]] * 2,
        *[[(["partnership", "shared_kernel"], True, "", False)]] * 2,
        *[[([], False, "New", True)]] * 2,
    ]


def known(cast: Cast, n: int) -> list[tuple[list[str], bool, str, bool]]:
    with db.snapshot() as session:
        rows = known_on(session, day(n).date()).exec(select(ContextLink)).all()
        return [(row.patterns, row.planned, row.note, row.archived_at is None) for row in rows]


def test_a_flow_is_seen_from_its_first_day_to_its_last(cast: Cast):
    seen = {"by": cast.engineer, "source": "lineage"}
    do(context_map.observe_flow, "MES", "QUA", on=TODAY, **seen)
    earlier = TODAY - timedelta(days=3)
    assert do(context_map.observe_flow, "MES", "QUA", on=earlier, **seen) == {"first_on": (TODAY, earlier)}
    assert do(context_map.observe_flow, "MES", "QUA", on=earlier, **seen) == {}
    assert [line.kind for line in lines("MES") if line.kind.startswith("flow.")] == ["flow.observed"] * 2
    refused(Invalid, context_map.observe_flow, "MES", "MES", on=TODAY, **seen)
    refused(Invalid, context_map.observe_flow, "MES", "QUA", on=TODAY + timedelta(days=1), **seen)
    refused(NotAllowed, context_map.observe_flow, "MES", "QUA", on=TODAY, by=cast.owner)
    refused(NotFound, context_map.observe_flow, "MES", "NONE", on=TODAY, **seen)
