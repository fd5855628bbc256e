"""What an import would do, drawn: the counts, the rows that are not the same, and what was left empty."""

import csv
from collections.abc import Sequence
from io import StringIO

import streamlit as st

from core.exports.cells import inert
from core.imports.outcome import MOST_READ, Outcome, Plan, RowPlan
from core.imports.report import spoken
from core.rules.sentences import listed
from dashboard.components.tables import height
from dashboard.components.text import plain
from dashboard.components.tiles import Figure, figures

MOST_ROWS = MOST_READ
"""Rows drawn at once; the file of errors holds all of them."""

LABELS = {
    Outcome.NEW: "New",
    Outcome.CHANGED: "Changed",
    Outcome.SAME: "Same",
    Outcome.ERROR: "With errors",
}


def counts(plan: Plan) -> None:
    left_out = "left out of the import" if plan.counts[Outcome.ERROR] else ""
    notes = {Outcome.SAME: "nothing to do", Outcome.ERROR: left_out}
    tiles = [Figure(LABELS[outcome], f"{plan.counts[outcome]:,}", notes.get(outcome, "")) for outcome in Outcome]
    figures([Figure("Rows", f"{plan.total:,}", f"{plan.blank} blank skipped" if plan.blank else ""), *tiles])
    if plan.new_domains:
        st.info(f"New domains: {plain(listed(plan.new_domains))}", icon=":material/add:")
    for remark in plan.remarks:
        st.caption(plain(remark))


def rows(plan: Plan) -> None:
    """The rows that are not the same, by outcome; errors first, as somebody has to act on them."""
    shown = [outcome for outcome in (Outcome.ERROR, Outcome.CHANGED, Outcome.NEW) if plan.counts[outcome]]
    if not shown:
        return
    words = {f"{LABELS[outcome]} ({plan.counts[outcome]:,})": outcome for outcome in shown}
    word = st.segmented_control("Rows", list(words), default=next(iter(words)), key="data_outcome", required=True)
    chosen = [row for row in plan.rows if row.outcome is words.get(word or "", shown[0])]
    drawn = chosen[:MOST_ROWS]
    is_new = drawn[0].outcome is Outcome.NEW
    st.dataframe(
        _as_read(plan, drawn) if is_new else [line for row in drawn for line in _lines(plan, row)],
        hide_index=True,
        height=height(len(chosen), at_most=12),
        key="data_rows",
        alt="What the import would do with the rows",
    )
    if len(chosen) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS:,} of {len(chosen):,} rows.")


def notes(plan: Plan) -> None:
    if plan.notes:
        with st.expander(f"{plan.left_empty:,} cells are left empty, as they decline to answer"):
            told = [{"Row": note.row, "Column": note.column, "It says": note.value} for note in plan.notes[:MOST_ROWS]]
            st.dataframe(told, hide_index=True, height=height(len(told), at_most=8), alt="Cells left empty")


def errors_as_csv(plan: Plan) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Row", "Column", "Value", "Expected"])
    writer.writerows([p.row, inert(p.column), inert(p.value), p.expected] for p in plan.errors)
    return stream.getvalue().encode("utf-8-sig")


def _lines(plan: Plan, row: RowPlan) -> list[dict[str, object]]:
    """A line for each wrong cell or changed field."""
    if row.problems:
        return [{"Row": p.row, "Column": p.column, "Value": p.value, "Expected": p.expected} for p in row.problems]
    return [
        {
            "Row": row.number,
            "Key": row.key,
            "Field": (field := plan.kind.field(name)).title,
            "Recorded": spoken(field, old),
            "In the file": spoken(field, new),
        }
        for name, (old, new) in row.changes.items()
    ]


def _as_read(plan: Plan, new: Sequence[RowPlan]) -> list[dict[str, object]]:
    """A line for each new row, with a column for each field that is read from the file or was filled."""
    filled = plan.mapping.columns.keys() | {name for row in new for name in row.changes}
    fields = [field for field in plan.kind.fields if field.name in filled]
    nothing = (None, None)
    return [
        {"Row": row.number} | {field.title: spoken(field, row.changes.get(field.name, nothing)[1]) for field in fields}
        for row in new
    ]
