"""What was done on the initiatives, by whom, and who of the data team was lent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random

from core.actions import lending, logbook
from core.model import LogKind, Phase
from seed.cases import Case, Stay, cases
from seed.people import LEAD, LENDABLE, email
from seed.story import Story, moment, working_day
from seed.words import words

RHYTHM = {
    Phase.INTAKE: (6, 10),
    Phase.INCUBATION: (3, 5),
    Phase.PRODUCTIONIZATION: (6, 9),
    Phase.HANDOVER: (6, 9),
    Phase.COMPLETED: (7, 11),
}
"""Days between two entries, from … to."""

HOURS = {
    Phase.INTAKE: (3, 9),
    Phase.INCUBATION: (14, 30),
    Phase.PRODUCTIONIZATION: (12, 28),
    Phase.HANDOVER: (10, 18),
    Phase.COMPLETED: (6, 12),
}
"""Hours of both teams together in one entry, from … to."""

SHARE = {Phase.INTAKE: 0.52, Phase.INCUBATION: 0.68, Phase.PRODUCTIONIZATION: 0.34, Phase.HANDOVER: 0.04}
SHARE_WHERE_NOBODY_TAKES_OVER = {
    Phase.INTAKE: 0.5,
    Phase.INCUBATION: 0.7,
    Phase.PRODUCTIONIZATION: 0.74,
    Phase.HANDOVER: 0.46,
}
"""The data team's part of the hours."""

SPRINT_DAYS = 14
SILENT_DAYS = 35
RETURNED_DAYS_AGO = 40
SHARES_LENT = (0.6, 0.5, 0.4, 0.3)


def write(story: Story) -> None:
    dice = story.dice("logbook")
    desk = Desk()
    for case in sorted(cases(story), key=lambda case: case.stays[0].entered):
        for stay in case.stays:
            experts = [LEAD]
            if stay.phase is Phase.INCUBATION:
                experts = desk.lend(story, case, stay, dice) or experts
            _log(story, case, stay, experts, dice)


class Desk:
    """Who of the data team is free: shares of the working time already lent, by person and day."""

    def __init__(self) -> None:
        self._lent: dict[tuple[str, date], float] = defaultdict(float)

    def lend(self, story: Story, case: Case, stay: Stay, dice: Random) -> list[str]:
        """One or two people for one or two sprints, as far as somebody is free; returns their names."""
        names: list[str] = []
        for _ in range(dice.choice((1, 2, 2))):
            sprints = 2 if stay.left is None else dice.choice((1, 2, 2))
            until = stay.entered + timedelta(days=sprints * SPRINT_DAYS - 1)
            days = [stay.entered + timedelta(days=n) for n in range((until - stay.entered).days + 1)]
            free, name = max((self._free(name, days), name) for name in LENDABLE if name not in names)
            share = next((share for share in dice.sample(SHARES_LENT, len(SHARES_LENT)) if share <= free + 1e-9), 0)
            if not share:
                break
            names.append(name)
            for day in days:
                self._lent[name, day] += share
            story.tell(
                moment(stay.entered, 15, 30),
                email(LEAD),
                lending.lend,
                case.called,
                email(name),
                share=share,
                from_on=stay.entered,
                until_on=until,
            )
        return names

    def _free(self, name: str, days: list[date]) -> float:
        return 1 - max(self._lent[name, day] for day in days)


def _log(story: Story, case: Case, stay: Stay, experts: list[str], dice: Random) -> None:
    sentences = _sentences(stay.phase, dice)
    days = list(_days(story, case, stay, dice))
    for day in days:
        kind, text, next_step = next(sentences)
        total = dice.randint(*HOURS[stay.phase])
        data_team = round(total * _share(case, stay.phase, dice) * 2) / 2
        expert, who = dice.choice(experts), dice.choice(case.home.contributors)
        spoken = {
            "who": who.split()[0],
            "expert": expert.split()[0],
            "team": case.home.team,
            "system": case.table["system"],
            "data": case.table["data"],
            "product": f"“{dice.choice(case.products)}”" if case.products else "the product",
            "n": dice.randint(3, 19),
            "share": dice.randint(82, 98),
        }
        is_last = day == days[-1] and stay.left is None
        by_expert = stay.phase is Phase.INCUBATION or dice.random() < 0.3
        text = text.format(**spoken)
        story.tell(
            moment(day, 16, dice.randrange(60)),
            email(expert if by_expert else who),
            logbook.log,
            case.called,
            on=day,
            kind=kind,
            text=text[0].upper() + text[1:],
            next_step=next_step.format(**spoken),
            hours_data_team=data_team,
            hours_product_team=total - data_team,
            blocked_by=case.twists.get("blocked", [""])[0] if is_last else "",
            sprint=f"Sprint {(day - story.start).days // SPRINT_DAYS + 1}" if stay.phase is Phase.INCUBATION else "",
        )


def _days(story: Story, case: Case, stay: Stay, dice: Random) -> Iterator[date]:
    """Working days with an entry, none on the day of the next move."""
    last = min(case.until, (stay.left or case.until) - timedelta(days=1))
    if stay.left is None and "silent" in case.twists:
        last -= timedelta(days=SILENT_DAYS)
    day = stay.entered + timedelta(days=1)
    if stay.phase is Phase.COMPLETED:
        day = max(day, last - timedelta(days=RETURNED_DAYS_AGO))
    while day <= last and (stay.phase is not Phase.COMPLETED or "returned" in case.twists):
        yield max(working_day(day), stay.entered)
        day += timedelta(days=dice.randint(*RHYTHM[stay.phase]))


def _share(case: Case, phase: Phase, dice: Random) -> float:
    if phase is Phase.COMPLETED:
        return 0.75
    if phase is Phase.HANDOVER and "taken_over" in case.twists.get("open", []):
        return 0.2
    usual = SHARE_WHERE_NOBODY_TAKES_OVER if "stuck" in case.twists else SHARE
    return max(0.0, usual[phase] * dice.uniform(0.8, 1.2))


def _sentences(phase: Phase, dice: Random) -> Iterator[tuple[LogKind, str, str]]:
    """Those of a phase in a shuffled order, round and round."""
    told = [(LogKind(kind), *pair) for kind, pairs in words("logbook")[phase].items() for pair in pairs]
    dice.shuffle(told)
    return cycle(told)
