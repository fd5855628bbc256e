"""Portfolios without a database: what a scoreboard is assembled from, by hand or at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from core.exports.handout import Handout
from core.model import Commitment, KeyResultKind
from core.queries.decisions import DecisionRow
from core.queries.key_results import COMPANY, Standing, StepRow
from core.queries.scoreboard import ObjectiveRow, Scoreboard, assemble
from core.rules.progress import KeyResultFacts, ReadingFact, StepFact
from core.rules.quarters import quarter_named
from core.rules.rollup import roll_up
from core.rules.status import DEFAULTS, assess

Rows = Sequence[tuple[str | None, ObjectiveRow]]
"""Objectives, each with the key of its domain or None for the company."""
QUARTER = quarter_named("2026-Q4")
AS_OF = date(2026, 11, 22)
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    '\r\n=HYPERLINK("http://example.com")',
    "**bold** [link](javascript:alert(1))",
    "<script>alert(1)</script> & <b>",
    "bell \x07 and null \x00 \x1b[31m",
    "\ufffe\uffff noncharacters",
    "🚀 launch 👩‍👩‍👧‍👦 " * 8,
    "تقليل عدد التقارير اليدوية إلى النصف",
    "長い題名" * 60,
    "long " * 60,
    "W" * 300,
    "_x0041_ *?~ \"quoted\" 'single'",
)


def standing(
    key: str, facts: KeyResultFacts, *, as_of: date = AS_OF, title: str = "Move five reports", **changed
) -> Standing:
    steps = tuple(StepRow(n, f"Step {n}", it.weight, it.planned, it.done) for n, it in enumerate(facts.steps))
    it = Standing(
        key=key,
        title=title,
        objective_key=key.rpartition(".")[0].replace("KR", "OBJ"),
        objective_id=1,
        domain_id=None,
        domain=COMPANY,
        owner="Olga Owner",
        owner_email="olga@example.com",
        unit="reports",
        commitment=Commitment.COMMITTED,
        version=1,
        steps=steps,
        assessment=assess(facts, as_of),
    )
    return replace(it, **changed)


def objective(key: str, parts: tuple[Standing, ...], *, as_of: date = AS_OF, **changed) -> ObjectiveRow:
    rollup = roll_up([part.assessment for part in parts], as_of)
    row = ObjectiveRow(key, "Less by hand", "Olga Owner", COMPANY, 1.0, rollup, parts)
    return replace(row, **changed)


def handout(
    rows: Rows,
    *,
    as_of: date = AS_OF,
    scope: str = COMPANY,
    decisions: tuple[DecisionRow, ...] = (),
) -> Handout:
    return Handout(board(rows, as_of=as_of, decisions=decisions), scope)


def board(rows: Rows, *, as_of: date = AS_OF, decisions: tuple[DecisionRow, ...] = ()) -> Scoreboard:
    return assemble(
        rows,
        QUARTER,
        as_of=as_of,
        since=as_of - timedelta(days=14),
        thresholds=DEFAULTS,
        earlier=DEFAULTS,
        decided=decisions,
    )


def decision(key: str, **changed) -> DecisionRow:
    row = DecisionRow(
        key=key,
        text="Lend an engineer",
        version=1,
        domain_id=None,
        domain=COMPANY,
        about="KR-1.1",
        title="Move five reports",
        objective="OBJ-1",
        owner="Olga Owner",
        owner_email="olga@example.com",
        by="Mara Manager",
        on=date(2026, 11, 8),
        due=date(2026, 11, 20),
        done_on=None,
        outcome="",
        is_overdue=True,
    )
    return replace(row, **changed)


def movement(number: int = 1, *values: tuple[int, float], **changed) -> KeyResultFacts:
    """From 0 to 5 in the quarter; pairs (days since its start, value)."""
    readings = tuple(ReadingFact(QUARTER.start + timedelta(days=n), value, 8) for n, value in values)
    facts = KeyResultFacts(
        f"KR-1.{number}", KeyResultKind.MOVEMENT, QUARTER.start, QUARTER.end, readings=readings, baseline=0, target=5
    )
    return replace(facts, **changed)


def at_random(seed: int) -> Handout:
    """One to four objectives with up to four key results each: of every kind and weight, measured or not, with titles
    that some program could take for more than a text, on a day in, before or after the quarter."""
    chance = Random(seed)
    as_of = QUARTER.start + timedelta(days=chance.choice((-3, 20, 52, 60, 80, 91, 95)))
    homes = (None, COMPANY), ("FIN", "Finance"), ("fin", "=Finance")
    rows = []
    for number in range(1, chance.choice((1, 1, 1, 2, 2, 3, 4)) + 1):
        key, name = homes[min(number % 3, chance.randint(0, 2))]
        parts = tuple(_part(chance, f"KR-{number}.{place}", as_of) for place in range(1, chance.randint(0, 4) + 1))
        weight = chance.choice((1.0, 1.0, 2.5, 0.3, 0.0))
        title = _title(chance, "Less by hand")
        rows.append((key, objective(f"OBJ-{number}", parts, as_of=as_of, weight=weight, title=title, domain=name)))
    rows.sort(key=lambda pair: (pair[0] is not None, pair[0] or ""))
    decisions = tuple(decision(f"DEC-{n}", text=_title(chance, "Ask")) for n in range(chance.randint(0, 2)))
    return handout(rows, as_of=as_of, decisions=decisions)


def _part(chance: Random, key: str, as_of: date) -> Standing:
    weight = chance.choice((1.0, 1.0, 3.0, 0.7, 0.0))
    kind = chance.choice(tuple(KeyResultKind))
    facts = KeyResultFacts(key, kind, QUARTER.start, QUARTER.end, weight=weight)
    match kind:
        case KeyResultKind.MOVEMENT:
            baseline = chance.choice((0.0, 40.0, -3.5))
            facts = replace(facts, baseline=baseline, target=baseline + chance.choice((5.0, -30.0, 0.25, 1e6)))
            facts = replace(facts, readings=tuple(_readings(chance, baseline, facts.target or 0.0)))
        case KeyResultKind.MAINTAIN:
            facts = replace(facts, low=chance.choice((None, 90.0)), high=99.5)
            facts = replace(facts, readings=tuple(_readings(chance, 85.0, 101.0)))
        case KeyResultKind.MILESTONE:
            done = [QUARTER.start + timedelta(days=20 * n) if chance.random() < 0.6 else None for n in range(3)]
            facts = replace(facts, steps=tuple(StepFact(chance.choice((1.0, 2.5)), None, on) for on in done))
    return standing(key, facts, as_of=as_of, title=_title(chance, "Move five reports"))


def _readings(chance: Random, low: float, high: float) -> Iterator[ReadingFact]:
    """None in one of five cases; up to past both ends."""
    for week in range(chance.choice((0, 1, 2, 4, 5))):
        value = low + (high - low) * chance.uniform(-0.1, 1.2)
        confidence = chance.choice((None, 2, 5, 9))
        yield ReadingFact(QUARTER.start + timedelta(days=14 * week + chance.randint(0, 6)), value, confidence)


def _title(chance: Random, usual: str) -> str:
    return chance.choice(HOSTILE) if chance.random() < 0.2 else usual
