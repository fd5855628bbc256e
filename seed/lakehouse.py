"""What the platform showed from week to week: tables, who may read them, what was made from what, and who read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session

from core.access import Actor
from core.actions import pulls
from core.actions.observations import (
    GrantsSeen,
    LineageSeen,
    Observation,
    ScopeSeen,
    TableSeen,
    Tally,
    UseSeen,
    store,
)
from core.rules.weeks import WEEK, monday_of
from seed.access import Wish, served, table, wishes
from seed.people import LEAD, email
from seed.products import Product
from seed.story import Story, moment
from seed.words import words

SOURCE, ASKED_BY = "databricks", "svc-uptake"
A_MINUTE = timedelta(minutes=1)
WEEKS, TABLES_EVERY = 20, 2
"""How far back what was read is told; tables and rights are told in every second week."""

UNTRACED, READ, MOST_PEOPLE = 0.25, 0.7, 9
"""Shares of tables that a group may read whose right nobody asked for, and of weeks in which a table is read abroad."""


@dataclass(frozen=True)
class Shown:
    """A table of a product: of its ``columns`` a share is described on the first day, and more from week to week."""

    product: Product
    columns: int
    described: float
    pace: float
    is_untraced: bool

    @property
    def name(self) -> str:
        return table(self.product)

    def seen(self, weeks: int) -> TableSeen:
        described = min(self.columns, round(self.columns * (self.described + self.pace * weeks)))
        home = self.product.home
        return TableSeen(
            self.name,
            "MANAGED",
            home.team,
            self.product.description,
            home.cost_centre,
            home.key,
            self.columns,
            described,
        )


def write(story: Story) -> None:
    dice, asked = story.dice("lakehouse"), wishes(story)
    tables = [_shown(product, dice) for product in served(story)]
    monday = monday_of(story.last_day)
    for week in range(WEEKS + 1):
        day = monday - (WEEKS - week) * WEEK
        there = [one for one in tables if one.product.live and one.product.live < day]
        if day > story.start and there:
            seen = [*_used(there, day, dice), *_made(there, day)]
            if week % TABLES_EVERY == 0:
                seen += _catalogued(there, asked, week, day)
            story.tell(moment(day, 5), email(LEAD), _pull, seen)


def _shown(product: Product, dice: Random) -> Shown:
    described, pace = dice.uniform(0.5, 1.1), dice.choice((0.0, 0.01, 0.02))
    return Shown(product, dice.randint(6, 30), described, pace, dice.random() < UNTRACED)


def _catalogued(there: Sequence[Shown], asked: Sequence[Wish], weeks: int, day: date) -> Iterator[Observation]:
    for one in there:
        yield one.seen(weeks)
    for one in there:
        granted = [it for it in asked if it.product == one.product and it.is_granted and (it.decided or day) < day]
        traced = [email(it.asker) for it in granted]
        everybody = ["grp-analysts"] if one.is_untraced else []
        yield GrantsSeen(one.name, tuple((who, "SELECT") for who in [*traced, *everybody]))
    yield ScopeSeen(ASKED_BY, len(there))


def _used(there: Sequence[Shown], day: date, dice: Random) -> Iterator[UseSeen]:
    """People at home read what is theirs, and those of the domains to which data flow."""
    readers = words("context_map")["flows"]
    for one in there:
        home = one.product.home.key
        abroad = [taker for giver, taker in readers if giver == home and dice.random() < READ]
        for reader in [home, *abroad]:
            yield UseSeen(one.name, reader, day - timedelta(days=dice.randint(1, 3)), dice.randint(1, MOST_PEOPLE))


def _made(there: Sequence[Shown], day: date) -> Iterator[LineageSeen]:
    """What the teams declared flows every week, and some that nobody declared."""
    by_name = {one.product.name: one.name for one in there}
    declared = [(taken, made) for made, told in words("contracts").items() for taken in told.get("made_from", ())]
    for taken, made in (*declared, *words("context_map")["undeclared"]):
        if taken in by_name and made in by_name:
            yield LineageSeen((by_name[taken],), (by_name[made],), day - WEEK, day - timedelta(days=1))


def _pull(session: Session, seen: Sequence[Observation], *, by: Actor, at: datetime) -> Tally:
    pull = pulls.begin_pull(session, SOURCE, at=at)
    tally = store(session, seen, by=by, at=at, source=SOURCE, whole=True)
    told = {"scope": tally.scope, "remark": tally.remark()}
    pulls.finish_pull(session, pull.id, at=at + A_MINUTE, counts=tally.counts(), cursor="", **told)
    return tally
