"""The tables of a scorecard: what stands in their columns, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.exports.cells import Cell
from core.exports.handout import Handout
from core.exports.scorecard.sheets import Column, Shape
from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing
from core.queries.scoreboard import DomainRow, ObjectiveRow
from core.queries.wording import reached
from core.queries.wording import status as word
from core.rules.status import Assessment

OF_COMPANY = "the company"
"""Stands for the key of a domain; no domain has one with a blank in it."""

KEY_RESULTS = (
    Column("Key", 10),
    Column("Title", 46),
    Column("Objective", 11),
    Column("Domain", 22),
    Column("Owner", 18),
    Column("Commitment", 13),
    Column("Kind", 12),
    Column("Unit", 10),
    Column("Stands at", 24),
    Column("Baseline", 10, Shape.NUMBER),
    Column("Target", 10, Shape.NUMBER),
    Column("Low", 8, Shape.NUMBER),
    Column("High", 8, Shape.NUMBER),
    Column("Value", 10, Shape.NUMBER),
    Column("Read on", 12, Shape.DAY),
    Column("Start", 12, Shape.DAY),
    Column("Due", 12, Shape.DAY),
    Column("Weight", 8, Shape.NUMBER),
    Column("Progress", 10, Shape.SHARE),
    Column("Planned", 10, Shape.SHARE),
    Column("Gap", 8, Shape.SHARE),
    Column("Measured", 10, Shape.WHOLE),
    Column("Status", 14),
    Column("Confidence", 11, Shape.NUMBER),
    Column("Chance", 9, Shape.SHARE),
    Column("Needs a decision", 40),
    Column("Why it stands so", 50),
    Column("Status before", 14),
    Column("Progress before", 10, Shape.SHARE),
)
OBJECTIVES = (
    Column("Key", 10),
    Column("Title", 50),
    Column("Domain key", 14),
    Column("Domain", 24),
    Column("Owner", 20),
    Column("Weight", 8, Shape.NUMBER),
    Column("Status", 14),
    Column("Progress", 10, Shape.SHARE),
    Column("Planned", 10, Shape.SHARE),
    Column("Coverage", 10, Shape.SHARE),
    Column("Measured", 10, Shape.WHOLE),
    Column("Counted", 10, Shape.WHOLE),
    Column("Confidence", 11, Shape.ONE_PLACE),
    Column("Lowest confidence", 11, Shape.ONE_PLACE),
)
DOMAINS = (
    Column("Key", 14),
    Column("Name", 30),
    Column("Progress", 10, Shape.SHARE),
    Column("Planned", 10, Shape.SHARE),
    Column("Coverage", 10, Shape.SHARE),
    Column("Measured", 10, Shape.WHOLE),
    Column("Counted", 10, Shape.WHOLE),
)
READINGS = (
    Column("Key result", 11),
    Column("Day", 12, Shape.DAY),
    Column("Value", 12, Shape.NUMBER),
    Column("Confidence", 11, Shape.NUMBER),
)
DECISIONS = (
    Column("Key", 10),
    Column("Decision", 60),
    Column("About", 11),
    Column("Domain", 24),
    Column("Who", 20),
    Column("By when", 12, Shape.DAY),
    Column("Decided on", 12, Shape.DAY),
    Column("Done on", 12, Shape.DAY),
    Column("Outcome", 50),
)


def key_results(handout: Handout) -> Iterator[list[Cell]]:
    before = {change.standing.key: change.before for change in handout.board.changes}
    for objective in handout.board.objectives:
        for standing in objective.key_results:
            yield key_result(standing, before)


def key_result(it: Standing, before: Mapping[str, Assessment]) -> list[Cell]:
    """``before`` has the key results that have changed, as they stood on the day that the review compares with."""
    found, facts = it.assessment, it.assessment.facts
    then = before.get(it.key, found)
    return [
        it.key,
        it.title,
        it.objective_key,
        it.domain,
        it.owner,
        it.commitment.value,
        facts.kind.value,
        it.unit,
        reached(it),
        facts.baseline,
        facts.target,
        facts.low,
        facts.high,
        found.value,
        found.read_on,
        facts.start,
        facts.due,
        facts.weight,
        found.progress,
        found.planned,
        found.gap,
        int(found.has_data),
        word(found.status),
        found.confidence,
        it.chance,
        " ".join(finding.reason for finding in it.findings),
        found.reason,
        word(then.status),
        then.progress,
    ]


def objective(domain: DomainRow, row: ObjectiveRow) -> list[Cell]:
    """The cells up to the status; roll-ups follow."""
    owns = domain.key or OF_COMPANY
    return [row.key, row.title, owns, row.domain, row.owner, row.weight, word(row.rollup.status)]


def readings(handout: Handout) -> Iterator[list[Cell]]:
    for row in handout.board.objectives:
        for standing in row.key_results:
            for reading in sorted(standing.assessment.facts.readings, key=lambda reading: reading.on):
                yield [standing.key, reading.on, reading.value, reading.confidence]


def decision(row: DecisionRow) -> list[Cell]:
    return [row.key, row.text, row.about, row.domain, row.owner, row.due, row.on, row.done_on, row.outcome]
