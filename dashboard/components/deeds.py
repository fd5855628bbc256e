"""What was done lately: the thing it was done to, and in grey who did what, when."""

from collections.abc import Sequence

import streamlit as st

from core.queries.activity import Deed
from dashboard.components import links
from dashboard.components.text import day, plain


def deeds(lines: Sequence[Deed]) -> None:
    with st.container(gap="xxsmall"):
        for line in lines:
            _line(line)
    if not lines:
        st.caption("Nothing was recorded up to this day.")


def _line(line: Deed) -> None:
    reason = f": “{plain(line.reason, 80)}”" if line.reason else ""
    with st.container(gap=None):
        if place := target(line):
            page, key = place
            links.titled(page, line.subject, line.title, target=key, limit=38)
        else:
            st.markdown(f"**{plain(line.subject, 40)}** {plain(line.title, 38)}".rstrip())
        st.caption(f"{day(line.at)} · {plain(line.by, 24)} {plain(line.sentence)}{reason}")


def target(line: Deed) -> tuple[str, str] | None:
    """The page of what a line is about and its key there; None where it has no page."""
    if line.objective or line.subject.startswith("OBJ-"):
        return "objective", line.objective or line.subject
    if line.kind.startswith("metric."):
        return "metric", line.subject
    if line.subject.startswith(("INI-", "DP-")):
        return "initiative" if line.subject.startswith("INI-") else "product", line.subject
    return ("domain", line.subject) if line.kind.startswith(("domain.", "system.")) else None
