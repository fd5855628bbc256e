"""The tables of a catalogue: a block of them in two statements, and those that are no longer there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.observations.places import Homes, fitted
from core.actions.observations.tally import Tally
from core.actions.upsert import touched, upsert
from core.errors import Invalid
from core.model import LINE, TEXT, CatalogTable, Pull, PullOutcome
from core.sources.contract import ScopeSeen, TableSeen

NOUN = "tables"
BLOCK = 1_000
SAID = (
    *("kind", "domain_id", "owner", "comment", "cost_centre", "columns", "described"),
    *("created_at", "updated_at", "gone_at"),
)
"""What makes a table another one; where and when it was seen last does not."""

Rows = Mapping[str, Mapping[str, Any]]


class Catalogue:
    """The tables that one source shows in one pull, at one time."""

    def __init__(self, session: Session, tally: Tally, *, at: datetime, source: str) -> None:
        self._session, self._tally, self._at, self._source = session, tally, at, source
        self._present = (col(CatalogTable.source) == source, col(CatalogTable.gone_at).is_(None))
        self._known = session.exec(select(sa.func.count(col(CatalogTable.id))).where(*self._present)).one()

    def keep(self, seen: Iterable[TableSeen], homes: Homes) -> None:
        """Store or replace tables by their full name; whoever is seen is not gone."""
        rest = iter(seen)
        while block := list(islice(rest, BLOCK)):
            self._tally.seen[NOUN] += len(block)
            if rows := dict(self._fitting(block, homes)):
                self._tally.changed[NOUN] += self._store(rows)
                self._see(rows)

    def mark_gone(self, scopes: Sequence[ScopeSeen], *, whole: bool) -> None:
        """The tables that the source no longer shows are gone, unless it may just have lost sight of them.

        It has not if it was read whole, by the account that asked the last time, who sees no fewer tables than known.
        """
        asked_by = ", ".join(sorted({scope.asked_by for scope in scopes}))[: LINE // 2]
        visible = sum(scope.visible for scope in scopes)
        if not scopes:
            return
        self._tally.scope = json.dumps({"asked_by": asked_by, "visible": visible}, ensure_ascii=False)
        if whole and visible >= self._known and self._last_asked_by() in (None, asked_by):
            unseen = sa.update(CatalogTable).where(*self._present, col(CatalogTable.seen_at) < self._at)
            self._tally.gone = touched(self._session, unseen.values(gone_at=self._at))

    def _fitting(self, block: Iterable[TableSeen], homes: Homes) -> Iterable[tuple[str, dict[str, Any]]]:
        for one in block:
            values = {name: getattr(one, name) for name in SAID if name not in ("domain_id", "gone_at", "comment")}
            place = {"domain_id": homes.id_of(one.domain), "source": self._source, "seen_at": self._at}
            try:
                row = fitted(CatalogTable, {"full_name": one.full_name, "comment": one.comment[:TEXT]} | values | place)
            except Invalid as fault:
                self._tally.left_out[NOUN, f"“{one.full_name[:LINE]}”: {fault}"] += 1
            else:
                yield row.full_name, row.model_dump(exclude={"id"})

    def _store(self, rows: Rows) -> int:
        """How many were new or other ones."""
        insert = upsert(self._session, CatalogTable)
        other = [col.is_distinct_from(insert.excluded[col.name]) for col in insert.table.c if col.name in SAID]
        replaced = {name: insert.excluded[name] for name in (*SAID, "source", "seen_at")}
        stored = insert.on_conflict_do_update(index_elements=["full_name"], set_=replaced, where=sa.or_(*other))
        return touched(self._session, stored, list(rows.values()))

    def _see(self, rows: Rows) -> None:
        seen = sa.update(CatalogTable).where(col(CatalogTable.full_name).in_(rows))
        self._session.connection().execute(seen.values(source=self._source, seen_at=self._at))

    def _last_asked_by(self) -> str | None:
        good = (Pull.source == self._source, Pull.outcome == PullOutcome.SUCCEEDED, Pull.scope != "")
        last = self._session.exec(select(Pull.scope).where(*good).order_by(col(Pull.id).desc()).limit(1)).first()
        return None if last is None else json.loads(last)["asked_by"]
