"""The review in the middle of the current quarter: what was decided, what was said, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.actions import decisions, reviews
from seed.goals import Goal, Result, goals
from seed.people import MANAGERS, email
from seed.story import Called, Story, moment
from seed.words import words

DAYS_AGO, AFTER_DAYS = 9, 14
"""It was held so many days ago, once the quarter had begun for longer than that."""


def write(story: Story) -> None:
    quarter, held_on = story.quarters[-1], story.ago(DAYS_AGO)
    if held_on < quarter.start + timedelta(days=AFTER_DAYS):
        return
    chair, table = email(MANAGERS[0]), words("reviews")
    aims = {
        (_home(goal), result.course): (goal, result)
        for goal in goals(story)
        if goal.quarter is quarter
        for result in goal.results
    }
    for number, row in enumerate(table["decision"]):
        _decide(story, row, *aims[row["domain"], row["course"]], Called(f"decision {number}"), held_on)
    for number, row in enumerate(table["note"]):
        goal, _ = aims[row["domain"], row["course"]]
        at = moment(held_on, 14, 10 + number)
        story.tell(at, chair, reviews.note, goal.called, on=held_on, text=row["text"])
    story.tell(moment(held_on, 15), chair, reviews.hold_review, quarter.label, on=held_on)


def _decide(story: Story, row: dict[str, Any], goal: Goal, result: Result, called: Called, held_on: date) -> None:
    owner = email(result.owner)
    story.tell(
        moment(held_on, 14),
        email(MANAGERS[0]),
        decisions.decide,
        called=called,
        text=row["text"],
        owner=owner,
        due=held_on + timedelta(days=row["due"]),
        quarter=goal.quarter.label,
        key_result=result.called,
    )
    if "done" in row:
        done_on = held_on + timedelta(days=row["done"])
        outcome = row["outcome"]
        story.tell(moment(done_on, 16), owner, decisions.finish_decision, called, on=done_on, outcome=outcome)


def _home(goal: Goal) -> str:
    return goal.home.key if goal.home else "company"
