"""The checklist of a gate: the same report that a refusal carries. And how its checks are asked."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.model import Demand
from core.queries.gates import GateRow
from core.rules.gates import CheckResult, GateReport
from dashboard.components.text import day, plain
from dashboard.theme import badge, label


def checklist(report: GateReport, actions: Callable[[CheckResult], None], below: Callable[[CheckResult], None]) -> None:
    """A row for each check: does it hold, on which fact, or who can give it how; ``actions`` draws its buttons, and
    ``below`` what stands under it."""
    for result in report.results:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.markdown(_line(result), width="stretch")
            actions(result)
        below(result)
    if report.advised:
        st.caption("What is advised does not close the gate. An admin decides what is required.")


def missing(report: GateReport) -> None:
    """What keeps the gate closed, and who can give it."""
    count = len(report.missing)
    st.markdown(f"**{count} of {report.required} checks are missing:**")
    st.markdown(_listed(report.missing))


def advised(report: GateReport) -> None:
    """What is worth a look before an open gate is passed."""
    if report.advised:
        st.markdown("Advised, and not there yet:")
        st.markdown(_listed(report.advised))


def gate_policy(rows: Sequence[GateRow]) -> None:
    """How each check is asked, since when, and who decided so."""
    st.dataframe(
        [
            {
                "Gate out of": label(it.phase),
                "Check": it.check.title,
                "Asked": _asked(it.demand, it.level),
                "Default": _asked(it.check.default.demand, it.check.default.level),
                "Since": day(it.since, year=True) if it.since else "from the start",
                "By": it.by or "–",
            }
            for it in rows
        ],
        hide_index=True,
        height="content",
        alt="Gate checks with how they are asked, since when and by whom",
        column_config={"Check": st.column_config.TextColumn(width=330)},
    )


def gate_history(rows: Sequence[GateRow]) -> None:
    """What was decided, what begins later included, the newest first."""
    told = sorted(((it.since, row, it) for row in rows for it in row.history), key=lambda one: one[0], reverse=True)
    for since, row, it in told:
        st.markdown(
            f"{day(since, year=True)} · {plain(row.check.title)}: {_asked(it.demand, it.level)} · {plain(it.by)}"
        )
    if not told:
        st.caption("Nothing was decided yet: every check is asked by its default.")


def _listed(results: Sequence[CheckResult]) -> str:
    return "\n".join(f"- {r.check.title} — *{r.check.side}*: {plain(r.hint)}" for r in results)


def _asked(demand: Demand, level: int | None) -> str:
    told = label(demand)
    return f"{told}, level {level}" if level else told


def _line(result: CheckResult) -> str:
    check, mark = result.check, "" if result.demand is Demand.REQUIRED else f" {badge(result.demand)}"
    if result.fact is not None:
        return f":green[:material/check_circle: **{check.title}**]{mark}  \n:gray[{plain(result.fact, 160)}]"
    icon = ":orange[:material/radio_button_unchecked:" if not mark else ":gray[:material/info:"
    return f"{icon} **{check.title}**]{mark}  \n:gray[{check.side}: {plain(result.hint)}]"
