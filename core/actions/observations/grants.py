"""The rights on tables that a platform shows, found again by table, principal and privilege."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.observations.places import fitted
from core.actions.observations.tally import Tally
from core.errors import Invalid
from core.model import LINE, PlatformGrant, PortDirection, ProductPort
from core.sources.contract import GrantsSeen

NOUN = "grants"
BLOCK = 1_000

Rights = dict[tuple[str, str], PlatformGrant]


def keep_grants(session: Session, seen: Iterable[GrantsSeen], tally: Tally, *, at: datetime, source: str) -> None:
    """A right keeps the time at which it was first seen; one that its table no longer shows is gone.

    Rights on a table of which nothing is said stay as they are known. A table belongs to the product that names it as
    an output port.
    """
    products = _products(session)
    rest = iter(seen)
    while block := list(islice(rest, BLOCK)):
        known = _known(session, [one.full_name for one in block], source)
        for one in block:
            tally.seen[NOUN] += len(one.rights)
            tally.changed[NOUN] += _keep(session, one, known[one.full_name], products, tally, at=at, source=source)
    session.flush()


def _keep(
    session: Session,
    seen: GrantsSeen,
    known: Rights,
    products: dict[str, int],
    tally: Tally,
    *,
    at: datetime,
    source: str,
) -> int:
    """How many rights are new, gone, or of another product."""
    product_id, changed = products.get(seen.full_name.casefold()), 0
    for right, row in known.items():
        is_gone = right not in seen.rights
        changed += is_gone or row.product_id != product_id
        row.product_id, row.gone_at = product_id, at if is_gone else None
    for principal, privilege in dict.fromkeys(seen.rights):
        if (principal, privilege) in known:
            continue
        place = {"source": source, "full_name": seen.full_name, "product_id": product_id, "seen_at": at}
        try:
            session.add(fitted(PlatformGrant, place | {"principal": principal, "privilege": privilege}))
        except Invalid as fault:
            tally.left_out[NOUN, f"“{seen.full_name[:LINE]}”: {fault}"] += 1
        else:
            changed += 1
    return changed


def _known(session: Session, tables: list[str], source: str) -> dict[str, Rights]:
    """By table, then by principal and privilege, those that are there."""
    found: dict[str, Rights] = defaultdict(dict)
    present = (PlatformGrant.source == source, col(PlatformGrant.gone_at).is_(None))
    for row in session.exec(select(PlatformGrant).where(*present, col(PlatformGrant.full_name).in_(tables))):
        found[row.full_name][row.principal, row.privilege] = row
    return found


def _products(session: Session) -> dict[str, int]:
    """The product behind each table, by its name in small letters."""
    served = sa.select(col(ProductPort.location), col(ProductPort.product_id)).where(
        col(ProductPort.direction) == PortDirection.OUTPUT, col(ProductPort.location) != ""
    )
    return {location.casefold(): product_id for location, product_id in session.execute(served)}
