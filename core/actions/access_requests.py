"""Access to a data product: asked for a purpose, decided by its owner, renewed, given back, and handed over to the
platform."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, alone, find, load, numbered, required, update
from core.errors import Invalid, NotAllowed
from core.ledger import HAND_OVER_FAILED, HANDED_OVER
from core.model import AccessRequest, DataProduct, Domain, Event, ProductStatus, Workspace
from core.rules.access import OPEN, RUNNING, AccessState, access_state

SERVED = frozenset({ProductStatus.LIVE, ProductStatus.DEPRECATED})
LONGEST_PRINCIPAL = 254


def ask_access(
    session: Session,
    product: str,
    *,
    by: Actor,
    at: datetime,
    purpose: str,
    principal: str,
    is_technical: bool = False,
    workspace: str | None = None,
    domain: str | None = None,
) -> AccessRequest:
    """Ask to read a product that is served, for the person with an e-mail address, or for a technical user by its name
    on the platform; ``domain`` is the one that will read it, that of the ``workspace`` if it is not said.

    Raises Invalid, NotAllowed, NotFound.
    """
    wanted = find(session, DataProduct, product)
    by.must_anywhere(Right.REQUEST_ACCESS)
    required(purpose=purpose)
    principal = _principal(principal, is_technical=is_technical)
    if wanted.status not in SERVED:
        raise Invalid(product=f"{product} is {wanted.status}. Ask for one that is live.")
    space, reader = _reader(session, workspace, domain)
    alone(session, AccessRequest)
    _refuse_a_second(session, wanted, principal, at)
    request = add(
        session,
        AccessRequest,
        key=numbered(session, AccessRequest, "ACC"),
        product_id=wanted.id,
        purpose=purpose,
        principal=principal,
        is_technical=is_technical,
        workspace_id=space.id if space else None,
        domain_id=reader.id if reader else None,
        at=at,
        by_id=by.id,
    )
    told = {"product": (None, product), "principal": (None, principal), "purpose": (None, request.purpose)}
    told |= {"workspace": (None, space.name)} if space else {}
    ledger.record(session, "access.asked", request.key, by=by, at=at, changes=told)
    return request


def decide_access(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    granted: bool,
    note: str = "",
    until_on: date | None = None,
    review_on: date | None = None,
    seen: int | None = None,
) -> Changes:
    """Grant it until a day, or until it is looked at again; or decline it with a note. Never one's own.

    A sensitive product takes a second yes before it counts. Raises Invalid, NotAllowed, NotFound, Stale.
    """
    request, product = _request(session, key, seen=seen)
    by.must(Right.DECIDE_ACCESS, product.domain_id)
    _must_not_be_ones_own(request, by)
    _must_be(request, product, at, AccessState.WAITING)
    if granted:
        _must_end(product, at, until_on, review_on)
    else:
        required(note=note)
    decided = {"granted": granted, "note": note, "decided_at": at, "decided_by_id": by.id}
    days = {"until_on": until_on, "review_on": review_on} if granted else {}
    changes = update(session, request, **decided, **days)
    kind = "access.granted" if granted else "access.declined"
    ledger.record(session, kind, key, by=by, at=at, changes=changes)
    return changes


def second_access(
    session: Session, key: str, *, by: Actor, at: datetime, granted: bool, note: str = "", seen: int | None = None
) -> Changes:
    """The second yes to a sensitive product, or a no with a note; of neither the one who asked nor who said the first.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    request, product = _request(session, key, seen=seen)
    by.must(Right.SECOND_ACCESS, product.domain_id)
    _must_not_be_ones_own(request, by)
    _must_be_another(request, by)
    _must_be(request, product, at, AccessState.WAITING_FOR_SECOND)
    values = {"seconded_at": at, "seconded_by_id": by.id} | ({} if granted else {"granted": False, "note": note})
    if not granted:
        required(note=note)
    changes = update(session, request, **values)
    ledger.record(session, "access.seconded" if granted else "access.declined", key, by=by, at=at, changes=changes)
    return changes


def renew_access(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    until_on: date | None = None,
    review_on: date | None = None,
    seen: int | None = None,
) -> Changes:
    """A running grant gets another end or review day; of a sensitive product by another person than who granted it.

    One that has ended is asked for anew. Raises Invalid, NotAllowed, NotFound, Stale.
    """
    request, product = _request(session, key, seen=seen)
    by.must(Right.SECOND_ACCESS if product.sensitive else Right.DECIDE_ACCESS, product.domain_id)
    _must_not_be_ones_own(request, by)
    _must_be(request, product, at, *RUNNING)
    if product.sensitive:
        _must_be_another(request, by)
    _must_end(product, at, until_on, review_on)
    changes = update(session, request, until_on=until_on, review_on=review_on)
    if changes:
        ledger.record(session, "access.renewed", key, by=by, at=at, changes=changes)
    return changes


def revoke_access(
    session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None
) -> Changes:
    """The owner takes it back, or who asked gives it back, granted or not.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    request, product = _request(session, key, seen=seen)
    if by.id != request.by_id:
        by.must(Right.DECIDE_ACCESS, product.domain_id)
    required(reason=reason)
    _must_be(request, product, at, *OPEN, *RUNNING)
    changes = update(session, request, revoked_at=at, revoked_by_id=by.id)
    ledger.record(session, "access.revoked", key, by=by, at=at, changes=changes, reason=reason.strip())
    return changes


def record_hand_over(session: Session, key: str, order: str, *, by: Actor, at: datetime, failure: str = "") -> None:
    """The platform's side took an order such as ``grant until 2026-12-31``, or with ``failure`` why it did not.

    Saying the same again changes nothing. Raises Invalid, NotAllowed, NotFound.
    """
    find(session, AccessRequest, key)
    by.must(Right.EDIT_PLATFORM)
    kind = HAND_OVER_FAILED if failure else HANDED_OVER
    last = session.exec(
        select(Event)
        .where(Event.subject == key, col(Event.kind).in_((HANDED_OVER, HAND_OVER_FAILED)))
        .order_by(col(Event.id).desc())
        .limit(1)
    ).one_or_none()
    if last is None or (last.kind, last.changes["order"][1], last.reason) != (kind, order, failure):
        ledger.record(session, kind, key, by=by, at=at, changes={"order": (None, order)}, reason=failure)


def _request(session: Session, key: str, *, seen: int | None) -> tuple[AccessRequest, DataProduct]:
    request = load(session, AccessRequest, key, seen=seen)
    return request, session.get_one(DataProduct, request.product_id)


def _principal(principal: str, *, is_technical: bool) -> str:
    """Raises Invalid for a name that no platform takes."""
    name = principal.strip()
    if not name:
        who = "the technical user by its name on the platform" if is_technical else "the person by e-mail address"
        raise Invalid(principal=f"Say who will read it: {who}.")
    if len(name) > LONGEST_PRINCIPAL or not name.isprintable():
        raise Invalid(principal=f"A name has at most {LONGEST_PRINCIPAL} characters, all of them visible.")
    mailbox, _, host = name.partition("@")
    if not is_technical and (not mailbox or not host or "@" in host or " " in name):
        raise Invalid(principal=f"“{name}” is not an e-mail address. Write it like name@example.com.")
    return name


def _reader(session: Session, workspace: str | None, domain: str | None) -> tuple[Workspace | None, Domain | None]:
    """From where it is read and for which domain. Raises Invalid where the two do not fit, NotFound."""
    home = find(session, Domain, domain) if domain else None
    if not workspace:
        return None, home
    space = find(session, Workspace, workspace)
    if space.ready_at is None:
        raise Invalid(workspace=f"{space.name} is not ready. Choose a workspace that is.")
    owner = session.get_one(Domain, space.domain_id)
    if home is not None and home.id != owner.id:
        raise Invalid(domain=f"{space.name} is a workspace of {owner.name}. Choose that domain, or leave it empty.")
    return space, owner


def _refuse_a_second(session: Session, product: DataProduct, principal: str, at: datetime) -> None:
    """Raises Invalid if the principal has asked for the product already, or may read it."""
    of_product = select(AccessRequest).where(AccessRequest.product_id == product.id)
    for one in session.exec(of_product.where(col(AccessRequest.archived_at).is_(None))):
        state = access_state(one, sensitive=product.sensitive, as_of=at.date())
        if one.principal.casefold() != principal.casefold() or state not in OPEN | RUNNING:
            continue
        told = "is waiting for a decision" if state in OPEN else "is granted already"
        raise Invalid(principal=f"{one.key} for {one.principal} {told}. Look there before you ask once more.")


def _must_be(request: AccessRequest, product: DataProduct, at: datetime, *states: AccessState) -> None:
    """Raises Invalid, saying where the request stands."""
    state = access_state(request, sensitive=product.sensitive, as_of=at.date())
    if state not in states:
        raise Invalid(key=f"{request.key} is {SAID[state]}.{WHAT_NEXT.get(state, '')}")


SAID = {
    AccessState.WAITING: "waiting for a decision",
    AccessState.WAITING_FOR_SECOND: "waiting for a second yes",
    AccessState.GRANTED: "granted already",
    AccessState.REVIEW_OVERDUE: "granted, and its review is overdue",
    AccessState.DECLINED: "declined",
    AccessState.EXPIRED: "expired",
    AccessState.REVOKED: "revoked",
}
WHAT_NEXT = dict.fromkeys(
    (AccessState.DECLINED, AccessState.EXPIRED, AccessState.REVOKED), " Ask anew if it is needed again."
)


def _must_not_be_ones_own(request: AccessRequest, by: Actor) -> None:
    if by.id == request.by_id or by.email == request.principal.casefold():
        raise NotAllowed(f"{request.key} is your own request. Ask somebody else with that right in this domain.")


def _must_be_another(request: AccessRequest, by: Actor) -> None:
    if by.id == request.decided_by_id:
        raise NotAllowed(f"You granted {request.key} yourself. Sensitive data takes two: ask a second person.")


def _must_end(product: DataProduct, at: datetime, until_on: date | None, review_on: date | None) -> None:
    """Raises Invalid for a grant that would never be looked at again, or outlive the product."""
    if until_on is None and review_on is None:
        raise Invalid(until_on="A grant needs a day on which it ends, or one on which it is looked at again.")
    days = {"until_on": until_on, "review_on": review_on}
    over = {field: f"{day} is over. Choose a later day." for field, day in days.items() if day and day <= at.date()}
    if over:
        raise Invalid(**over)
    if until_on and review_on and review_on > until_on:
        raise Invalid(review_on=f"It ends on {until_on}. Look at it again before that day.")
    if product.status not in SERVED:
        raise Invalid(key=f"{product.key} is {product.status}, so that nobody can read it. Decline the request.")
    if product.ends_on and (until_on or date.max) > product.ends_on:
        raise Invalid(until_on=f"{product.key} ends on {product.ends_on}. Choose that day or an earlier one.")
