"""Who reads data products: a row of each product, domain and day."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from sqlmodel import Session

from core.actions.observations.places import Homes, places_of
from core.actions.observations.tally import Tally
from core.actions.upsert import touched, upsert
from core.model import ProductUse
from core.sources.contract import UseSeen

NOUN = "uses"
BLOCK = 1_000

People = dict[tuple[int, int, date], int]
"""How many read a product, by its id, the id of their domain, and the day."""


def keep_uses(
    session: Session, seen: Iterable[UseSeen], tally: Tally, homes: Homes, *, at: datetime, source: str
) -> None:
    """Of a product with several tables, or told several times, the most people of a day count."""
    rest = iter(seen)
    while block := list(islice(rest, BLOCK)):
        places = places_of(session, (one.table for one in block))
        people: People = {}
        for one in block:
            place, reader = places.get(one.table.casefold()), homes.id_of(one.domain)
            if one.on > at.date():
                tally.leave_out(NOUN, "its day lies ahead")
            elif reader is None:
                tally.leave_out(NOUN, f"no domain is called “{one.domain}”")
            elif place is None or place.product_id is None:
                tally.leave_out(NOUN, "its table is the output of no data product")
            else:
                tally.seen[NOUN] += 1
                of_it = place.product_id, reader, one.on
                people[of_it] = max(people.get(of_it, 0), one.people)
        tally.changed[NOUN] += _store(session, people, source)


def _store(session: Session, people: People, source: str) -> int:
    """How many rows are new, or told more people than known."""
    insert = upsert(session, ProductUse)
    more = insert.table.c.people < insert.excluded.people
    replaced = {name: insert.excluded[name] for name in ("people", "source")}
    stored = insert.on_conflict_do_update(index_elements=["product_id", "domain_id", "on"], set_=replaced, where=more)
    names = ("product_id", "domain_id", "on", "people", "source")
    rows = [dict(zip(names, (*of_it, count, source), strict=True)) for of_it, count in people.items()]
    return touched(session, stored, rows) if rows else 0
