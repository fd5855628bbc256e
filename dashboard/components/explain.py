"""Explain this number: the facts and thresholds from which a status and a percentage follow."""

from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.queries.review import ObjectiveRow
from core.rules.progress import periods
from core.rules.rollup import FRESH_SHARE, RollUp
from core.rules.status import Assessment, Thresholds
from dashboard.components.figures import band, confidence
from dashboard.components.text import day, number, percent, plain
from dashboard.theme import badge, label


def key_result(standing: Standing, thresholds: Thresholds) -> None:
    """The line of the rule that fired, every figure that went into it, and the readings."""
    assessment = standing.assessment
    st.markdown(f"{badge(assessment.status)} {plain(assessment.reason)}")
    for finding in standing.findings:
        if finding.reason != assessment.reason:
            st.markdown(f":orange[**{finding.title}**] {plain(finding.reason)}")
    st.markdown("\n".join(f"- {line}" for line in calculation(assessment, thresholds)))
    readings = [f"{day(on)} **{number(value)}**" for on, value in assessment.facts.values(assessment.as_of)]
    st.caption("Readings: " + (" · ".join(readings) if readings else "none"))


def calculation(assessment: Assessment, thresholds: Thresholds) -> Iterator[str]:
    """Sentences whose figures give the shown ones when they are computed again."""
    facts = assessment.facts
    yield _progress(assessment)
    yield f"**Planned** {_planned(assessment)}"
    if assessment.gap is not None:
        bounds = f"on track up to {percent(thresholds.on_track_gap)}, behind up to {percent(thresholds.behind_gap)}"
        yield f"**Gap** = planned − progress = **{assessment.gap * 100:.1f} %**; {bounds}, else at risk"
    if facts.kind is not KeyResultKind.MILESTONE:
        age = assessment.days_since_reading
        read = "no reading yet" if age is None else f"the last reading is {age} days old"
        yield f"**Freshness** {read}; stale past {facts.cadence_days} days (cadence) + {facts.grace_days} days (grace)"
    yield f"**Weight** {number(facts.weight)} in its objective"
    yield f"**Confidence** {confidence(assessment.confidence)} of 10 in the last check-in"


def roll_up(rollup: RollUp, parts: Sequence[Standing]) -> None:
    """An objective from its key results, as the table that adds up to it."""
    st.markdown(
        f"{badge(rollup.status)} Progress and planned are means by weight; what has no data counts as 0 %. "
        f"Below {percent(FRESH_SHARE)} fresh weight the objective is stale; a broken guardrail caps it at behind."
    )
    st.table(
        [
            {
                "Key result": part.key,
                "Weight": number(part.assessment.facts.weight),
                "Progress": percent(part.assessment.progress),
                "Planned": percent(part.assessment.planned),
                "Status": label(part.assessment.status),
            }
            for part in parts
        ]
    )


def summary(objectives: Sequence[ObjectiveRow]) -> None:
    """A domain or the company from its objectives."""
    st.markdown("Means over the objectives by their weight. Measured counts key results that have data.")
    st.dataframe(
        [
            {
                "Objective": row.key,
                "Weight": row.weight,
                "Progress": percent(row.rollup.progress),
                "Planned": percent(row.rollup.planned),
                "Measured": f"{row.rollup.measured} of {row.rollup.counted}",
                "Confidence": confidence(row.rollup.confidence),
            }
            for row in objectives
        ],
        hide_index=True,
        height=280,
        alt="Objectives with weight, progress and plan",
    )


def _progress(assessment: Assessment) -> str:
    facts, raw = assessment.facts, assessment.raw
    if raw is None:
        return "**Progress** unknown, nothing has been measured"
    result = f"**{raw * 100:.1f} %**" + ("" if 0 <= raw <= 1 else f", shown as {percent(assessment.progress)}")
    match facts.kind:
        case KeyResultKind.MOVEMENT:
            low, high = number(facts.baseline), number(facts.target)
            way = f"({number(assessment.value)} − {low}) / ({high} − {low})"
            return f"**Progress** = (value − baseline) / (target − baseline) = {way} = {result}"
        case KeyResultKind.MAINTAIN:
            counted = [period.is_met for period in periods(facts, assessment.as_of) if period.is_met is not None]
            met = f"{sum(counted)} of {len(counted)} periods inside the band ({band(facts.low, facts.high)})"
            return f"**Progress** = {met} = {result}"
    done = sum(step.weight for step in facts.steps if step.done)
    whole = sum(step.weight for step in facts.steps)
    return f"**Progress** = weight of milestones passed / all weight = {number(done)} / {number(whole)} = {result}"


def _planned(assessment: Assessment) -> str:
    facts, planned = assessment.facts, f"**{assessment.planned * 100:.1f} %**"
    if facts.kind is KeyResultKind.MAINTAIN:
        return f"is always {planned} for a figure to be kept in a band"
    if facts.plan_points:
        points = ", ".join(f"{day(point.on)} {number(point.value)}" for point in facts.plan_points)
        return f"follows the plan points ({plain(points)}) = {planned}"
    if facts.steps and all(step.planned for step in facts.steps):
        return f"= weight of milestones planned by {day(assessment.as_of)} / all weight = {planned}"
    gone, whole = (_within(assessment.as_of, facts.start, facts.due) - facts.start).days, (facts.due - facts.start).days
    return f"= days gone / days from {day(facts.start)} to {day(facts.due)} = {gone} / {whole} = {planned}"


def _within(on: date, first: date, last: date) -> date:
    return min(max(on, first), last)
