"""How the figures of a slide come about, as sentences for whoever presents it."""

from __future__ import annotations

from collections.abc import Iterator

from core.exports.handout import Handout
from core.queries.key_results import Standing
from core.queries.scoreboard import DomainRow, ObjectiveRow
from core.queries.wording import confidence, coverage, day, number, percent, reached
from core.rules.rollup import FRESH_SHARE

RULE = (
    "How these figures come about: an objective is the mean of its key results by weight, a domain and the company are "
    "the mean of their objectives by weight. What has no data counts as 0 %, and is counted apart as not measured."
)


def of_summary(handout: Handout) -> Iterator[str]:
    board, summary = handout.board, handout.board.summary
    yield RULE
    yield f"Progress {percent(summary.progress)} of {len(board.objectives)} objectives; {_planned(handout)}"
    yield f"Measured: {coverage(summary)} key results with weight have data."
    yield (
        f"Confidence {confidence(board.confidence)} is the mean of what the last check-ins say, 0 to 10; "
        f"the lowest is {confidence(board.confidence_min)}."
    )


def of_status(handout: Handout) -> Iterator[str]:
    thresholds = handout.board.thresholds
    yield (
        "The gap is planned minus progress. "
        f"On track is a gap up to {percent(thresholds.on_track_gap)}, behind up to {percent(thresholds.behind_gap)}, "
        "beyond that at risk. Stale is a key result without a reading for longer than its cadence and grace; an "
        f"objective is stale while less than {percent(FRESH_SHARE)} of its weight is fresh."
    )


def of_exception(standing: Standing) -> str:
    reasons = " ".join(finding.reason for finding in standing.findings)
    return f"{standing.key} {standing.title}: {reached(standing)}. {reasons}"


def of_domain(handout: Handout, row: DomainRow) -> Iterator[str]:
    yield RULE
    parts = " + ".join(_part(objective) for objective in row.objectives if objective.weight)
    weights = sum(objective.weight for objective in row.objectives)
    if parts:
        yield f"{row.name}: ({parts}) / {number(weights)} = {percent(row.summary.progress)}; {_planned(handout)}"
    for objective in row.objectives:
        yield f"{objective.key}: {percent(objective.rollup.progress)}, {coverage(objective.rollup)} measured."
        for standing in objective.key_results:
            weight = f"Weight {number(standing.assessment.facts.weight)}."
            yield f"{standing.key}: {reached(standing)}. {standing.assessment.reason} {weight}"


def _part(objective: ObjectiveRow) -> str:
    return f"{number(objective.weight)} × {percent(objective.rollup.progress or 0)}"


def _planned(handout: Handout) -> str:
    on = day(handout.board.as_of, year=True)
    return f"planned is where the plans of the key results stand on {on}, weighted the same way."
