"""What leads one level up, in a sentence that names the things it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.rules.maturity.criterion import Criterion, Member, Page, Rule, Tally, of_them
from core.rules.maturity.facts import DomainFacts

NAMED = 3
"""Things that a sentence names before it only counts."""


@dataclass(frozen=True)
class Step:
    """What leads one level up: ``left`` things are missing, ``items`` are those they can be chosen from, ``page`` is
    where that is done."""

    criterion: str
    to_level: int
    sentence: str
    left: int
    items: tuple[Member, ...]
    page: Page


def step_to(criterion: Criterion, rule: Rule, to_level: int, facts: DomainFacts, tally: Tally) -> Step:
    left = max(1, rule.left(facts, tally))
    items = rule.items(facts, tally) if rule.items else tally.missing
    page = rule.page or next((it.page for it in items), criterion.page)
    sentence = f"{_sentence(criterion, rule, left, facts, tally)} {_names(items, left)}".strip()
    return Step(criterion.id, to_level, sentence, left, items, page)


def _sentence(criterion: Criterion, rule: Rule, left: int, facts: DomainFacts, tally: Tally) -> str:
    if not isinstance(rule.advice, str):
        return rule.advice(facts, tally)
    these = of_them(left, tally.denominator, criterion.thing)
    return rule.advice.format(left=f"{left:,}", of=f"{tally.denominator or 0:,g}", these=these)


def _names(items: Sequence[Member], left: int) -> str:
    """The first of them, as a choice where there are more than are left; empty where there is none."""
    names = [f"{it.key} {it.name}".strip() if it.key != it.name else it.name for it in items[:NAMED]]
    if not names:
        return ""
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    choice = "Choose from " if len(items) > 1 and sum(it.count for it in items) > left else ""
    return f"{choice}{'; '.join(names).removesuffix('.')}{more}."
