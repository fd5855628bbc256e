"""Small builders of facts, for a quarter of 100 days so that one day is one per cent of the plan."""

from __future__ import annotations

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
    facts = {"start": START, "due": DUE, "baseline": 0.0, "target": 100.0, "readings": readings(*values)} | changed
    return KeyResultFacts("KR-1", KeyResultKind.MOVEMENT, **facts)


def maintain(*values: tuple[int, float], **changed) -> KeyResultFacts:
    facts = {"start": START, "due": day(27), "low": 90.0, "readings": readings(*values)} | changed
    return KeyResultFacts("KR-2", KeyResultKind.MAINTAIN, **facts)


def milestone(*steps: StepFact, **changed) -> KeyResultFacts:
    return KeyResultFacts("KR-3", KeyResultKind.MILESTONE, START, DUE, steps=steps, **changed)
