"""Remembering how the columns of a spreadsheet were read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from core import ledger
from core.access import Actor
from core.actions.common import add
from core.model import ColumnMapping


def remember_mapping(
    session: Session, kind: str, headers: str, mapping: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Keep the mapping for files of that kind whose headers have that fingerprint; the same again changes nothing."""
    where = (ColumnMapping.kind == kind, ColumnMapping.headers == headers)
    known = session.exec(select(ColumnMapping).where(*where)).one_or_none()
    before = known.mapping.get("columns") if known else None
    if known is None:
        add(session, ColumnMapping, kind=kind, headers=headers, mapping=mapping, by_id=by.id, at=at)
    elif known.mapping == mapping:
        return
    else:
        known.mapping, known.by_id, known.at = dict(mapping), by.id, at
    told = {"columns": (before, mapping.get("columns"))}
    ledger.record(session, "mapping.remembered", kind, by=by, at=at, changes=told)
