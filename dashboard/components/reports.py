"""Check-ins: the last one in words, and all of them as a table; what was corrected stays to be read."""

from collections.abc import Callable, Iterator, Sequence

import streamlit as st

from core.queries.reports import Correction, Report
from dashboard.components.text import day, number, plain

WORDS = {"value": "value", "confidence": "confidence", "changed": "what changed", "next_step": "what comes next"}


def last(reports: Sequence[Report], acknowledge_button: Callable[[Report], None]) -> None:
    """The newest; the button stands there until somebody has acknowledged it."""
    if not reports:
        st.caption("Nobody has checked in yet.")
        return
    newest = reports[0]
    st.markdown(f"**{plain(newest.by)}** on {day(newest.on)}, confidence {newest.confidence} of 10")
    for title, text in (("Changed", newest.changed), ("Next", newest.next_step)):
        if text:
            st.markdown(f":gray[{title}] {plain(text, 300)}")
    for correction in newest.corrections:
        st.caption(f"Corrected on {day(correction.at)} by {plain(correction.by)}: {plain(_told(correction))}")
    if newest.acknowledged_by:
        st.caption(
            f":material/done_all: Acknowledged by {plain(newest.acknowledged_by)}, {day(newest.acknowledged_at)}"
        )
    else:
        acknowledge_button(newest)


def table(reports: Sequence[Report], unit: str) -> None:
    """Every check-in, the newest first."""
    st.dataframe(
        [
            {
                "Day": report.on,
                f"Value {unit}".rstrip(): number(report.value),
                "Confidence": report.confidence,
                "What changed": report.changed,
                "What comes next": report.next_step,
                "By": report.by,
                "Acknowledged by": report.acknowledged_by or "",
                "Corrected": "; ".join(f"on {day(it.at)} by {it.by}: {_told(it)}" for it in report.corrections),
            }
            for report in reports
        ],
        hide_index=True,
        height=min(320, 38 + 35 * max(len(reports), 1)),
        column_config={
            "Day": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "Confidence": st.column_config.NumberColumn(width="small"),
            "What changed": st.column_config.TextColumn(width="large"),
        },
        alt="Check-ins with value, confidence, what was said, who acknowledged them, and what was corrected",
    )


def _told(correction: Correction) -> str:
    """``value 3 → 4, what changed “Two moved” → “Three moved”``."""
    return ", ".join(_changes(correction))


def _changes(correction: Correction) -> Iterator[str]:
    for said, (before, after) in correction.changes.items():
        yield f"{WORDS[said]} {_spoken(before)} → {_spoken(after)}"


def _spoken(value: str | float | None) -> str:
    return f"“{value}”" if isinstance(value, str) else number(value)
