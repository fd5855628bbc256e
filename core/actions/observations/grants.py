"""The rights on tables that a platform shows, found again by table, principal and privilege."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from core.actions.observations.places import Place, fitted, places_of
from core.actions.observations.tally import Tally
from core.errors import Invalid
from core.model import LINE, PlatformGrant
from core.sources.contract import GrantsSeen

NOUN = "grants"
BLOCK = 1_000

Rights = dict[tuple[str, str], PlatformGrant]


def keep_grants(session: Session, seen: Iterable[GrantsSeen], tally: Tally, *, at: datetime, source: str) -> None:
    """A right keeps the time at which it was first seen; one that its table no longer shows is gone.

    Rights on a table of which nothing is said stay as they are known. A table belongs to the product that names it as
    an output port.
    """
    rest = iter(seen)
    while block := list(islice(rest, BLOCK)):
        places = places_of(session, (one.full_name for one in block))
        known = _known(session, [one.full_name for one in block], source)
        for one in block:
            tally.seen[NOUN] += len(one.rights)
            tally.changed[NOUN] += _keep(session, one, known[one.full_name], places, tally, at=at, source=source)
    session.flush()


def _keep(
    session: Session,
    seen: GrantsSeen,
    known: Rights,
    places: Mapping[str, Place],
    tally: Tally,
    *,
    at: datetime,
    source: str,
) -> int:
    """How many rights are new, gone, or of another product."""
    home, changed = places.get(seen.full_name.casefold()), 0
    product_id = home.product_id if home else None
    for right, row in known.items():
        is_gone = right not in seen.rights
        changed += is_gone or row.product_id != product_id
        row.product_id, row.gone_at = product_id, at if is_gone else None
        row.last_seen_at = row.last_seen_at if is_gone else at
    for principal, privilege in dict.fromkeys(seen.rights):
        if (principal, privilege) in known:
            continue
        place = {"source": source, "full_name": seen.full_name, "product_id": product_id}
        values = place | {"seen_at": at, "last_seen_at": at}
        try:
            session.add(fitted(PlatformGrant, values | {"principal": principal, "privilege": privilege}))
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
