"""Sources: what came from each, how long ago, and a line where one is silent."""

from collections.abc import Sequence

import streamlit as st

from core.queries.sources import SourceRow
from dashboard.components.text import moment, plain
from dashboard.theme import badge


def silent(rows: Sequence[SourceRow]) -> None:
    """A line for each source whose figures cannot be trusted to be of today."""
    for row in rows:
        since = f"has not delivered since {moment(row.last_good)}" if row.last_good else "has not delivered yet"
        failed = f" The last attempt failed: {plain(row.remark, 160)}" if row.failures and row.remark else ""
        st.warning(f"{plain(row.title)} {since}.{failed}", icon=":material/cloud_off:")


def described(row: SourceRow) -> None:
    """A source with its last pull, in a few lines."""
    look = badge(row.freshness.state) if row.freshness else ":gray-badge[:material/link_off: No longer configured]"
    st.markdown(f"**{plain(row.title)}** `{row.name}` {look}")
    took = f", took {row.duration.total_seconds():.0f} s" if row.duration else ""
    told = [
        row.freshness.sentence if row.freshness else f"Last delivered on {moment(row.last_good)}.",
        f"Last attempt {moment(row.last_started)}{took}." if row.last_started else "",
        counted(row.counts),
        f"Failed {row.failures} times in a row." if row.failures > 1 else "",
        f"Running since {moment(row.running_since)}." if row.running_since else "",
    ]
    st.caption(plain(" ".join(line for line in told if line)))
    if row.remark:
        st.caption(f":material/info: {plain(row.remark, 400)}")


def counted(counts: dict[str, int]) -> str:
    """``Saw 12 workspaces, 3 tables changed.``"""
    told = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in counts.items())
    return f"Saw {told}." if told else ""
