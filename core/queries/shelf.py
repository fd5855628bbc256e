"""What lies beside an initiative: the key results it serves, its evidence, and the playbook of its phase."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of
from core.model import (
    Evidence,
    Initiative,
    InitiativeKeyResult,
    KeyResult,
    Objective,
    Person,
    Phase,
    PlaybookEntry,
)
from core.queries.key_results import existing
from core.queries.places import table_of


@dataclass(frozen=True)
class LinkedKeyResult:
    key: str
    title: str
    objective: str


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence: a link, or a file where ``url`` is empty; ``check`` is the key of the check it is for."""

    id: int
    title: str
    url: str
    file_name: str
    check: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Help:
    """An entry of the playbook."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Shelf:
    key_results: tuple[LinkedKeyResult, ...]
    evidence: tuple[Exhibit, ...]
    playbook: tuple[Help, ...]


def shelf(session: Session, initiative_id: int, phase: Phase, *, as_of: date) -> Shelf:
    """All three on a day, in the order in which they were added; one statement, since all of them are a few texts."""
    rows = session.execute(
        sa.union_all(_key_results(initiative_id), _evidence(initiative_id, as_of), _playbook(phase, as_of))
    ).all()
    found: dict[str, list[sa.Row[Any]]] = {"key result": [], "evidence": [], "playbook": []}
    for row in sorted(rows, key=lambda row: row.id):
        found[row.kind].append(row)
    return Shelf(
        key_results=tuple(LinkedKeyResult(row.key, row.title, row.note) for row in found["key result"]),
        evidence=tuple(
            Exhibit(row.id, row.title, row.url, row.file_name, row.key, row.note, row.at) for row in found["evidence"]
        ),
        playbook=tuple(Help(row.title, row.url, row.note) for row in found["playbook"]),
    )


def evidence_file(session: Session, evidence_id: int, *, as_of: date) -> tuple[str, bytes] | None:
    """Name and content of a file that is evidence on the day."""
    row = session.execute(
        sa.select(col(Evidence.file_name), col(Evidence.content))
        .join(Initiative, col(Initiative.id) == col(Evidence.initiative_id))
        .where(col(Evidence.id) == evidence_id, existing(Initiative, as_of), *_stands(as_of))
    ).one_or_none()
    return (row.file_name, row.content) if row and row.content is not None else None


def _key_results(initiative_id: int) -> sa.Select[Any]:
    return (
        _texts("key result", KeyResult.id, key=KeyResult.key, title=KeyResult.title, note=Objective.key)
        .select_from(KeyResult)
        .join(InitiativeKeyResult, col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .where(col(InitiativeKeyResult.initiative_id) == initiative_id)
    )


def _evidence(initiative_id: int, as_of: date) -> sa.Select[Any]:
    texts = _texts(
        "evidence",
        Evidence.id,
        at=Evidence.at,
        key=Evidence.check_key,
        title=Evidence.title,
        note=Person.name,
        url=Evidence.url,
        file_name=Evidence.file_name,
    )
    return (
        texts.select_from(Evidence)
        .join(Person, col(Person.id) == col(Evidence.by_id))
        .where(col(Evidence.initiative_id) == initiative_id, *_stands(as_of))
    )


def _playbook(phase: Phase, as_of: date) -> sa.Select[Any]:
    return (
        _texts("playbook", PlaybookEntry.id, title=PlaybookEntry.title, note=PlaybookEntry.note, url=PlaybookEntry.url)
        .select_from(PlaybookEntry)
        .where(col(PlaybookEntry.phase) == phase, existing(PlaybookEntry, as_of))
    )


def _stands(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    until, withdrawn_at = end_of(as_of), col(Evidence.withdrawn_at)
    return col(Evidence.at) <= until, sa.or_(withdrawn_at.is_(None), withdrawn_at > until)


TEXTS = ("key", "title", "url", "file_name", "note")


def _texts(kind: str, id_: int, *, at: datetime | None = None, **told: str) -> sa.Select[Any]:
    """The columns that every part has, empty where it has nothing to say."""
    moment = sa.type_coerce(sa.null() if at is None else col(at), table_of(Evidence).c.at.type)
    columns: list[sa.ColumnElement[Any]] = [sa.literal(kind).label("kind"), col(id_).label("id"), moment.label("at")]
    columns += [sa.cast(col(told[name]) if name in told else sa.literal(""), sa.Text).label(name) for name in TEXTS]
    return sa.select(*columns)
