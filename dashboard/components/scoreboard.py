"""The review: figures in one row, exceptions beside changes, and the tree of objectives."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing
from core.queries.scoreboard import Change, DomainRow, ObjectiveRow, Scoreboard
from core.rules.forecast import chance_words
from core.rules.grading import Band, band
from core.rules.rollup import RollUp, Summary
from core.rules.status import Assessment, Status, Thresholds
from dashboard.components import explain, links
from dashboard.components.decisions import promise
from dashboard.components.figures import confidence, highlighted, progress, reached, sparkline, trend
from dashboard.components.text import percent, plain, quiet
from dashboard.components.tiles import Figure, figures
from dashboard.navigation import file_of
from dashboard.theme import LOOKS, badge, label

ROWS = 6
"""Exceptions and changes on a page of their lists."""

TITLE = 44
"""Characters of a title that leave it on one line beside a badge."""
NARROW = 31
"""The same in the narrower column."""

Row = TypeVar("Row")


def headline(board: Scoreboard) -> None:
    """Progress against plan, how much of it is measured, how sure people are, how much time is left."""
    summary, lowest = board.summary, confidence(board.confidence_min)
    figures(
        [
            Figure("Progress", percent(summary.progress), f"{percent(summary.planned)} planned"),
            Figure("Measured", f"{summary.measured} of {summary.counted}", "key results"),
            Figure("Confidence", confidence(board.confidence), f"lowest {lowest}, of 10"),
            Figure("Time gone", percent(board.quarter.elapsed(board.as_of)), f"of {board.quarter.label}"),
        ]
    )


def statuses(board: Scoreboard) -> None:
    """How many key results stand where."""
    st.markdown(counts(board.statuses))


def counts(statuses: Mapping[Status, int]) -> str:
    """Badges with their numbers, each colour with its icon and word; as markdown."""
    looks = [(LOOKS[status], count) for status, count in statuses.items()]
    return " ".join(f":{look.colour}-badge[:material/{look.icon}: {look.label} **{count}**]" for look, count in looks)


def exceptions(board: Scoreboard, decide_button: Callable[[Standing], None]) -> None:
    body, shown = page_of(board.exceptions, "review_exceptions")
    with body:
        for standing in shown:
            _exception(standing, board.thresholds, board.decided.get(standing.key), decide_button)
    if not board.exceptions:
        st.caption("Nothing needs a decision: no key result is at risk, silent, or off what was said about it.")


def _exception(
    standing: Standing, thresholds: Thresholds, decided: DecisionRow | None, decide_button: Callable[[Standing], None]
) -> None:
    """One line, and a grey one with whose it is, where it stands, why it is here, and what was decided."""
    assessment = standing.assessment
    with st.container(gap=None):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
            links.titled(
                "objective", standing.key, standing.title, limit=TITLE,
                after=badge(assessment.status),
            )  # fmt: skip
            why = st.popover("Why", type="tertiary", key=f"review_why_{standing.key}", on_change="rerun")
            if why.open:
                with why:
                    explain.key_result(standing, thresholds)
            decide_button(standing)
        st.markdown(quiet(summary_line(standing) + (f" · {promise(decided)}" if decided else "")))


def summary_line(standing: Standing) -> str:
    """Whose it is, where it stands, and why it needs a decision; as markdown."""
    line = f"{plain(reached(standing))} {sparkline(trend(standing.assessment))}".rstrip()
    briefs = ", ".join(plain(finding.brief) for finding in standing.findings)
    return f"{plain(standing.domain, 18)} · {plain(standing.owner, 18)} · {highlighted(standing, line)} · {briefs}"


def changes(board: Scoreboard) -> None:
    body, shown = page_of(board.changes, "review_changes")
    with body:
        for change in shown:
            _change(change, board.thresholds)
    if not board.changes:
        st.caption("No status and no progress has changed since.")


def _change(change: Change, thresholds: Thresholds) -> None:
    standing, before, after = change.standing, change.before, change.standing.assessment
    with st.container(gap=None):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
            links.titled("objective", standing.key, standing.title, limit=NARROW)
            why = st.popover("Why", type="tertiary", key=f"review_changed_why_{standing.key}", on_change="rerun")
            if why.open:
                with why:
                    explain.key_result(standing, thresholds)
        moved = f"{label(before.status)} → {badge(after.status)}" if change.is_of_status else badge(after.status)
        told = [moved, f"{progress(before)} → **{progress(after)}**", _noise(change)]
        st.markdown(quiet(" · ".join(filter(None, told))))


def _noise(change: Change) -> str:
    return {None: "", True: ":blue[signal]", False: "routine variation"}[change.is_signal]


def tree(board: Scoreboard, *, with_key_results: bool) -> None:
    """Domains, their objectives, and their key results; a row opens its page."""
    rows: list[tuple[dict[str, Any], tuple[str, str] | None]] = []
    for domain in board.domains:
        rows.append((_domain_cells(domain), ("domain", domain.key) if domain.key else None))
        for objective in domain.objectives:
            rows.append((_objective_cells(objective), ("objective", objective.key)))
            if with_key_results:
                rows += [
                    (_key_result_cells(standing), ("objective", objective.key)) for standing in objective.key_results
                ]
    chosen = st.dataframe(
        [cells for cells, _ in rows],
        hide_index=True,
        height=min(700, 36 + 32 * len(rows)),
        row_height=32,
        on_select="rerun",
        selection_mode="single-row",
        key="review_tree",
        column_config=_columns(),
        column_order=[name for name in _columns() if board.closing or name != "Score"],
        alt="Domains, objectives and key results with progress, plan, status, confidence and chance",
    ).selection.rows
    if chosen and (target := rows[chosen[0]][1]):
        page, key = target
        st.switch_page(file_of(page), query_params={"key": key})


def _columns() -> dict[str, Any]:
    kind = st.column_config
    return {
        "Title": kind.TextColumn(width=280, pinned=True),
        "Owner": kind.TextColumn(width=90),
        "Progress": kind.ProgressColumn(format="%d %%", min_value=0, max_value=100, width=100),
        "Planned": kind.NumberColumn(format="%d %%", width=65),
        "Status": kind.MultiselectColumn(
            options=[label(word) for word in (*Status, *Band)],
            color=[LOOKS[word].colour for word in (*Status, *Band)],
            width=110,
        ),
        "Score": kind.NumberColumn(format="%.2f", width=60),
        "Confidence": kind.TextColumn(width=75),
        "Chance": kind.TextColumn(
            width=62, help="Of reaching the target by the due day; empty without enough readings"
        ),
        "Trend": kind.LineChartColumn(width=65),
        "Reached": kind.TextColumn(width=155),
    }


def _domain_cells(row: DomainRow) -> dict[str, Any]:
    told = {"Reached": _coverage(row.summary), "Score": row.summary.score}
    return _cells(row.name.upper(), "", row.summary) | told


def _objective_cells(row: ObjectiveRow) -> dict[str, Any]:
    rollup = row.rollup
    return _cells(f"{row.key} {row.title}", row.owner, rollup) | {
        "Status": [label(rollup.status)],
        "Score": rollup.score,
        "Confidence": confidence(rollup.confidence),
        "Reached": _coverage(rollup),
    }


def _key_result_cells(standing: Standing) -> dict[str, Any]:
    assessment = standing.assessment
    score = standing.score
    return _cells(f"\u2003\u2003{standing.key} {standing.title}", standing.owner, assessment) | {
        "Status": [label(assessment.status if score is None else band(score, standing.commitment))],
        "Score": score,
        "Confidence": confidence(assessment.confidence),
        "Chance": "" if standing.chance is None else chance_words(standing.chance),
        "Trend": trend(assessment),
        "Reached": reached(standing),
    }


def _cells(title: str, owner: str, judged: Summary | RollUp | Assessment) -> dict[str, Any]:
    """What every row has; a figure that is not known stays empty."""
    return {
        "Title": title,
        "Owner": owner,
        "Progress": None if judged.progress is None else round(judged.progress * 100),
        "Planned": None if judged.planned is None else round(judged.planned * 100),
        "Status": [],
        "Score": None,
        "Confidence": "",
        "Chance": "",
        "Trend": [],
        "Reached": "",
    }


def _coverage(judged: Summary | RollUp) -> str:
    return f"{judged.measured} of {judged.counted} measured"


def page_of(rows: Sequence[Row], key: str) -> tuple[DeltaGenerator, Sequence[Row]]:
    """Where to draw, and the rows of the page that is chosen below them."""
    body = st.container(gap="xsmall")
    if len(rows) <= ROWS:
        return body, rows
    page = st.pagination(-(-len(rows) // ROWS), key=key, bind="query-params", max_visible_pages=5)
    return body, rows[(page - 1) * ROWS : page * ROWS]
