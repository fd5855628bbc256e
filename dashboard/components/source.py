"""What a key result is read from if it moves by itself: in words, and as the rows behind its value."""

from collections.abc import Iterator, Mapping

import streamlit as st

from core.model import Register
from core.queries.automatic import READ, Source
from core.queries.key_results import Standing
from dashboard.components.tables import height
from dashboard.components.text import day, exact, measured, moment, plain
from dashboard.navigation import file_of
from dashboard.theme import LOOKS

ROWS_SHOWN = 8
PLACES: Mapping[Register, tuple[str, str]] = {
    Register.REPORTS_MIGRATED: ("spreadsheets", "report"),
    Register.HOURS_FREED: ("spreadsheets", "report"),
    Register.PRODUCTS_LIVE: ("search", "q"),
    Register.WORKSPACES_READY: ("search", "q"),
}
"""Where a row of a register is looked up, and what finds it there."""


def words(standing: Standing) -> Iterator[str]:
    """What it is read from, its automatic value, and what overrides it, as markdown.

    Why its source is silent is told only under an override: otherwise it is the reason of the status."""
    source = standing.source
    if source is None:
        return
    icon = LOOKS[source.register].icon
    yield f":material/{icon}: Read from {plain(source.words)}: **{_automatic(source, standing.unit)}**"
    if source.override is not None:
        said = f"{measured(source.override.value, standing.unit)} since {day(source.override.on)}"
        yield f":material/edit: Overridden by a check-in: **{said}**. One without a value hands over again."
    if source.override is not None and source.outage is not None:
        yield f":gray[:material/hourglass_bottom: {plain(source.outage.reason)}]"


def evidence(standing: Standing) -> None:
    """The rows behind the automatic value; choosing one opens it."""
    source = standing.source
    if source is None:
        return
    what = "Readings" if source.register in READ else "Rows"
    box = st.expander(f"{what} behind it ({len(source.evidence)})", key=f"evidence_{standing.key}", on_change="rerun")
    if box.open:
        with box:
            _table(standing, source)


def _table(standing: Standing, source: Source) -> None:
    if not source.evidence:
        st.caption("Nothing counts towards it yet.")
        return
    has_amounts = source.register is Register.HOURS_FREED or source.register in READ
    rows = [
        ({"Key": row.key} if row.key else {})
        | {"Source" if source.register in READ else "Name": row.name, "Day": row.on}
        | ({standing.unit or "Amount": exact(round(row.amount, 2))} if has_amounts else {})
        for row in source.evidence
    ]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        height=height(len(rows), at_most=ROWS_SHOWN),
        on_select="rerun",
        selection_mode="single-row",
        key=f"evidence_table_{standing.key}",
        column_config={"Day": st.column_config.DateColumn(format="D MMM YYYY", width="small")},
        alt=f"What {standing.key} is counted from",
    ).selection.rows
    if chosen:
        page, word = PLACES.get(source.register, ("metric", "key"))
        found = source.metric_key or source.evidence[chosen[0]].key
        st.switch_page(file_of(page), query_params={word: found})


def _automatic(source: Source, unit: str) -> str:
    """The automatic value with its day, and for what is fetched, when it was."""
    if source.value is None or source.read_on is None:
        return "nothing yet"
    fetched = f", fetched {moment(source.fetched_at)}" if source.fetched_at else ""
    return f"{measured(source.value, unit)} on {day(source.read_on)}{fetched}"
