"""What was done lately: a line each, which opens the page of what it was done to."""

from collections.abc import Sequence

import streamlit as st

from core.queries.activity import Deed
from dashboard.components import links
from dashboard.components.text import day, plain


def deeds(lines: Sequence[Deed]) -> None:
    with st.container(gap=None):
        for line in lines:
            _line(line)
    if not lines:
        st.caption("Nothing was recorded up to this day.")


def _line(line: Deed) -> None:
    name = f": {plain(line.title, 60)}" if line.title else ""
    reason = f" — “{plain(line.reason, 80)}”" if line.reason else ""
    told = f":gray[{day(line.at)}] **{plain(line.by, 24)}** {plain(line.sentence)}{name}{reason}"
    if target := _target(line):
        page, key = target
        links.to(page, told, key=key)
    else:
        st.markdown(told)


def _target(line: Deed) -> tuple[str, str] | None:
    if line.objective or line.kind.startswith("objective."):
        return "objective", line.objective or line.subject
    if line.subject.startswith("INI-"):
        return "initiative", line.subject
    return ("domain", line.subject) if line.kind.startswith(("domain.", "system.")) else None
