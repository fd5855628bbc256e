"""Explain this number: the facts and thresholds from which a status and a percentage follow."""

from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.queries.scoreboard import Scoreboard
from core.rules.progress import periods
from core.rules.rollup import FRESH_SHARE, RollUp
from core.rules.status import Assessment, Thresholds
from dashboard.components import links, outlook, source
from dashboard.components.figures import band, confidence
from dashboard.components.text import day, exact, percent, plain
from dashboard.theme import badge, label

READINGS = 30
"""Told one by one: more than a quarter of check-ins has. A register that changes every day has three times as many."""


def key_result(standing: Standing, thresholds: Thresholds) -> None:
    """The line of the rule that fired, every figure that went into it, and the readings."""
    assessment = standing.assessment
    st.markdown(f"{badge(assessment.status)} {plain(assessment.reason)}")
    for finding in standing.findings:
        if told := finding.reason.removeprefix(assessment.reason).strip():
            st.markdown(f":orange[**{finding.title}**] {plain(told)}")
    lines = [*calculation(assessment, thresholds), *outlook.calculation(standing), *source.words(standing)]
    st.markdown("\n".join(f"- {line}" for line in lines))
    readings = [f"{day(on)} **{exact(value)}**" for on, value in assessment.facts.values(assessment.as_of)]
    if standing.chance is not None:
        links.to("calibration", "What such chances were worth in past quarters")
    left_out = f"{len(readings) - READINGS} earlier ones · " if len(readings) > READINGS else ""
    st.caption(f"Readings: {left_out}{' · '.join(readings[-READINGS:]) or 'none'}")


def calculation(assessment: Assessment, thresholds: Thresholds) -> Iterator[str]:
    """Sentences whose figures give the shown ones when they are computed again."""
    facts = assessment.facts
    yield _progress(assessment)
    yield f"**Planned** {_planned(assessment)}"
    if assessment.gap is not None:
        yield f"{_gap(assessment.planned, assessment.progress or 0.0)}; {_bounds(thresholds)}"
    if facts.kind is not KeyResultKind.MILESTONE:
        age = assessment.days_since_reading
        read = "no reading yet" if age is None else f"the last reading is {age} days old"
        yield f"**Freshness** {read}; stale past {facts.cadence_days} days (cadence) + {facts.grace_days} days (grace)"
    yield f"**Weight** {exact(facts.weight)} in its objective"
    yield f"**Confidence** {confidence(assessment.confidence)} of 10 in the last check-in"


def roll_up(rollup: RollUp, parts: Sequence[Standing], thresholds: Thresholds) -> None:
    """An objective from its key results: the table, and the sums that give its figures."""
    st.markdown(badge(rollup.status))
    st.markdown("\n".join(f"- {line}" for line in sums(rollup, parts, thresholds)))
    st.table(
        [
            {
                "Key result": part.key,
                "Weight": exact(part.assessment.facts.weight),
                "Progress": _points(part.assessment.progress),
                "Planned": _points(part.assessment.planned),
                "Confidence": confidence(part.assessment.confidence),
                "Status": label(part.assessment.status),
            }
            for part in parts
        ]
    )


def sums(rollup: RollUp, parts: Sequence[Standing], thresholds: Thresholds) -> Iterator[str]:
    """Sentences whose figures give those of the objective when they are computed again."""
    counted = [part.assessment for part in parts if part.assessment.facts.weight > 0]
    whole = sum(part.facts.weight for part in counted)
    if not counted or rollup.progress is None or rollup.planned is None:
        yield "No key result bears weight: there is nothing to add up."
        return
    for name, total, shares in (
        ("Progress", rollup.progress, [part.progress or 0.0 for part in counted]),
        ("Planned", rollup.planned, [part.planned for part in counted]),
    ):
        terms = zip(counted, shares, strict=True)
        added = " + ".join(f"{exact(part.facts.weight)} × {_points(share)}" for part, share in terms)
        mean = f"({added}) / {exact(whole)} = **{total * 100:.1f} %**"
        yield f"**{name}** = weight × {name.lower()} / all weight = {mean}"
    yield f"**Measured** {rollup.measured} of {rollup.counted} with weight; what has no data counts as 0 %"
    fresh = sum(part.facts.weight for part in counted if part.is_fresh)
    yield f"**Fresh** weight {exact(fresh)} of {exact(whole)}; below {percent(FRESH_SHARE)} the objective is stale"
    yield f"{_gap(rollup.planned, rollup.progress)}; {_bounds(thresholds)}; a broken guardrail caps it at behind"
    yield f"**Confidence** = mean by weight of the latest ones given = **{confidence(rollup.confidence)}**"


def summary(board: Scoreboard) -> None:
    """A domain or the company from its objectives."""
    quarter = board.quarter
    gone, whole = (_within(board.as_of, quarter.start, quarter.end) - quarter.start).days, quarter.end - quarter.start
    st.markdown(
        "Progress and planned of the company or a domain are the sums of weight × figure over its objectives, divided "
        "by the sum of their weights; measured counts key results that have data; confidence is the mean by weight of "
        "the objectives that have one."
    )
    st.dataframe(
        [
            {
                "Domain": row.domain,
                "Objective": row.key,
                "Weight": row.weight,
                "Progress": _points(row.rollup.progress),
                "Planned": _points(row.rollup.planned),
                "Measured": f"{row.rollup.measured} of {row.rollup.counted}",
                "Confidence": "–" if row.rollup.confidence is None else f"{row.rollup.confidence:.2f}",
                "Status": label(row.rollup.status),
            }
            for row in board.objectives
        ],
        hide_index=True,
        height=280,
        alt="Objectives with weight, progress and plan",
    )
    st.markdown(f"**Time gone** = {gone} of {whole.days} days after {day(quarter.start)}.")
    links.to("calibration", "What the forecasts of past quarters were worth")


def _progress(assessment: Assessment) -> str:
    facts, raw = assessment.facts, assessment.raw
    if raw is None:
        return "**Progress** unknown, nothing has been measured"
    result = f"**{raw * 100:.1f} %**" + ("" if 0 <= raw <= 1 else f", shown as {percent(assessment.progress)}")
    match facts.kind:
        case KeyResultKind.MOVEMENT:
            low, high = exact(facts.baseline), exact(facts.target)
            way = f"({exact(assessment.value)} − {low}) / ({high} − {low})"
            return f"**Progress** = (value − baseline) / (target − baseline) = {way} = {result}"
        case KeyResultKind.MAINTAIN:
            counted = [period.is_met for period in periods(facts, assessment.as_of) if period.is_met is not None]
            met = f"{sum(counted)} of {len(counted)} periods inside the band ({band(facts.low, facts.high)})"
            return f"**Progress** = {met} = {result}"
    done = sum(step.weight for step in facts.steps if step.done)
    whole = sum(step.weight for step in facts.steps)
    return f"**Progress** = weight of milestones passed / all weight = {exact(done)} / {exact(whole)} = {result}"


def _planned(assessment: Assessment) -> str:
    facts, planned = assessment.facts, f"**{assessment.planned * 100:.1f} %**"
    if facts.kind is KeyResultKind.MAINTAIN:
        return f"is always {planned} for a figure to be kept in a band"
    if facts.plan_points:
        points = ", ".join(f"{day(point.on)} {exact(point.value)}" for point in facts.plan_points)
        return f"follows the plan points ({plain(points)}) = {planned}"
    if facts.steps and all(step.planned for step in facts.steps):
        return f"= weight of milestones planned by {day(assessment.as_of)} / all weight = {planned}"
    gone, whole = (_within(assessment.as_of, facts.start, facts.due) - facts.start).days, (facts.due - facts.start).days
    return f"= days gone / days from {day(facts.start)} to {day(facts.due)} = {gone} / {whole} = {planned}"


def _gap(planned: float, progress: float) -> str:
    terms = f"{_points(planned)} − {_points(progress)}"
    return f"**Gap** = planned − progress = {terms} = **{(planned - progress) * 100:.1f} %**"


def _bounds(thresholds: Thresholds) -> str:
    on_track, behind = percent(thresholds.on_track_gap), percent(thresholds.behind_gap)
    return f"on track up to {on_track}, behind up to {behind}, else at risk"


def _points(share: float | None) -> str:
    """A share to add up: finer than it is shown."""
    return "–" if share is None else f"{share * 100:.6g} %"


def _within(on: date, first: date, last: date) -> date:
    return min(max(on, first), last)
