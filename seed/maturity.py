"""The maturity of the domains is kept on the last day, on the newest Monday and on every second before it. Two domains
are exempt. Most owners have said how many people should work with data products."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.actions.domains import edit_domain
from core.actions.maturity import approve_exemption, ask_exemption
from core.rules.weeks import monday_of
from core.snapshots import take_snapshot
from seed.domains import homes
from seed.people import LEAD, MANAGERS, email
from seed.story import Story, moment

KEPT, EXPECTED_IN_WEEK = 13, 24
FORTNIGHT = timedelta(days=14)
EXEMPT = (
    ("people", "E3", 120, 200, "What people calculate about colleagues may not leave the system of record."),
    ("it-platform", "A3", 60, 120, "The domain is the platform team itself; there is nobody to hand over to."),
    ("logistics", "B2", 20, 90, "The network of the old warehouse is opened by hand until it moves."),
)
"""Domain, criterion, how many days ago it was asked for, for how many days, and why; the last one waits."""


def write(story: Story) -> None:
    for home in homes().values():
        if home.people_expected is not None:
            said = moment(story.week(EXPECTED_IN_WEEK), 10)
            story.tell(said, email(LEAD), edit_domain, home.key, people_expected=home.people_expected)
    for place, (domain, criterion, ago, days, reason) in enumerate(EXEMPT):
        on = story.ago(ago)
        owner = email(homes()[domain].owner or LEAD)
        about: dict[str, Any] = {"reason": reason, "until_on": on + timedelta(days=days)}
        story.tell(moment(on, 9), owner, ask_exemption, domain, criterion, **about)
        if place < len(EXEMPT) - 1:
            approved = moment(on + timedelta(days=1), 14)
            story.tell(approved, email(MANAGERS[0]), approve_exemption, domain, criterion)
    newest = monday_of(story.last_day)
    mondays = {newest - back * FORTNIGHT for back in range(KEPT + 1)}
    for day in sorted(mondays | {story.last_day}):
        if day >= story.start:
            story.tell(moment(day, 23, 30), email(LEAD), take_snapshot)
