"""How do the systems behind the domains relate, and does the map say what was seen?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.facts import end_of, existing
from core.model import ContextLink, Domain, Event, ObservedFlow, Pattern, SourceSystem
from core.queries.history import known_on
from core.rules.context_map import (
    Drawn,
    Flow,
    Relation,
    System,
    coverage,
    relation_key,
    undeclared,
    unrelated,
    unseen,
    was_seen,
)
from core.rules.contradictions import Contradiction, contradictions
from core.rules.system_groups import Group, suggested_groups

SINCE = ("relation.declared", "relation.resumed")


@dataclass(frozen=True)
class RelationRow:
    """``seen`` says whether data were seen to flow lately; None within one domain, where nobody looks."""

    relation: Relation
    note: str
    version: int
    seen: bool | None


@dataclass(frozen=True)
class ContextMapPage:
    """``systems`` are all that are drawn; of ``observed`` flows that go on ``declared`` are on the map.

    ``is_watched`` is false where no flow was ever observed.
    """

    systems: tuple[System, ...]
    relations: tuple[RelationRow, ...]
    contradictions: tuple[Contradiction, ...]
    unseen: tuple[Relation, ...]
    undeclared: tuple[Flow, ...]
    unrelated: tuple[System, ...]
    groups: tuple[Group, ...]
    declared: int
    observed: int
    is_watched: bool

    def row(self, relation: Relation) -> RelationRow:
        return next(row for row in self.relations if row.relation.key == relation.key)


@dataclass(frozen=True)
class _Known:
    """All that the map of the company is drawn from."""

    drawn: Drawn
    links: Mapping[str, ContextLink]


def context_map(session: Session, *, as_of: date, domain: int | None = None) -> ContextMapPage:
    """The map of the company, or what of it touches the domain with that id; five statements. Everybody may see it.

    It is judged as a whole, and then narrowed: so a domain shows what the company shows of it.
    """
    known = _known(known_on(session, as_of), as_of)
    drawn = known.drawn
    narrowed = drawn if domain is None else _of_domain(drawn, domain)
    relations = tuple(_row(it, known) for it in narrowed.relations)
    keys = {it.relation.key for it in relations}
    declared, observed = coverage(narrowed)
    return ContextMapPage(
        systems=tuple(narrowed.systems),
        relations=relations,
        contradictions=tuple(it for it in contradictions(drawn) if it.relation.key in keys),
        unseen=tuple(it for it in unseen(drawn) if it.key in keys),
        undeclared=tuple(it for it in undeclared(drawn) if it in narrowed.flows),
        unrelated=tuple(it for it in unrelated(drawn) if domain in (None, it.domain_id)),
        groups=tuple(group for group in suggested_groups(drawn.relations) if _touches(group, domain)),
        declared=declared,
        observed=observed,
        is_watched=bool(drawn.flows),
    )


def _of_domain(drawn: Drawn, domain: int) -> Drawn:
    """Its systems with their relations, the systems at the other ends, and the flows from and to it."""
    relations = [it for it in drawn.relations if domain in (it.upstream.domain_id, it.downstream.domain_id)]
    ends = frozenset[int]().union(*(it.ends for it in relations))
    systems = [it for it in drawn.systems if it.domain_id == domain or it.id in ends]
    flows = [it for it in drawn.flows if domain in (it.upstream_id, it.downstream_id)]
    return Drawn(systems, relations, flows, drawn.as_of)


def _touches(group: Group, domain: int | None) -> bool:
    return domain is None or any(system.domain_id == domain for system in group)


def _row(relation: Relation, known: _Known) -> RelationRow:
    link = known.links[relation.key]
    seen = was_seen(relation, known.drawn) if relation.crosses else None
    return RelationRow(relation, link.note, link.version, seen)


def _known(session: Session, as_of: date) -> _Known:
    """Four statements. Relations of systems that were not there yet, as far as the ledger knows, are left out."""
    rows = session.exec(
        select(SourceSystem, Domain)
        .join(Domain, col(Domain.id) == col(SourceSystem.domain_id))
        .order_by(col(Domain.name), col(SourceSystem.name), col(SourceSystem.id))
    ).all()
    systems = {it.id: _system(it, home, as_of) for it, home in rows}
    links = session.exec(select(ContextLink).where(existing(ContextLink, as_of)).order_by(col(ContextLink.id))).all()
    by_key = {relation_key(link.id): link for link in links}
    since = _since(session, as_of)
    relations = [
        Relation(
            key=key,
            upstream=systems[link.upstream_id],
            downstream=systems[link.downstream_id],
            patterns=tuple(map(Pattern, link.patterns)),
            planned=link.planned,
            declared_on=since.get(key),
        )
        for key, link in by_key.items()
        if {link.upstream_id, link.downstream_id} <= systems.keys()
    ]
    on_map = [system for system in systems.values() if system.is_on_map]
    return _Known(Drawn(on_map, relations, _flows(session, as_of), as_of), by_key)


def _system(it: SourceSystem, home: Domain, as_of: date) -> System:
    is_on_map = all(row.archived_at is None or row.archived_at > end_of(as_of) for row in (it, home))
    return System(it.id, it.name, home.id, home.key, home.name, is_on_map)


def _since(session: Session, as_of: date) -> dict[str, date]:
    """Since when each relation stands, by its key."""
    told = (
        sa.select(col(Event.subject), sa.func.max(col(Event.at)).label("at"))
        .where(col(Event.kind).in_(SINCE), col(Event.at) <= end_of(as_of))
        .group_by(col(Event.subject))
    )
    return {subject: at.date() for subject, at in session.execute(told)}


def _flows(session: Session, as_of: date) -> list[Flow]:
    """The flows seen until then, of all sources together; one statement.

    Of one that went on afterwards the last day is not known: it is taken to have gone on all the time.
    """
    giver, taker = aliased(Domain), aliased(Domain)
    rows = session.execute(
        sa.select(ObservedFlow, giver, taker)
        .join(giver, col(giver.id) == col(ObservedFlow.upstream_id))
        .join(taker, col(taker.id) == col(ObservedFlow.downstream_id))
        .where(col(ObservedFlow.first_on) <= as_of, existing(giver, as_of), existing(taker, as_of))
        .order_by(col(giver.name), col(giver.id), col(taker.name), col(taker.id), col(ObservedFlow.source))
    )
    by_ends = groupby(rows, key=lambda row: (row[1].id, row[2].id))
    return [_flow(list(of_them), as_of) for _, of_them in by_ends]


def _flow(seen: Sequence[sa.Row[ObservedFlow, Domain, Domain]], as_of: date) -> Flow:
    flows, (_, giver, taker) = [row[0] for row in seen], seen[0]
    return Flow(
        upstream_id=giver.id,
        downstream_id=taker.id,
        upstream=giver.name,
        downstream=taker.name,
        first_on=min(flow.first_on for flow in flows),
        last_on=min(max(flow.last_on for flow in flows), as_of),
        sources=tuple(flow.source for flow in flows),
    )
