"""The context map: drawn by the owners once their systems are known, and held against the lineage of the platform."""

from __future__ import annotations

from datetime import timedelta

from core.actions import context_map
from seed.domains import homes
from seed.people import LEAD, email
from seed.story import Story, moment
from seed.words import words

DRAWN_IN_WEEK, LINEAGE_SINCE_WEEK = 16, 30
SOURCE = "lineage of tables"


def write(story: Story) -> None:
    told = words("context_map")
    for number, (upstream, downstream, patterns, planned, note) in enumerate(told["relations"]):
        up, down = _system(upstream), _system(downstream)
        at = moment(story.week(DRAWN_IN_WEEK), 9) + timedelta(minutes=5 * number)
        fields = {"patterns": patterns, "planned": planned, "note": note}
        story.tell(at, email(homes()[up[0]].owner), context_map.relate, up, down, **fields)
    for number, (giver, taker) in enumerate(told["flows"]):
        for day in (story.week(LINEAGE_SINCE_WEEK + number / 2), story.ago(number % 4)):
            at = moment(day, 6) + timedelta(minutes=number)
            story.tell(at, email(LEAD), context_map.observe_flow, giver, taker, on=day, source=SOURCE)


def _system(told: str) -> tuple[str, str]:
    domain, _, name = told.partition(": ")
    return domain, name
