"""Workspaces as the platform shows them: found by the address of their request, else by name."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from core.actions.common import alone, save
from core.actions.observations.places import Homes, fitted
from core.actions.observations.tally import Tally
from core.errors import Invalid
from core.model import Workspace
from core.sources.contract import WorkspaceSeen

NOUN = "workspaces"


def keep_workspaces(
    session: Session, seen: Iterable[WorkspaceSeen], tally: Tally, homes: Homes, *, source: str
) -> None:
    """Of several requests for one name the latest counts. What a source does not say stays as it is known.

    One statement to read, and as few to write as there are kinds of change.
    """
    alone(session, Workspace)
    known = _Known(session)
    for one in _latest(seen):
        tally.seen[NOUN] += 1
        row = known.row_of(one)
        try:
            if row is None:
                known.add(_new(session, one, homes, source))
                tally.changed[NOUN] += 1
            elif not known.is_settled(row, one):
                values = _said(one, homes, source) | {"name": known.name_for(row, one)}
                tally.changed[NOUN] += bool(save(session, row, _in_order(row.model_dump() | values)))
        except Invalid as fault:
            tally.left_out[NOUN, f"“{one.name}”: {fault}"] += 1
    session.flush()


class _Known:
    """The workspaces there are, archived ones included, since their names are taken."""

    def __init__(self, session: Session) -> None:
        rows = session.exec(select(Workspace)).all()
        self._by_name = {row.name: row for row in rows}
        self._by_url = {row.request_url: row for row in rows if row.request_url}

    def row_of(self, one: WorkspaceSeen) -> Workspace | None:
        return self._by_url.get(one.url) or self._by_name.get(one.name)

    def add(self, row: Workspace) -> None:
        self._by_name[row.name] = row
        self._by_url[row.request_url] = row

    def is_settled(self, row: Workspace, one: WorkspaceSeen) -> bool:
        """Whether a person has archived it, or a later request for the same name has taken its place."""
        is_older = row.request_url not in ("", one.url) and one.requested_at < row.requested_at
        return row.archived_at is not None or is_older

    def name_for(self, row: Workspace, one: WorkspaceSeen) -> str:
        """The name it has now, unless that is the name of another one."""
        return row.name if self._by_name.get(one.name, row) is not row else one.name


def _latest(seen: Iterable[WorkspaceSeen]) -> list[WorkspaceSeen]:
    latest: dict[str, WorkspaceSeen] = {}
    for one in seen:
        if one.name not in latest or one.requested_at >= latest[one.name].requested_at:
            latest[one.name] = one
    return list(latest.values())


def _new(session: Session, one: WorkspaceSeen, homes: Homes, source: str) -> Workspace:
    values = _said(one, homes, source)
    if "domain_id" not in values:
        raise Invalid(domain=f"no domain is called “{one.domain}”." if one.domain else "it is of no domain.")
    row = _in_order(values)
    session.add(row)
    return row


def _said(one: WorkspaceSeen, homes: Homes, source: str) -> dict[str, Any]:
    values = {
        "name": one.name,
        "domain_id": homes.id_of(one.domain),
        "template": one.template,
        "requested_by": one.requested_by,
        "request_url": one.url,
        "requested_at": one.requested_at,
        "merged_at": one.merged_at,
        "automation_started_at": one.automation_started_at,
        "ready_at": one.ready_at,
        "first_used_at": one.first_used_at,
        "touchless": one.touchless,
        "state": one.state,
        "touched_by": list(one.touched_by),
        "attempts": one.attempts,
        "tags": list(one.tags),
        "source": source,
    }
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _in_order(values: dict[str, Any]) -> Workspace:
    """Raises Invalid."""
    row = fitted(Workspace, values)
    if row.ready_at is not None and row.ready_at < row.requested_at:
        raise Invalid(ready_at="it was ready before it was requested.")
    if row.first_used_at is not None and row.ready_at is not None and row.first_used_at < row.ready_at:
        raise Invalid(first_used_at="it was used before it was ready.")
    return row
