"""The checklist of a gate: the same report that a refusal carries."""

from collections.abc import Callable

import streamlit as st

from core.rules.gates import CheckResult, GateReport
from dashboard.components.text import plain


def checklist(report: GateReport, actions: Callable[[CheckResult], None]) -> None:
    """A row for each check: does it hold, on which fact, or who can give it how; ``actions`` draws its buttons."""
    for result in report.results:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.markdown(_line(result), width="stretch")
            actions(result)


def missing(report: GateReport) -> None:
    """What keeps the gate closed, and who can give it."""
    count = len(report.missing)
    st.markdown(f"**{count} of {report.required} checks are missing:**")
    st.markdown("\n".join(f"- {r.check.title} — *{r.check.side}*: {r.hint}" for r in report.missing))


def _line(result: CheckResult) -> str:
    check = result.check
    if result.fact is not None:
        return f":green[:material/check_circle: **{check.title}**]  \n:gray[{plain(result.fact, 160)}]"
    return f":orange[:material/radio_button_unchecked: **{check.title}**]  \n:gray[{check.side}: {plain(result.hint)}]"
