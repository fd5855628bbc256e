"""Data products with what is known about each: contracts, deployments, quality, use, and who took them over."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.facts import existing
from core.model import (
    AccessRequest,
    ChangeGrade,
    Contract,
    ContractCheck,
    ContractColumn,
    DataProduct,
    Deployment,
    Domain,
    Event,
    InitiativeProduct,
    MoveKind,
    Person,
    Phase,
    PhaseMove,
    ProductInput,
    ProductStatus,
    ProductUse,
    QualityResult,
    SupportRequest,
)
from core.queries.maturity_facts.register import IN_USE
from core.queries.maturity_facts.rows import Asked, Found, Row, ask, fact, flag
from core.rules.aftercare import HandedOver, SupportFact
from core.rules.contract_status import ACTIVE, status_in_force
from core.rules.descriptions import is_real_description
from core.rules.maturity.facts import Change, ContractFact, Fact, ProductFact

FIELDS = ("owner", "team", "cost_centre")
FEW_CONTRACTS = 500

EVIDENCE = {
    Fact.DEPLOYMENTS: "deployment",
    Fact.CONTRACTS: "contract",
    Fact.QUALITY: "quality",
    Fact.CONTRACT_CHECKS: "check",
    Fact.USE: "use",
}

Undescribed = dict[int, tuple[str, ...]]
"""The columns of a contract, by its id, without a real description: a version never changes, so it is read once."""


def products(session: Session, asked: Asked, known: Undescribed) -> dict[int, tuple[ProductFact, ...]]:
    """By the id of the domain, in the order in which they came; two statements."""
    found = ask(session, _facts(asked))
    about = _by_key(found)
    contracts = {row.key: row for row in _newest(about)}
    _read_columns(session, asked, {int(row.m) for row in contracts.values()}, known)
    return {
        home: tuple(_product(row, about[row.key], known, asked) for row in rows)
        for home, rows in found["product"].items()
    }


def _facts(asked: Asked) -> Iterator[sa.Select[Any]]:
    yield from _register(asked)
    yield from _contracts(asked)
    yield from _measured(asked)
    yield from _used(asked)
    yield from _handed_over(asked)


def _of(asked: Asked) -> sa.ColumnElement[bool]:
    in_use = col(DataProduct.status).in_(IN_USE)
    return sa.and_(existing(DataProduct, asked.as_of), in_use, asked.here(col(DataProduct.domain_id)))


def _about(kind: str, **columns: Any) -> sa.Select[Any]:
    return fact(kind, col(DataProduct.domain_id), key=col(DataProduct.key), **columns).select_from(DataProduct)


def _register(asked: Asked) -> Iterator[sa.Select[Any]]:
    owner = sa.and_(col(Person.id) == col(DataProduct.owner_id), existing(Person, asked.as_of))
    is_live = sa.and_(col(DataProduct.status) == ProductStatus.LIVE, col(DataProduct.live_on) <= asked.as_of)
    yield (
        _about("product", name=col(DataProduct.name), text=col(DataProduct.team), extra=col(DataProduct.cost_centre),
               n=col(DataProduct.level), m=flag(is_live), on=col(DataProduct.live_on))
        .where(_of(asked))
    )  # fmt: skip
    yield (
        _about("owner", text=col(Person.email), extra=sa.cast(col(DataProduct.status), sa.String))
        .outerjoin(Person, owner)
        .where(_of(asked))
    )
    told = col(Event.kind).like("product.%"), col(Event.at) > asked.begins, col(Event.at) <= asked.until
    yield (
        _about("event", text=col(Event.kind), extra=sa.cast(col(Event.changes), sa.Text), n=col(Event.id),
               at=col(Event.at))
        .join(Event, col(Event.subject) == col(DataProduct.key))
        .where(_of(asked), *told)
    )  # fmt: skip


def _contracts(asked: Asked) -> Iterator[sa.Select[Any]]:
    yield (
        _about("contract", name=col(Contract.version), text=col(Contract.status),
               extra=sa.cast(col(Contract.grade), sa.String), n=col(Contract.columns), m=col(Contract.id),
               on=col(Contract.announced_on), until=col(Contract.effective_on), at=col(Contract.at))
        .join(Contract, col(Contract.product_id) == col(DataProduct.id))
        .where(_of(asked), col(Contract.at) <= asked.until)
    )  # fmt: skip
    recent = col(ContractCheck.at) > asked.begins
    passed = sa.and_(recent, col(ContractCheck.passed))
    yield (
        _about("check", n=sa.func.sum(flag(recent)), m=sa.func.sum(flag(passed)), at=sa.func.max(col(ContractCheck.at)))
        .join(ContractCheck, col(ContractCheck.product_id) == col(DataProduct.id))
        .where(_of(asked), col(ContractCheck.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key))
    )


def _measured(asked: Asked) -> Iterator[sa.Select[Any]]:
    on = col(QualityResult.on)
    yield (
        _about("quality", n=sa.func.sum(flag(col(QualityResult.passed))), on=sa.func.max(on),
               extra=col(QualityResult.source))
        .join(QualityResult, col(QualityResult.product_id) == col(DataProduct.id))
        .where(_of(asked), on.between(asked.start, asked.as_of), on >= col(DataProduct.live_on))
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(QualityResult.source))
    )  # fmt: skip
    by_pipeline = flag(col(Deployment.by_pipeline))
    yield (
        _about("deployment", text=col(Deployment.target), n=by_pipeline, at=sa.func.max(col(Deployment.at)),
               extra=col(Deployment.source))
        .join(Deployment, col(Deployment.product_id) == col(DataProduct.id))
        .where(_of(asked), col(Deployment.succeeded), col(Deployment.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(Deployment.target),
                  col(Deployment.by_pipeline), col(Deployment.source))
    )  # fmt: skip


def _used(asked: Asked) -> Iterator[sa.Select[Any]]:
    reader, made = aliased(Domain), aliased(DataProduct)
    on = col(ProductUse.on)
    yield (
        _about("use", text=col(reader.key), on=sa.func.max(on), extra=col(ProductUse.source),
               m=sa.func.max(flag(col(reader.id) != col(DataProduct.domain_id))))
        .join(ProductUse, col(ProductUse.product_id) == col(DataProduct.id))
        .join(reader, col(reader.id) == col(ProductUse.domain_id))
        .where(_of(asked), on.between(asked.start, asked.as_of))
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(reader.key), col(ProductUse.source))
    )  # fmt: skip
    yield (
        _about("consumer", text=col(reader.key))
        .join(ProductInput, col(ProductInput.input_id) == col(DataProduct.id))
        .join(made, col(made.id) == col(ProductInput.product_id))
        .join(reader, col(reader.id) == col(made.domain_id))
        .where(_of(asked), existing(made, asked.as_of), col(made.status).in_(IN_USE))
    )
    runs = sa.or_(col(AccessRequest.revoked_at).is_(None), col(AccessRequest.revoked_at) > asked.until)
    ends = sa.or_(col(AccessRequest.until_on).is_(None), col(AccessRequest.until_on) >= asked.as_of)
    yield (
        _about("consumer", text=col(reader.key))
        .join(AccessRequest, col(AccessRequest.product_id) == col(DataProduct.id))
        .join(reader, col(reader.id) == col(AccessRequest.domain_id))
        .where(_of(asked), sa.true() == AccessRequest.granted, col(AccessRequest.decided_at) <= asked.until, runs, ends)
    )


def _handed_over(asked: Asked) -> Iterator[sa.Select[Any]]:
    completed = sa.func.max(sa.case((col(PhaseMove.phase) == Phase.COMPLETED, col(PhaseMove.at))))
    sent_back = sa.func.max(sa.case((col(PhaseMove.kind) == MoveKind.SENT_BACK, col(PhaseMove.at))))
    yield (
        _about("handover", at=completed, done=sent_back)
        .join(InitiativeProduct, col(InitiativeProduct.product_id) == col(DataProduct.id))
        .join(PhaseMove, col(PhaseMove.initiative_id) == col(InitiativeProduct.initiative_id))
        .where(_of(asked), col(PhaseMove.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(InitiativeProduct.initiative_id))
        .having(completed.is_not(None))
    )
    helped = SupportRequest
    yield (
        _about("support", name=col(helped.key), on=col(helped.opened_on), until=col(helped.closed_on))
        .join(helped, col(helped.product_id) == col(DataProduct.id))
        .where(_of(asked), existing(helped, asked.as_of), col(helped.opened_on) <= asked.as_of)
    )


def _by_key(found: Found) -> Mapping[str, Mapping[str, Sequence[Row]]]:
    about: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for kind, homes in found.items():
        for rows in homes.values():
            for row in rows:
                about[row.key][kind].append(row)
    return about


def _newest(about: Mapping[str, Mapping[str, Sequence[Row]]]) -> Iterator[Row]:
    for kinds in about.values():
        if rows := kinds.get("contract"):
            yield max(rows, key=lambda row: (row.at, row.m))


def _read_columns(session: Session, asked: Asked, wanted: set[int], known: Undescribed) -> None:
    """Complete ``known`` with what is wanted of it; one statement, none if all of it is known."""
    unknown = wanted - known.keys()
    if not unknown:
        return
    newest = (
        sa.select(sa.func.max(col(Contract.id))).join(DataProduct).where(_of(asked), col(Contract.at) <= asked.until)
    )
    among = sorted(unknown) if len(unknown) <= FEW_CONTRACTS else newest.group_by(col(Contract.product_id))
    rows = session.execute(
        sa.select(col(ContractColumn.contract_id), col(ContractColumn.path), col(ContractColumn.description))
        .where(col(ContractColumn.contract_id).in_(among))
        .order_by(col(ContractColumn.contract_id), col(ContractColumn.position))
    )
    bare: dict[int, list[str]] = {number: [] for number in unknown}
    for number, path, description in rows:
        if number in bare and not is_real_description(path, description):
            bare[number].append(path)
    known.update((number, tuple(paths)) for number, paths in bare.items())


def _product(row: Row, about: Mapping[str, Sequence[Row]], known: Undescribed, asked: Asked) -> ProductFact:
    owner = about["owner"][0]
    deployed = sorted(about.get("deployment", ()), key=lambda it: it.at)
    by_pipeline = {it.text.lower(): it for it in deployed if it.n}
    checked = next(iter(about.get("check", ())), None)
    versions = about.get("contract", ())
    measured, used = about.get("quality", ()), about.get("use", ())
    is_live = bool(row.m)
    handed_over, came_back = _aftercare(row.key, about, asked)
    return ProductFact(
        key=row.key,
        name=row.name,
        level=int(row.n),
        is_live=is_live,
        owner=owner.text,
        team=row.text,
        cost_centre=row.extra,
        lacked_on=_lacked_on(row, owner, about.get("event", ()), asked),
        is_handed_over=handed_over,
        came_back=came_back,
        by_pipeline=any(it.n for it in deployed[-1:]),
        pipeline_targets=frozenset(by_pipeline),
        contract=_contract(versions, known),
        live_days=(asked.as_of - max(row.on, asked.start)).days + 1 if is_live else 0,
        quality_days=int(sum(it.n for it in measured)) if is_live else 0,
        readers=frozenset(it.text for it in used if it.m),
        consumers=frozenset(it.text for it in (*used, *about.get("consumer", ()))),
        changed=sum(it.at > asked.begins for it in versions),
        checked=int(checked.n) if checked else 0,
        checks_passed=int(checked.m) if checked else 0,
        newest=_newest_facts(about),
        sources={
            kind: frozenset(it.extra for it in rows)
            for kind, rows in {
                Fact.DEPLOYMENTS: (*deployed[-1:], *by_pipeline.values()),
                Fact.QUALITY: measured,
                Fact.USE: used,
            }.items()
            if is_live
        },
    )


def _newest_facts(about: Mapping[str, Sequence[Row]]) -> Mapping[Fact, date]:
    days = {
        kind: [row.at.date() if row.at else row.on for row in about.get(name, ())] for kind, name in EVIDENCE.items()
    }
    return {kind: max(found) for kind, found in days.items() if found}


def _contract(versions: Iterable[Row], known: Undescribed) -> ContractFact | None:
    ordered = sorted(versions, key=lambda row: (row.at, row.m))
    if not ordered:
        return None
    newest = ordered[-1]
    return ContractFact(
        version=newest.name,
        is_active=status_in_force([it.text for it in reversed(ordered)]) == ACTIVE,
        columns=int(newest.n),
        undescribed=known.get(int(newest.m), ()),
        changes=tuple(_change(before, after) for before, after in pairwise(ordered)),
    )


def _change(before: Row, after: Row) -> Change:
    effective = after.until or after.at.date()
    return Change(
        version=after.name,
        on=after.at.date(),
        grade=ChangeGrade(after.extra.lower()) if after.extra else None,
        is_major=_major(after.name) > _major(before.name),
        notice_days=(effective - after.on).days if after.on else None,
    )


def _major(version: str) -> int:
    digits = version.lstrip("vV").partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _aftercare(key: str, about: Mapping[str, Sequence[Row]], asked: Asked) -> tuple[bool, bool]:
    """Whether it was handed over and still is, and whether it came back in the window."""
    moves = about.get("handover", ())
    if not moves:
        return False, False
    is_over = any(row.done is None or row.done < row.at for row in moves)
    back_on = max((row.done.date() for row in moves if row.done is not None), default=None)
    recent = [row for row in about.get("support", ()) if row.until is None or row.until >= asked.start]
    taken = HandedOver(
        key,
        "",
        min(row.at for row in moves).date(),
        tuple(SupportFact(row.name, row.on, _by(row.until, asked.as_of)) for row in recent),
        back_on if back_on is not None and back_on >= asked.start else None,
    )
    return is_over, taken.came_back(asked.as_of) is not None


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def _lacked_on(row: Row, owner: Row, events: Sequence[Row], asked: Asked) -> date | None:
    """The last day of the window at whose end it was in use and incomplete, found by undoing what the ledger tells."""
    state = {"owner": owner.text, "team": row.text, "cost_centre": row.extra, "status": owner.extra.lower()}
    last_day = asked.as_of
    for event in sorted(events, key=lambda it: (it.at, it.n), reverse=True):
        if event.at.date() <= last_day and _is_lacking(state):
            return last_day
        if event.text == "product.added":
            return None
        last_day = min(last_day, event.at.date() - timedelta(days=1))
        state |= {field: both[0] for field, both in json.loads(event.extra).items() if field in state}
    return last_day if last_day >= asked.start and _is_lacking(state) else None


def _is_lacking(state: Mapping[str, str | None]) -> bool:
    return state["status"] in IN_USE and not all(state[field] for field in FIELDS)
