"""The newest fact of each kind that a domain has, and whether where it came from can be read still."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from core.queries.maturity_facts import workspaces
from core.queries.maturity_facts.rows import Asked, Found, Row
from core.rules.context_map import Flow
from core.rules.maturity.facts import Evidence, Fact, KeyResultFact, ProductFact

OF_PRODUCTS = (Fact.DEPLOYMENTS, Fact.CONTRACTS, Fact.QUALITY, Fact.CONTRACT_CHECKS, Fact.USE)

PULLED = ((Fact.TABLES, "table"), (Fact.GRANTS, "grant"), (Fact.PEOPLE, "people"), (Fact.PEOPLE, "users"))
"""Kinds of facts whose rows all count, and name the source they were read from."""


def evidence(
    found: Found,
    home: int,
    made: Sequence[ProductFact],
    flows: Sequence[Flow],
    key_results: Sequence[KeyResultFact],
    asked: Asked,
) -> Mapping[Fact, Evidence]:
    """Of the domain with that id: what was found, its products, the flows that go on, and its key results."""
    failed = {row.key for row in found["failed"][0]}
    broken = {(fact, source) for fact, source in _read(found, home, made, flows, asked) if source in failed}

    def newest(*kinds: str) -> date | None:
        return max((_day(row) for kind in kinds for row in found[kind].get(home, ())), default=None)

    known = {
        Fact.PRODUCTS: asked.as_of if made else None,
        Fact.FLOWS: max((flow.last_on for flow in flows), default=None),
        Fact.HOURS: newest("hours"),
        Fact.WORKSPACES: newest("workspace"),
        Fact.ACCESS: newest("request"),
        Fact.TABLES: newest("table"),
        Fact.GRANTS: newest("grant"),
        Fact.EXEMPTIONS: newest("exemption"),
        Fact.PEOPLE: newest("people", "users"),
        Fact.REPORTS: newest("report"),
        Fact.INITIATIVES: newest("initiative") or (asked.as_of if made else None),
        Fact.KEY_RESULTS: asked.as_of if key_results else None,
        **{fact: max((it.newest[fact] for it in made if fact in it.newest), default=None) for fact in OF_PRODUCTS},
    }
    return {
        fact: Evidence(min(on, asked.as_of), tuple(sorted(source for kind, source in broken if kind is fact)))
        for fact, on in known.items()
        if on is not None
    }


def _read(
    found: Found, home: int, made: Sequence[ProductFact], flows: Sequence[Flow], asked: Asked
) -> Iterator[tuple[Fact, str]]:
    """Every source that something comes from which is counted here; what counts no longer needs no source."""
    for fact, kind in PULLED:
        yield from ((fact, row.extra) for row in found[kind].get(home, ()))
    yield from ((Fact.WORKSPACES, source) for source in workspaces.sources(found["workspace"].get(home, ()), asked))
    yield from ((Fact.FLOWS, source) for flow in flows for source in flow.sources)
    yield from ((fact, source) for it in made for fact, sources in it.sources.items() for source in sources)


def _day(row: Row) -> date:
    moments: list[datetime] = [at for at in (row.at, row.done) if at is not None]
    return max((*(at.date() for at in moments), *([row.on] if row.on else [])))
