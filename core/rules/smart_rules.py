"""The judgements behind SMART, in the order of its table: what each rule asks of a key result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import mean

from core.model.okrs import KeyResultKind
from core.rules.quarters import quarter_of
from core.rules.sentences import listed
from core.rules.smart_facts import SmartFacts
from core.rules.vague_verbs import vague_verbs
from core.rules.xmr import xmr

MIN_WORDS = 3
MIN_WEEKS = 8
SPEED_WEEKS = 4
MAX_SPEED = 3
MAX_OBJECTIVES = 5
MAX_KEY_RESULTS = 5
MIN_CHECK_INS = 2


class Verdict(StrEnum):
    """From the best to the worst."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What a rule says: ``reason`` is a sentence, ``fact`` what it looked at."""

    verdict: Verdict
    reason: str
    fact: str


def wording(facts: SmartFacts) -> Finding:
    fact = f"“{facts.title}”"
    words = [word for word in facts.title.split() if any(sign.isalnum() for sign in word)]
    if not words:
        return _failed("It has no title. Say what should be different, and for whom.", fact)
    if len(words) < MIN_WORDS:
        return _warned("So few words can mean many things. Say what should be different, and for whom.", fact)
    return _passed("It says what should be different.", fact)


def verb(facts: SmartFacts) -> Finding:
    fact, vague = f"“{facts.title}”", vague_verbs(facts.title)
    if not facts.title.strip():
        return _failed("It has no title.", fact)
    if not vague:
        return _passed("Its verb can be seen to be done.", fact)
    words = listed(f"“{word}”" for word in vague)
    if facts.source:
        return _passed(f"{words} is told by {facts.source}.", fact)
    if facts.kind is not KeyResultKind.MILESTONE and facts.has_ends:
        return _warned(f"{words} can mean anything. Say what will be different, or bind it to a metric.", fact)
    return _failed(f"{words} can mean anything, and no figure says what. Say what will be different.", fact)


def ends(facts: SmartFacts) -> Finding:
    match facts.kind:
        case KeyResultKind.MOVEMENT:
            fact = f"From {_told(facts.baseline)} to {_told(facts.target)}"
            advice = "Say where the figure stands today and where it should stand on the due day."
        case KeyResultKind.MAINTAIN:
            fact = f"At least {_told(facts.low)}, at most {_told(facts.high)}"
            advice = "Say the lowest or the highest value that is still good."
        case KeyResultKind.MILESTONE:
            fact = f"{len(facts.steps)} milestones"
            advice = "Write down the milestones; each is either passed or not."
    if not facts.has_ends:
        return _failed(advice, fact)
    if facts.kind is KeyResultKind.MILESTONE and len(facts.steps) == 1:
        return _warned("A single milestone shows nothing until it is passed. Split it into two or more.", fact)
    return _passed("One can tell how far it has come.", fact)


def unit(facts: SmartFacts) -> Finding:
    if facts.kind is KeyResultKind.MILESTONE:
        return _passed("Milestones are counted.", "milestones")
    if facts.unit:
        return _passed("The figures have a unit.", facts.unit)
    if facts.source:
        return _passed("The unit is that of what it is read from.", facts.source)
    return _failed("Write the unit of the figures: reports, h, %, days.", "no unit")


def source(facts: SmartFacts) -> Finding:
    if facts.source:
        return _passed("It is read without asking anybody.", facts.source)
    if facts.owner and facts.cadence_days:
        return _passed("A person reports it.", f"{facts.owner.name}, every {facts.cadence_days} days")
    missing = "an owner" if facts.owner is None else "a cadence of check-ins"
    return _failed(f"Nobody will know how it stands. Name {missing}, or bind it to a metric or a register.", "none")


def speed(facts: SmartFacts) -> Finding:
    if facts.kind is not KeyResultKind.MOVEMENT:
        return _passed("Only a movement has a speed.", facts.kind.value)
    if facts.baseline is None or facts.target is None or facts.due is None:
        return _failed("Without both ends and a due day nobody can tell whether it can be done.", "unknown speed")
    if len(facts.weekly) < MIN_WEEKS:
        return _too_few(facts)
    towards = 1 if facts.target > facts.baseline else -1
    left = max(0.0, towards * (facts.target - facts.weekly[-1]))
    needed = left / max(1.0, (facts.due - facts.as_of).days / 7)
    seen = _best_mean([towards * (later - earlier) for earlier, later in pairwise(facts.weekly)])
    fact = f"needs {needed:.3g} a week, the best four weeks brought {seen:.3g}"
    if needed > MAX_SPEED * max(seen, 0):
        return _failed(f"It needs more than {MAX_SPEED} times the best speed ever seen.", fact)
    return _passed("Such a speed has been seen, or nearly.", fact)


def noise(facts: SmartFacts) -> Finding:
    if facts.kind is KeyResultKind.MILESTONE:
        return _passed("Nobody passes a milestone by chance.", facts.kind.value)
    is_movement = facts.kind is KeyResultKind.MOVEMENT
    aims = [aim for aim in ((facts.target,) if is_movement else (facts.low, facts.high)) if aim is not None]
    if not aims:
        return _warned("Without an end nobody can tell it from noise.", "no target")
    limits = xmr(facts.weekly) if len(facts.weekly) >= MIN_WEEKS else None
    if limits is None:
        return _too_few(facts)
    fact = f"natural process limits {limits.lower:.4g} to {limits.upper:.4g}"
    if not any(limits.lower <= aim <= limits.upper for aim in aims):
        return _passed("Routine variation alone does not get there.", fact)
    if is_movement:
        return _warned("Noise alone would reach the target. Aim beyond it, or keep what you have with a band.", fact)
    return _warned("Noise alone would leave the band now and then.", fact)


def objectives(facts: SmartFacts) -> Finding:
    count = facts.objective.objectives_of_owner
    fact = f"{count} of the owner in the quarter"
    if count > MAX_OBJECTIVES:
        return _warned(
            f"Nobody keeps more than {MAX_OBJECTIVES} objectives in mind. Hand some over, or drop them.", fact
        )
    return _passed("The owner can keep them in mind.", fact)


def key_results(facts: SmartFacts) -> Finding:
    count = facts.objective.key_results
    fact = f"{count} in the objective"
    if count > MAX_KEY_RESULTS:
        return _warned(f"More than {MAX_KEY_RESULTS} key results blur the objective. Keep those that matter.", fact)
    return _passed("The objective can be kept in mind.", fact)


def home(facts: SmartFacts) -> Finding:
    if facts.objective.domain or facts.objective.is_companys:
        return _passed("It is known for whom it matters.", facts.objective.domain or "the company")
    return _failed("It belongs to no domain. Say for whom it matters.", "no domain")


def owner(facts: SmartFacts) -> Finding:
    around = facts.objective
    role = "a manager" if around.is_companys else "the business owner of the domain"
    fact = facts.owner.name if facts.owner else "no owner"
    if not around.accountable:
        return _failed(f"There is no {role.split(maxsplit=1)[1]} yet who could own it.", fact)
    if facts.owner in around.accountable:
        return _passed(f"Its owner is {role}.", fact)
    if around.owner in around.accountable and facts.owner is not None:
        return _warned(f"Its objective is owned by {role}, itself it is not.", f"{fact} for {around.owner.name}")
    names = " or ".join(who.name for who in around.accountable)
    return _failed(f"Its owner is not {role}. Those who own the outcome should: {names}.", fact)


def links(facts: SmartFacts) -> Finding:
    serving = [*facts.initiatives, *facts.products]
    if serving:
        return _passed("Work that serves it is linked.", ", ".join(serving))
    if facts.objective.parent:
        return _passed("Its objective serves another one.", facts.objective.parent)
    return _warned("Nothing serves it and it serves nothing. Link an initiative, or choose a parent objective.", "none")


def window(facts: SmartFacts) -> Finding:
    if facts.start is None or facts.due is None:
        return _failed("Say on which day it starts and on which it is due.", "no days")
    first_month = facts.objective.fiscal_year_starts_in_month
    first, last = (quarter_of(on, first_month) for on in (facts.start, facts.due))
    fact = f"{facts.start} to {facts.due}"
    if facts.due <= facts.start:
        return _failed("It is due before it begins.", fact)
    if first == last:
        return _passed(f"It lies inside {first.label}.", fact)
    if first.label[:4] == last.label[:4]:
        return _passed(f"It lies inside the fiscal year {first.label[:4]}.", fact)
    return _failed("It runs from one fiscal year into another. Cut it at the end of the year.", fact)


def cadence(facts: SmartFacts) -> Finding:
    if not facts.cadence_days:
        return _failed("Say every how many days one looks at it.", "no cadence")
    fact = f"every {facts.cadence_days} days"
    if facts.start is None or facts.due is None:
        return _warned("Without a start and a due day nobody can tell how often that is.", fact)
    if 0 < (facts.due - facts.start).days < MIN_CHECK_INS * facts.cadence_days:
        return _warned("One would look at it once, at the end. Check in more often.", fact)
    return _passed("One looks at it while it can still be changed.", fact)


def dates(facts: SmartFacts) -> Finding:
    if facts.kind is not KeyResultKind.MILESTONE:
        return _passed("Only milestones need days of their own.", facts.kind.value)
    fact = f"{len(facts.steps)} milestones"
    if not facts.steps or facts.start is None or facts.due is None:
        return _warned("Without milestones, a start and a due day there is no plan to follow.", fact)
    undated = [step.title for step in facts.steps if step.on is None]
    if undated:
        return _warned("Give each milestone a day: without them the plan is a straight line.", ", ".join(undated))
    outside = [step.title for step in facts.steps if step.on and not facts.start <= step.on <= facts.due]
    if outside:
        return _warned("A milestone is planned for a day on which the key result does not run.", ", ".join(outside))
    return _passed("Each milestone has its day.", fact)


def _passed(reason: str, fact: str) -> Finding:
    return Finding(Verdict.PASS, reason, fact)


def _warned(reason: str, fact: str) -> Finding:
    return Finding(Verdict.WARN, reason, fact)


def _failed(reason: str, fact: str) -> Finding:
    return Finding(Verdict.FAIL, reason, fact)


def _too_few(facts: SmartFacts) -> Finding:
    return _passed("There are too few past weeks to judge by.", f"{len(facts.weekly)} of {MIN_WEEKS} weekly values")


def _best_mean(changes: Sequence[float]) -> float:
    """The best mean of four changes in a row."""
    return max(mean(changes[first : first + SPEED_WEEKS]) for first in range(len(changes) - SPEED_WEEKS + 1))


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
