"""Small builders of facts, for a quarter of 100 days so that one day is one per cent of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.model.okrs import KeyResultKind
from core.rules.progress import KeyResultFacts, ReadingFact, StepFact

START = date(2026, 1, 1)
DUE = START + timedelta(days=100)


def day(n: int) -> date:
    return START + timedelta(days=n)


def readings(*values: tuple[int, float | None]) -> tuple[ReadingFact, ...]:
    return tuple(ReadingFact(day(n), value) for n, value in values)


def movement(*values: tuple[int, float | None], **changed) -> KeyResultFacts:
    facts = KeyResultFacts("KR-1", KeyResultKind.MOVEMENT, START, DUE, baseline=0, target=100)
    return replace(facts, **{"readings": readings(*values)} | changed)


def maintain(*values: tuple[int, float | None], **changed) -> KeyResultFacts:
    facts = KeyResultFacts("KR-2", KeyResultKind.MAINTAIN, START, day(27), low=90)
    return replace(facts, **{"readings": readings(*values)} | changed)


def milestone(*steps: StepFact, **changed) -> KeyResultFacts:
    return replace(KeyResultFacts("KR-3", KeyResultKind.MILESTONE, START, DUE, steps=steps), **changed)
