"""Sixty initiatives on their way: who moved them, past which gates, and what did not go by the book."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from core.actions import confirmations, initiatives, phases
from core.model import PHASES, Health, Phase
from core.rules.gates import GATES, Check, Side
from seed.cases import Case, Stay, cases
from seed.people import LEAD, LENDABLE, MANAGERS, email
from seed.story import Story, moment, working_day
from seed.words import words

WAITED_FOR = {Phase.INCUBATION: "people_trained", Phase.PRODUCTIONIZATION: "on_call"}
"""The check that is missing where a manager goes past the gate of a phase."""

HOLD_DAYS, SHORT_DAYS = 32, 8
IN_THE_OLD_LIST = 0.7
"""The share of business cases that have a number from before."""


def write(story: Story) -> None:
    dice = story.dice("initiatives")
    for case in cases(story):
        _propose(story, case, dice)
        _complete(story, case, dice)
        for stay in case.stays:
            _prepare_gate(story, case, stay, dice)
            if stay.left is not None:
                _move_on(story, case, stay)
        _halt(story, case)
        _judge_health(story, case, dice)


def _propose(story: Story, case: Case, dice: Random) -> None:
    begun, home = case.stays[0].entered, case.home
    number = list(words("initiatives")).index(case.handle)
    story.tell(
        moment(begun, 8),
        email(dice.choice([home.owner, *home.contributors])),
        initiatives.propose,
        called=case.called,
        domain=home.key,
        title=case.table["title"],
        why=case.table["why"],
        planned_start=begun,
        planned_end=begun + timedelta(days=dice.randint(120, 260)),
        external_key=f"BC-{begun:%Y}-{100 + 7 * number}" if dice.random() < IN_THE_OLD_LIST else None,
    )


def _complete(story: Story, case: Case, dice: Random) -> None:
    """In a second and a third sitting what the gate of intake asks for, the third if there was time for it; the product
    team is named in incubation."""
    first, table, home = case.stays[0], case.table, case.home
    spoken = {"who": dice.choice(home.contributors), "team": home.team, "system": table["system"]}
    money = {"business_value": table["value"], "budget": table["budget"] * 1000, "budget_currency": "EUR"}
    if "yearly" in table and "budget" not in _gaps(case):
        money["yearly_value"] = table["yearly"] * 1000
    people = {
        "local_competence": dice.choice(words("logbook")["competence"]).format(**spoken),
        "local_resources": dice.choice(words("logbook")["resources"]).format(**spoken),
        "sponsor": email(home.owner),
    }
    length, gaps = (first.left or story.last_day) - first.entered, _gaps(case)
    sittings = ((0.3, money), (0.6, people)) if length.days > SHORT_DAYS else ((0.3, money),)
    for share, fields in sittings:
        given = {field: told for field, told in fields.items() if field.removesuffix("_currency") not in gaps}
        at = moment(working_day(first.entered + length * share), 9, dice.randrange(60))
        story.tell(at, email(home.owner), initiatives.edit, case.called, **given)
    if case.phase is not Phase.INTAKE:
        named = moment(case.stays[1].entered, 16)
        story.tell(named, email(home.owner), initiatives.edit, case.called, product_team=home.team)


def _gaps(case: Case) -> set[str]:
    """What the gate of intake will still miss."""
    if "no budget" in case.twists:
        return {"budget"}
    if case.phase is not Phase.INTAKE or "ready" in case.twists or "stop" in case.twists:
        return set()
    return set(case.twists.get("lacks", ["budget"]))


def _prepare_gate(story: Story, case: Case, stay: Stay, dice: Random) -> None:
    """Confirmations, in the second half of the stay; where the initiative is now, some are still missing."""
    gate = [check for check in GATES.get(stay.phase, ()) if check.confirmable]
    end = stay.left or case.until
    length = (end - stay.entered).days
    for number, check in enumerate(gate, 1):
        if _is_missing(case, stay, check, number == len(gate), dice):
            continue
        day = working_day(stay.entered + timedelta(days=round(length * (0.4 + 0.5 * number / len(gate)))))
        at = moment(max(day, stay.entered), 14 if day == stay.entered else 11, dice.randrange(60))
        evidence = dice.choice(words("logbook")["evidence"][check.key]).format(
            who=dice.choice(case.home.contributors),
            team=case.home.team,
            data=case.table["data"],
            n=dice.randint(3, 14),
            handle=case.handle,
        )
        story.tell(at, _confirmer(case, check), confirmations.confirm, case.called, check.key, evidence=evidence)
    if stay.left is None and "withdrawn" in case.twists:
        check_key, reason = case.twists["withdrawn"]
        at = moment(story.ago(3), 13)
        story.tell(at, email(LEAD), confirmations.withdraw, case.called, check_key, reason=reason)


def _is_missing(case: Case, stay: Stay, check: Check, is_last: bool, dice: Random) -> bool:
    if stay.left is not None:
        return "override" in case.twists and check.key == WAITED_FOR.get(Phase(case.twists["override"][0]))
    if "ready" in case.twists or check.key in case.twists.get("withdrawn", []):
        return False
    if "open" in case.twists:
        return check.key in case.twists["open"]
    return is_last or dice.random() < 0.5


def _confirmer(case: Case, check: Check) -> str:
    return email(case.home.owner if check.side is Side.BUSINESS else LENDABLE[len(case.handle) % len(LENDABLE)])


def _move_on(story: Story, case: Case, stay: Stay) -> None:
    assert stay.left is not None
    at = moment(stay.left, 15)
    following = case.stays[case.stays.index(stay) + 1]
    if PHASES.index(following.phase) < PHASES.index(stay.phase):
        _, reason = case.twists["back"]
        story.tell(at, email(LEAD), phases.send_back, case.called, following.phase, reason=reason)
        later = at + timedelta(minutes=10)
        story.tell(later, email(LEAD), confirmations.withdraw, case.called, "on_call", reason=reason)
    elif case.twists.get("override", [""])[0] == stay.phase:
        reason = case.twists["override"][1]
        story.tell(at, email(MANAGERS[0]), phases.advance, case.called, override=reason)
    else:
        business = stay.phase in (Phase.INTAKE, Phase.HANDOVER)
        story.tell(at, email(case.home.owner if business else LEAD), phases.advance, case.called)


def _halt(story: Story, case: Case) -> None:
    manager, lead = email(MANAGERS[1]), email(LEAD)
    for twist, verb, who in (("hold", phases.hold, lead), ("stop", phases.stop, manager)):
        if twist in case.twists:
            story.tell(moment(case.until, 17), who, verb, case.called, reason=case.twists[twist][0])
    if "resumed" in case.twists:
        entered = case.stays[-1].entered
        reason = case.twists["resumed"][0]
        story.tell(moment(entered + timedelta(days=4), 17), lead, phases.hold, case.called, reason=reason)
        story.tell(moment(entered + timedelta(days=4 + HOLD_DAYS), 9), lead, phases.resume, case.called)


def _judge_health(story: Story, case: Case, dice: Random) -> None:
    troubled = {"blocked", "stuck", "silent", "back"} & case.twists.keys()
    health = dice.choice([Health.AMBER, Health.AMBER_RED, Health.RED] if troubled else [*Health][:3])
    if case.phase in (Phase.INTAKE, Phase.COMPLETED) and not troubled:
        return
    note = dice.choice(words("logbook")["health"][health.value])
    at = moment(working_day(max(case.stays[-1].entered, case.until - timedelta(days=dice.randint(2, 9)))), 18)
    story.tell(at, email(LEAD), initiatives.edit, case.called, health=health, health_note=note)
