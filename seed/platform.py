"""Workspaces: requested by ticket and set up by hand at first, from a template and touchless since it arrived."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from core.actions import metrics, workspaces
from seed.domains import Home, homes
from seed.people import LEAD, PLATFORM_ENGINEER, email
from seed.story import Story, moment, working_day

BY_HAND_DAYS = (14, 22)
"""From a ticket to a ready workspace before the template, from … to."""

PILOT_DAYS, PILOT_HOURS = 21, (3, 30)
"""In its first weeks the template still needed a hand."""

TOUCHLESS_MINUTES = (10, 15)
TEMPLATE = "domain-workspace"
OUTLIERS = {"mes-sandbox": 47, "platform-identity": 190}
"""Minutes of requests that CI held up; the second one needed somebody to free an address range."""

UNUSED_DAYS = 20


def template_arrives(story: Story) -> datetime:
    """In the middle of the third quarter before the current one."""
    return moment(story.quarters[1].start + timedelta(days=46), 8)


ONBOARDING, TOUCHLESS = "onboarding_p50", "onboarding_touchless"
DAY_MINUTES, SETTLED_MINUTES = 24 * 60, 20
ARRIVES, SETTLES = "Workspaces are made from a template", "The template needs no hand any more"


def write(story: Story) -> None:
    _follow(story)
    dice = story.dice("workspaces")
    for home in homes().values():
        for name, when in home.workspaces:
            _set_up(story, home, name, _requested(story, when, dice), isinstance(when, str), dice)


def _follow(story: Story) -> None:
    """With the template come targets for what is computed from the requests, tighter ones when it needs no hand."""
    arrival, lead = template_arrives(story), email(LEAD)
    settled = arrival + timedelta(days=PILOT_DAYS)
    story.tell(arrival, lead, metrics.adopt_default_metrics)
    for at, minutes, text in ((arrival, DAY_MINUTES, ARRIVES), (settled, SETTLED_MINUTES, SETTLES)):
        story.tell(at, lead, metrics.annotate, ONBOARDING, on=at.date(), text=text, process_changed=True)
        story.tell(at, lead, metrics.set_target, ONBOARDING, since=at.date(), high=float(minutes))
    story.tell(settled, lead, metrics.set_target, TOUCHLESS, since=settled.date(), low=90.0)


def _requested(story: Story, when: int | str, dice: Random) -> datetime:
    jitter = dice.randint(0, 5)
    day = story.week(when + jitter / 7) if isinstance(when, int) else story.ago(int(when.split()[0]))
    return moment(day, dice.randint(7, 15), dice.randrange(60))


def _set_up(story: Story, home: Home, name: str, requested: datetime, is_waiting: bool, dice: Random) -> None:
    engineer = email(PLATFORM_ENGINEER)
    since_template = requested - template_arrives(story)
    has_template = since_template >= timedelta(0)
    story.tell(
        requested,
        engineer,
        workspaces.request_workspace,
        domain=home.key,
        name=name,
        template=f"{TEMPLATE} {1 + since_template.days // 90}.{dice.randint(0, 6)}" if has_template else "",
        requested_by=dice.choice(home.contributors),
        request_url=f"https://git.{engineer.partition('@')[2]}/platform/"
        + (f"workspaces/pull/{dice.randint(100, 400)}" if has_template else f"tickets/{dice.randint(1000, 1999)}"),
    )
    wait, touchless = _wait(name, since_template, dice)
    if is_waiting:
        return
    ready = requested + wait
    if not has_template:
        ready = datetime.combine(working_day(ready.date()), ready.timetz())
    story.tell(ready, engineer, workspaces.mark_ready, name, touchless=touchless)
    used = moment(working_day(ready.date() + timedelta(days=dice.randint(3, 11))), dice.randint(7, 16))
    if used.date() < story.ago(UNUSED_DAYS):
        story.tell(used, engineer, workspaces.mark_used, name)


def _wait(name: str, since_template: timedelta, dice: Random) -> tuple[timedelta, bool]:
    """From request to ready, and whether nobody of the platform team had a hand in it."""
    if since_template < timedelta(0):
        return timedelta(days=dice.randint(*BY_HAND_DAYS), hours=dice.randint(0, 7)), False
    if since_template < timedelta(days=PILOT_DAYS):
        return timedelta(hours=dice.randint(*PILOT_HOURS)), False
    if name in OUTLIERS:
        return timedelta(minutes=OUTLIERS[name]), OUTLIERS[name] < 60
    return timedelta(minutes=dice.randint(*TOUCHLESS_MINUTES), seconds=dice.randrange(50)), True
