"""Workspaces from the request to the first use."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, load, required, unused, update
from core.errors import Invalid
from core.model import Domain, Workspace


def request_workspace(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    domain: str,
    name: str,
    template: str = "",
    requested_by: str = "",
    request_url: str = "",
    when: datetime | None = None,
) -> Workspace:
    """A workspace requested at ``at`` or earlier (``when``), of a new name. Raises Invalid, NotAllowed, NotFound."""
    moment = _past(at, when)
    home = find(session, Domain, domain)
    by.must(Right.EDIT_PLATFORM, home.id)
    required(name=name)
    unused(session, Workspace, "name", name.strip())
    values = {"template": template, "requested_by": requested_by, "request_url": request_url, "requested_at": moment}
    workspace = add(session, Workspace, domain_id=home.id, name=name, **values)
    ledger.record(session, "workspace.requested", workspace.name, by=by, at=at, changes={"domain": (None, home.key)})
    return workspace


def mark_ready(
    session: Session,
    name: str,
    *,
    by: Actor,
    at: datetime,
    touchless: bool | None,
    when: datetime | None = None,
    seen: int | None = None,
) -> Workspace:
    """Ready at ``at``, or earlier (``when``); touchless if nobody of the platform team had a hand in it.

    Raises Invalid before the request or a second time, NotAllowed, NotFound, Stale.
    """
    workspace = load(session, Workspace, name, seen=seen)
    by.must(Right.EDIT_PLATFORM, workspace.domain_id)
    if workspace.ready_at is not None:
        raise Invalid(at=f"{workspace.name} has been ready since {_told(workspace.ready_at)}.")
    if touchless is None:
        raise Invalid(touchless="Say whether somebody of the platform team had a hand in it.")
    moment = _past(at, when)
    _in_order(workspace, "requested", workspace.requested_at, moment)
    return _mark(session, workspace, "workspace.ready", by=by, at=at, ready_at=moment, touchless=touchless)


def mark_used(
    session: Session, name: str, *, by: Actor, at: datetime, when: datetime | None = None, seen: int | None = None
) -> Workspace:
    """First used at ``at``, or earlier (``when``).

    Raises Invalid before it is ready or a second time, NotAllowed, NotFound, Stale.
    """
    workspace = load(session, Workspace, name, seen=seen)
    by.must(Right.EDIT_PLATFORM, workspace.domain_id)
    if workspace.ready_at is None:
        raise Invalid(at=f"{workspace.name} is not ready yet. Record when it was ready first.")
    if workspace.first_used_at is not None:
        raise Invalid(at=f"{workspace.name} has been in use since {_told(workspace.first_used_at)}.")
    moment = _past(at, when)
    _in_order(workspace, "ready", workspace.ready_at, moment)
    return _mark(session, workspace, "workspace.used", by=by, at=at, first_used_at=moment)


def _mark(session: Session, workspace: Workspace, kind: str, *, by: Actor, at: datetime, **values: Any) -> Workspace:
    changes = update(session, workspace, **values)
    ledger.record(session, kind, workspace.name, by=by, at=at, changes=changes)
    return workspace


def _past(at: datetime, when: datetime | None) -> datetime:
    """When it really happened: at the moment of acting, or at an earlier one. Raises Invalid for a later one."""
    if when is not None and when > at:
        raise Invalid(when=f"{_told(when)} lies ahead. Choose the present moment or an earlier one.")
    return when or at


def _in_order(workspace: Workspace, what: str, earlier: datetime, later: datetime) -> None:
    if later < earlier:
        raise Invalid(at=f"{workspace.name} was {what} on {_told(earlier)}. Choose a time after it.")


def _told(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
