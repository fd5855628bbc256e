"""Support after a product was handed over."""

from datetime import date, datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, find, load, not_after, numbered, required, update
from core.errors import Invalid
from core.model import DataProduct, Initiative, ProductStatus, SupportRequest


def open_support(
    session: Session,
    product: str,
    *,
    by: Actor,
    at: datetime,
    title: str,
    on: date,
    asked_by: str = "",
    initiative: str | None = None,
) -> SupportRequest:
    """Somebody needs help with a product that is live or was. Raises Invalid, NotAllowed, NotFound."""
    helped = find(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, helped.domain_id)
    required(title=title)
    not_after(at, on=on)
    if helped.live_on is None or helped.status is ProductStatus.RETIRED:
        raise Invalid(product=f"{product} is not live. Work on it belongs into the log of its initiative.")
    request = add(
        session,
        SupportRequest,
        key=numbered(session, SupportRequest, "SUP"),
        product_id=helped.id,
        initiative_id=find(session, Initiative, initiative).id if initiative else None,
        title=title,
        asked_by=asked_by,
        opened_on=on,
    )
    told = {"product": (None, product), "title": (None, request.title), "opened_on": (None, on)}
    ledger.record(session, "support.opened", request.key, by=by, at=at, changes=told)
    return request


def close_support(
    session: Session, key: str, *, by: Actor, at: datetime, on: date, answer: str, seen: int | None = None
) -> Changes:
    """The help was given, with the answer. Raises Invalid, NotAllowed, NotFound, Stale."""
    request = _request(session, key, by=by, seen=seen)
    required(answer=answer)
    not_after(at, on=on)
    if request.closed_on is not None:
        raise Invalid(on=f"{key} was closed on {request.closed_on:%-d %b %Y} already.")
    if on < request.opened_on:
        raise Invalid(on=f"{key} was opened on {request.opened_on:%-d %b %Y}. Choose that day or a later one.")
    changes = update(session, request, closed_on=on, answer=answer)
    ledger.record(session, "support.closed", key, by=by, at=at, changes=changes)
    return changes


def reopen_support(
    session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None
) -> Changes:
    """The help was not enough, with a reason; the days count from the beginning. Raises as ``close_support``."""
    request = _request(session, key, by=by, seen=seen)
    required(reason=reason)
    if request.closed_on is None:
        raise Invalid(key=f"{key} is still open.")
    changes = update(session, request, closed_on=None)
    ledger.record(session, "support.reopened", key, by=by, at=at, changes=changes, reason=reason.strip())
    return changes


def _request(session: Session, key: str, *, by: Actor, seen: int | None) -> SupportRequest:
    request = load(session, SupportRequest, key, seen=seen)
    by.must(Right.EDIT_PRODUCT, session.get_one(DataProduct, request.product_id).domain_id)
    return request
