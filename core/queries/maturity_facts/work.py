"""What goes on in a domain: initiatives and hours, workspaces, access, and the context map."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.facts import entries_until, existing
from core.model import (
    AccessRequest,
    ContextLink,
    DataProduct,
    Domain,
    Event,
    Halt,
    Initiative,
    LogEntry,
    Membership,
    ObservedFlow,
    Pattern,
    Phase,
    PhaseMove,
    PlatformGrant,
    RequestState,
    SourceSystem,
    Workspace,
)
from core.queries.context_map import SINCE
from core.queries.maturity_facts.rows import Asked, Found, Row, fact, flag
from core.rules.access import READS
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
from core.rules.flow import DAY
from core.rules.maturity.facts import Named, RequestFact, WorkspaceFact
from core.rules.waiting import Wait

MINUTES = 24 * 60


def work(asked: Asked) -> Iterator[sa.Select[Any]]:
    yield from _initiatives(asked)
    yield from _workspaces(asked)
    yield from _access(asked)
    yield from _map(asked)


def initiatives(rows: Sequence[Row], asked: Asked) -> tuple[Named, ...]:
    """Those that have come to incubation; good are those that were worked on in the window."""
    return tuple(
        Named(row.key, row.name, (row.text != Phase.COMPLETED and not row.n) or row.at > asked.begins) for row in rows
    )


def workspaces(rows: Sequence[Row], asked: Asked) -> tuple[WorkspaceFact, ...]:
    found = []
    for row in rows:
        ready = row.done if row.done is not None and row.done <= asked.until else None
        began = row.since
        found.append(
            WorkspaceFact(
                name=row.name,
                requested_on=row.at.date(),
                wait=Wait(((ready or asked.until) - row.at) / DAY, ready is not None),
                is_touchless=ready is not None and bool(row.n),
                automation_minutes=(ready - began) / DAY * MINUTES if ready and began else None,
            )
        )
    return tuple(found)


def requests(rows: Sequence[Row], asked: Asked) -> tuple[RequestFact, ...]:
    """Decided in the window, or waiting."""
    return tuple(
        RequestFact(
            key=row.key,
            product=row.text,
            days=((row.done or asked.until) - row.at) / DAY,
            is_decided=row.done is not None,
            by_domain=bool(row.m),
        )
        for row in rows
        if row.done is None or row.done > asked.begins
    )


def open_ended(rows: Sequence[Row]) -> tuple[Named, ...]:
    """Grants that run and have neither an end nor a review day, whenever they were given."""
    return tuple(
        Named(row.text, f"{row.key} without an end", False)
        for row in rows
        if row.n and row.since is None and row.on is None and row.until is None
    )


def reviews_due(rows: Sequence[Row], asked: Asked) -> tuple[Named, ...]:
    return tuple(
        Named(row.key, f"review of the access to {row.text}", False)
        for row in rows
        if row.n and row.since is None and row.until is not None and row.until < asked.as_of
        if row.on is None or row.on >= asked.as_of
    )


def grants(rows: Sequence[Row]) -> tuple[Named, ...]:
    return tuple(Named(row.key, row.name, bool(row.n)) for row in rows)


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


def _initiatives(asked: Asked) -> Iterator[sa.Select[Any]]:
    moved = sa.and_(col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= asked.until)
    last = sa.select(sa.cast(col(PhaseMove.phase), sa.String)).where(moved)
    last = last.order_by(col(PhaseMove.at).desc(), col(PhaseMove.id).desc()).limit(1).correlate(Initiative)
    halted = sa.and_(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= asked.until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > asked.until),
    )
    is_halted = sa.select(sa.literal(1)).where(halted).correlate(Initiative).exists()
    begun = sa.and_(moved, col(PhaseMove.phase) != Phase.INTAKE)
    here = existing(Initiative, asked.as_of), asked.here(col(Initiative.domain_id))
    yield (
        fact("initiative", col(Initiative.domain_id), key=col(Initiative.key), name=col(Initiative.title),
             text=last.scalar_subquery(), n=flag(is_halted), at=sa.func.max(col(PhaseMove.at)))
        .select_from(Initiative)
        .join(PhaseMove, begun)
        .where(*here)
        .group_by(col(Initiative.id), col(Initiative.domain_id), col(Initiative.key), col(Initiative.title))
    )  # fmt: skip
    yield (
        fact("hours", col(Initiative.domain_id), n=sa.func.sum(col(LogEntry.hours_product_team)),
             m=sa.func.sum(col(LogEntry.hours_data_team)), on=sa.func.max(col(LogEntry.on)))
        .select_from(Initiative)
        .join(LogEntry, col(LogEntry.initiative_id) == col(Initiative.id))
        .where(*here, entries_until(asked.as_of), col(LogEntry.on) >= asked.start)
        .group_by(col(Initiative.domain_id))
    )  # fmt: skip


def _workspaces(asked: Asked) -> Iterator[sa.Select[Any]]:
    touchless = sa.and_(sa.true() == Workspace.touchless, col(Workspace.attempts) == 1)
    yield fact(
        "workspace", col(Workspace.domain_id), name=col(Workspace.name), n=flag(touchless),
        at=col(Workspace.requested_at), done=col(Workspace.ready_at), since=col(Workspace.automation_started_at),
    ).where(
        existing(Workspace, asked.as_of),
        col(Workspace.state) != RequestState.CLOSED,
        col(Workspace.requested_at) <= asked.until,
        asked.here(col(Workspace.domain_id)),
    )  # fmt: skip


def _access(asked: Asked) -> Iterator[sa.Select[Any]]:
    mine = sa.and_(
        col(Membership.person_id) == col(AccessRequest.decided_by_id),
        col(Membership.domain_id) == col(DataProduct.domain_id),
    )
    is_member = sa.select(sa.literal(1)).where(mine).correlate(AccessRequest, DataProduct).exists()
    owns = col(AccessRequest.decided_by_id) == col(Domain.business_owner_id)
    gone = col(AccessRequest.revoked_at)
    granted = sa.and_(sa.true() == AccessRequest.granted, _has_both_words())
    decided = sa.case(
        (sa.or_(sa.false() == AccessRequest.granted, granted), sa.func.coalesce(
            col(AccessRequest.seconded_at), col(AccessRequest.decided_at)))
    )  # fmt: skip
    yield (
        fact("request", col(DataProduct.domain_id), key=col(AccessRequest.key), text=col(DataProduct.key),
             n=flag(granted), m=flag(sa.or_(owns, is_member)),
             on=col(AccessRequest.until_on), until=col(AccessRequest.review_on),
             at=col(AccessRequest.at), done=decided, since=gone)
        .select_from(AccessRequest)
        .join(DataProduct, col(DataProduct.id) == col(AccessRequest.product_id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(
            existing(AccessRequest, asked.as_of),
            col(AccessRequest.at) <= asked.until,
            sa.or_(decided.is_not(None), gone.is_(None)),
            asked.here(col(DataProduct.domain_id)),
        )
    )  # fmt: skip
    runs = sa.and_(
        col(AccessRequest.product_id) == col(PlatformGrant.product_id),
        sa.func.lower(col(AccessRequest.principal)) == sa.func.lower(col(PlatformGrant.principal)),
        granted,
        decided <= asked.until,
        sa.or_(gone.is_(None), gone > asked.until),
        sa.or_(col(AccessRequest.until_on).is_(None), col(AccessRequest.until_on) >= asked.as_of),
    )
    traced = sa.select(sa.literal(1)).where(runs).correlate(PlatformGrant, DataProduct).exists()
    named = col(PlatformGrant.principal) + " on " + col(PlatformGrant.full_name)
    yield (
        fact("grant", col(DataProduct.domain_id), key=col(DataProduct.key), name=named, n=flag(traced),
             extra=col(PlatformGrant.source), at=col(PlatformGrant.last_seen_at))
        .select_from(PlatformGrant)
        .join(DataProduct, col(DataProduct.id) == col(PlatformGrant.product_id))
        .where(
            col(PlatformGrant.seen_at) <= asked.until,
            sa.or_(col(PlatformGrant.gone_at).is_(None), col(PlatformGrant.gone_at) > asked.until),
            sa.func.upper(col(PlatformGrant.privilege)).in_(READS),
            asked.here(col(DataProduct.domain_id)),
        )
    )  # fmt: skip


def _has_both_words() -> sa.ColumnElement[bool]:
    """A sensitive product takes a second yes before a grant counts."""
    return sa.or_(~col(DataProduct.sensitive), col(AccessRequest.seconded_at).is_not(None))


def _map(asked: Asked) -> Iterator[sa.Select[Any]]:
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
