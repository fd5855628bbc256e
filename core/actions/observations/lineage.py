"""Which tables were made from which, kept as what it says of data products and of domains."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from core.actions.observations.places import Place, places_of
from core.actions.observations.tally import Tally
from core.actions.upsert import touched, upsert
from core.model import ObservedFlow, ObservedInput
from core.sources.contract import LineageSeen

NOUN = "lineage"
BLOCK = 1_000

Ends = tuple[int, int]
Days = tuple[date, date]


class Flows:
    """From what to what, first and last on which days."""

    def __init__(self, table: type[SQLModel]) -> None:
        self._table = table
        self._days: dict[Ends, Days] = {}

    def add(self, upstream: int | None, downstream: int | None, days: Days) -> None:
        """Nothing where an end is not known, or both are the same."""
        if upstream and downstream and upstream != downstream:
            first_on, last_on = self._days.get((upstream, downstream), days)
            self._days[upstream, downstream] = min(first_on, days[0]), max(last_on, days[1])

    def keep(self, session: Session, source: str) -> int:
        """How many are new, or were seen on an earlier or later day than known."""
        insert = upsert(session, self._table)
        known, told = insert.table.c, insert.excluded
        earlier, later = told.first_on < known.first_on, told.last_on > known.last_on
        wider = {
            "first_on": sa.case((earlier, told.first_on), else_=known.first_on),
            "last_on": sa.case((later, told.last_on), else_=known.last_on),
        }
        ends = ["upstream_id", "downstream_id", "source"]
        stored = insert.on_conflict_do_update(index_elements=ends, set_=wider, where=sa.or_(earlier, later))
        names = ("upstream_id", "downstream_id", "first_on", "last_on", "source")
        rows = [dict(zip(names, (*of_it, *days, source), strict=True)) for of_it, days in self._days.items()]
        return touched(session, stored, rows) if rows else 0


def keep_lineage(session: Session, seen: Iterable[LineageSeen], tally: Tally, *, at: datetime, source: str) -> None:
    """A table belongs to the product that names it as an output port, else to the domain that the catalogue tells."""
    inputs, flows = Flows(ObservedInput), Flows(ObservedFlow)
    rest = iter(seen)
    while block := list(islice(rest, BLOCK)):
        places = places_of(session, (name for one in block for name in (*one.input, *one.output)))
        for one in block:
            taken, made = (_place(places, names) for names in (one.input, one.output))
            if one.last_on > at.date():
                tally.leave_out(NOUN, "its day lies ahead")
            elif taken is None or made is None:
                tally.leave_out(NOUN, "its tables belong to no data product and to no domain")
            else:
                tally.seen[NOUN] += 1
                inputs.add(taken.product_id, made.product_id, (one.first_on, one.last_on))
                flows.add(taken.domain_id, made.domain_id, (one.first_on, one.last_on))
    tally.changed[NOUN] += inputs.keep(session, source) + flows.keep(session, source)


def _place(places: dict[str, Place], names: Iterable[str]) -> Place | None:
    return next((places[name] for name in map(str.casefold, names) if name in places), None)
