"""The part of the context map around each domain."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.facts import existing
from core.model import ContextLink, Domain, Event, ObservedFlow, Pattern, SourceSystem
from core.queries.context_map import SINCE
from core.queries.maturity_facts.rows import Asked, Found, Row, fact, flag
from core.rules.context_map import (
    UNSEEN_DAYS,
    Drawn,
    Flow,
    Relation,
    System,
    relation_key,
    undeclared,
    unrelated,
    unseen,
)
from core.rules.contradictions import contradictions
from core.rules.maturity.facts import Named


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    """Of all domains: a relation has two ends."""
    gone = sa.or_(~existing(SourceSystem, asked.as_of), ~existing(Domain, asked.as_of))
    yield (
        fact("system", col(Domain.id), key=col(Domain.key), name=col(SourceSystem.name),
             text=col(Domain.name), n=col(SourceSystem.id), m=flag(gone))
        .select_from(SourceSystem)
        .join(Domain, col(Domain.id) == col(SourceSystem.domain_id))
    )  # fmt: skip
    yield fact(
        "relation", key=sa.cast(col(ContextLink.id), sa.String), n=col(ContextLink.upstream_id),
        m=col(ContextLink.downstream_id), text=sa.case((col(ContextLink.planned), "planned"), else_=""),
        extra=sa.cast(col(ContextLink.patterns), sa.Text),
    ).where(existing(ContextLink, asked.as_of))  # fmt: skip
    since = col(Event.kind).in_(SINCE), col(Event.at) <= asked.until
    yield (
        fact("declared", key=col(Event.subject), at=sa.func.max(col(Event.at)))
        .where(*since)
        .group_by(col(Event.subject))
    )
    up, down = aliased(Domain), aliased(Domain)
    yield (
        fact("flow", n=col(ObservedFlow.upstream_id), m=col(ObservedFlow.downstream_id), name=col(up.name),
             text=col(down.name), on=col(ObservedFlow.first_on), until=col(ObservedFlow.last_on),
             extra=col(ObservedFlow.source))
        .select_from(ObservedFlow)
        .join(up, col(up.id) == col(ObservedFlow.upstream_id))
        .join(down, col(down.id) == col(ObservedFlow.downstream_id))
        .where(
            col(ObservedFlow.first_on) <= asked.as_of, col(ObservedFlow.upstream_id) != col(ObservedFlow.downstream_id)
        )
    )  # fmt: skip


def drawn(found: Found, asked: Asked) -> Mapping[int, Drawn]:
    """The part of the context map around each domain: its systems, their relations, and flows from and to it."""
    systems = {
        int(row.n): System(
            id=int(row.n), name=row.name, domain_id=home, domain_key=row.key, domain=row.text, is_on_map=not row.m
        )
        for home, rows in found["system"].items()
        for row in rows
    }
    declared = {row.key: row.at.date() for row in found["declared"][0]}
    relations, flows = defaultdict[int, list[Relation]](list), defaultdict[int, list[Flow]](list)
    for row in found["relation"][0]:
        ends = systems.get(int(row.n)), systems.get(int(row.m))
        if ends[0] is None or ends[1] is None:
            continue
        patterns = tuple(map(Pattern, json.loads(row.extra)))
        key = relation_key(int(row.key))
        one = Relation(key, ends[0], ends[1], patterns, row.text == "planned", declared.get(key))
        for home in {ends[0].domain_id, ends[1].domain_id}:
            relations[home].append(one)
    for seen in _flows(found["flow"][0], asked):
        for home in {seen.upstream_id, seen.downstream_id}:
            flows[home].append(seen)
    own = defaultdict[int, list[System]](list)
    for system in systems.values():
        if system.is_on_map:
            own[system.domain_id].append(system)
    return {home: Drawn(own[home], relations[home], flows[home], asked.as_of) for home in {*own, *relations, *flows}}


def flows(it: Drawn) -> tuple[Named, ...]:
    loose = set(undeclared(it))
    return tuple(Named("", f"{flow.upstream} → {flow.downstream}", flow not in loose) for flow in it.lately)


def systems(it: Drawn) -> tuple[Named, ...]:
    loose = {system.id for system in unrelated(it)}
    return tuple(Named("", system.name, system.id not in loose) for system in it.systems)


def sentences(it: Drawn) -> tuple[str, ...]:
    return tuple(one.sentence for one in contradictions(it))


def never_seen(it: Drawn) -> tuple[Named, ...]:
    return tuple(Named(one.key, f"{one.upstream.name} → {one.downstream.name}", False) for one in unseen(it))


def _flows(rows: Sequence[Row], asked: Asked) -> Iterator[Flow]:
    """Of all sources together; a source that has not seen it for long tells nothing of it any more."""
    by_ends = defaultdict[tuple[float, float], list[Row]](list)
    for row in rows:
        by_ends[row.n, row.m].append(row)
    since = asked.as_of - timedelta(days=UNSEEN_DAYS)
    for (upstream, downstream), seen in by_ends.items():
        yield Flow(
            int(upstream),
            int(downstream),
            seen[0].name,
            seen[0].text,
            min(row.on for row in seen),
            max(row.until for row in seen),
            tuple(row.extra for row in seen if row.until > since),
        )
