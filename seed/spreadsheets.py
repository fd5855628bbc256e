"""Ninety Excel reports on their way to the platform."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from core.actions import reports
from seed.domains import Home, homes
from seed.people import email
from seed.products import Product, catalogue, successor
from seed.story import Called, Story, moment, working_day
from seed.words import words

RECORDED_AFTER_DAYS = 12
MOVE_TAKES_DAYS = 24
PLANNED_TOO_EARLY_DAYS = 10
"""A move is planned that much earlier than it happens, on average."""


def write(story: Story) -> None:
    dice = story.dice("spreadsheets")
    products = catalogue(story)
    for domain, rows in words("spreadsheets").items():
        for name, hours, runs, fate in rows:
            _record(story, homes()[domain], products, (name, hours, runs), fate, dice)


def moved_in_quarter(story: Story, share: float) -> date:
    """The day on which that share of the current quarter is over."""
    quarter = story.quarters[-1]
    return working_day(quarter.start + timedelta(days=round(share * (quarter.end - quarter.start).days)))


def _record(
    story: Story, home: Home, products: list[Product], report: tuple[str, float, float], fate: str, dice: Random
) -> None:
    name, hours, runs = report
    who, called = email(dice.choice(home.contributors)), Called(f"report {name}")
    recorded = story.start + timedelta(days=RECORDED_AFTER_DAYS + dice.randint(0, 20))
    planned, moved = _days(story, fate, dice)
    cost = {"hours_per_run": float(hours), "runs_per_month": float(runs)}
    story.tell(
        moment(working_day(recorded), 11, dice.randrange(60)),
        email(home.owner),
        reports.record_report,
        called=called,
        domain=home.key,
        name=name,
        owner=who,
        **cost,
    )
    if planned is not None:
        settled = (moved or story.last_day) - timedelta(days=MOVE_TAKES_DAYS + 30)
        at = moment(working_day(max(settled, recorded + timedelta(days=9))), 10, dice.randrange(60))
        story.tell(at, who, reports.edit_report, called, planned_on=planned)
    if fate.startswith("moving") or moved is not None:
        begun = (moved - timedelta(days=MOVE_TAKES_DAYS)) if moved else story.ago(dice.randint(6, 20))
        story.tell(moment(working_day(begun), 13), who, reports.start_migration, called)
    if moved is not None:
        product = successor(products, home, min(moved, story.last_day), name)
        story.tell(moment(moved, 16), who, reports.migrate_report, called, product.called, on=moved)
    if fate.startswith("retired"):
        day = story.ago(int(fate.split()[1]))
        story.tell(moment(day, 15), who, reports.retire_report, called, on=day)


def _days(story: Story, fate: str, dice: Random) -> tuple[date | None, date | None]:
    """When the move was planned for, and when it took place; none where it has not, or never will."""
    match fate.split():
        case ["moved", ago]:
            moved = story.ago(int(ago))
            return moved - timedelta(days=dice.randint(-4, 2 * PLANNED_TOO_EARLY_DAYS)), moved
        case ["quarter", share]:
            return story.quarters[-1].end, moved_in_quarter(story, float(share))
        case ["moving" | "plan", ahead]:
            return story.last_day + timedelta(days=int(ahead)), None
    return None, None
