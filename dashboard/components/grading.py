"""Grading many key results in one table: it is typed into like a spreadsheet, and says what is still missing."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.model import LINE, Choice
from core.queries.key_results import Standing
from core.rules.grading import Mark, Outcome, lacking
from dashboard.components.figures import reached
from dashboard.components.tables import height
from dashboard.components.text import plain
from dashboard.theme import label

AT_MOST = 16
"""Rows of the table on a screen."""
NAMED = 8
"""Key results that are named below the table, before the others are only counted."""

Graded = tuple[Standing, Outcome]


def table(rows: Sequence[Graded], key: str) -> Mapping[str, Mark]:
    """What is written by now, by the key of the key result."""
    edited = st.data_editor(
        pd.DataFrame([_cells(standing, outcome) for standing, outcome in rows]),
        hide_index=True,
        key=key,
        height=height(len(rows), AT_MOST),
        column_config=_columns(),
        alt="Key results with their scores, causes and notes, and what becomes of them",
    )
    choices = {label(choice): choice for choice in Choice}
    return {
        standing.key: Mark(
            proposed=outcome.score,
            score=-1.0 if pd.isna(row["Score"]) else round(float(row["Score"]), 2),
            note=row["Note"] or "",
            cause=row["Cause"] or "",
            choice=choices.get(row["Next quarter"]),
        )
        for (standing, outcome), (_, row) in zip(rows, edited.iterrows(), strict=True)
    }


def still_missing(rows: Sequence[Graded], marks: Mapping[str, Mark]) -> None:
    """What the grades as they are written still lack, key result by key result."""
    faults = {standing.key: lacking(marks[standing.key], outcome) for standing, outcome in rows}
    faults = {key: lacks for key, lacks in faults.items() if lacks}
    lines = [f"- **{key}** {plain(' '.join(lacks.values()))}" for key, lacks in list(faults.items())[:NAMED]]
    lines += [f"- and {len(faults) - NAMED} more"] if len(faults) > NAMED else []
    st.markdown("\n".join(lines) if lines else ":green[:material/check_circle:] Nothing is missing in this table.")


def by_domain(rows: Sequence[Graded]) -> None:
    """How many of the grades that are saved are complete."""
    domains: dict[str, list[bool]] = {}
    for standing, outcome in rows:
        domains.setdefault(standing.domain, []).append(not lacking(standing.grade, outcome))
    st.dataframe(
        [
            {"Domain": name, "Key results": len(done), "Graded": sum(done), "Missing": len(done) - sum(done)}
            for name, done in domains.items()
        ],
        hide_index=True,
        height=height(len(domains), AT_MOST),
        alt="Domains with how many of their key results are graded",
    )


def _cells(standing: Standing, outcome: Outcome) -> dict[str, Any]:
    """The grade as it is saved; an earlier score that was only taken over follows what is proposed now."""
    grade = standing.grade
    is_own = grade is not None and grade.score != grade.proposed
    return {
        "Key": standing.key,
        "Key result": standing.title,
        "Reached": reached(standing),
        "Proposed": outcome.score,
        "Score": grade.score if grade and is_own else outcome.score,
        "Next quarter": label(grade.choice) if grade and grade.choice else None,
        "Cause": grade.cause if grade else "",
        "Note": grade.note if grade else "",
        "Domain": standing.domain,
    }


def _columns() -> dict[str, Any]:
    kind = st.column_config
    return {
        "Key": kind.TextColumn(width=75, disabled=True, pinned=True),
        "Key result": kind.TextColumn(width=220, disabled=True),
        "Reached": kind.TextColumn(width=150, disabled=True),
        "Proposed": kind.NumberColumn(width=75, format="%.2f", disabled=True),
        "Score": kind.NumberColumn(width=65, format="%.2f", min_value=0.0, max_value=1.0, step=0.01, required=True),
        "Next quarter": kind.SelectboxColumn(
            width=120, options=[label(choice) for choice in Choice], help="What becomes of what was not reached"
        ),
        "Cause": kind.TextColumn(width=210, max_chars=LINE, help="Why it is below 0.70"),
        "Note": kind.TextColumn(width=210, max_chars=LINE, help="Why the score differs, or what is to change"),
        "Domain": kind.TextColumn(width=130, disabled=True),
    }
