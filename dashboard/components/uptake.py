"""The uptake of the platform in rows of figures: how long people wait, how far domains have come, what has moved."""

import streamlit as st

from core.queries.platform import MINUTES_IN_A_DAY, Uptake
from dashboard.components import burn_up
from dashboard.components.onboarding import reached
from dashboard.components.text import day, duration, measured, moment, number, percent, plain
from dashboard.components.tiles import Figure, figures

SHARED = "products_shared"


def waits(uptake: Uptake) -> None:
    waiting, target = uptake.waiting, duration(uptake.target_minutes / MINUTES_IN_A_DAY)
    longest = f"the longest {duration(waiting.longest_wait)}" if waiting.waiting else "nobody"
    told = "From the request to a ready workspace. Those who still wait are counted with at least their age."
    row = [
        Figure("Half ready within", reached(waiting.p50, waiting.n), f"of {waiting.n} requests", told),
        Figure("85 % within", reached(waiting.p85, waiting.n), help=told),
        Figure("95 % within", reached(waiting.p95, waiting.n), help=told),
        Figure("Still waiting", str(waiting.waiting), longest),
        Figure(f"Ready within {target}", percent(uptake.within_target), "the target time"),
        Figure("Touchless", percent(uptake.touchless), "of those ready"),
    ]
    figures(row)
    if stale := next((it for it in uptake.silent if it.feeds("workspaces")), None):
        st.caption(
            f":material/hourglass_bottom: As {plain(stale.title)} told it on {moment(stale.last_good)}; "
            "what became ready since then still counts as waiting."
        )


def funnel(uptake: Uptake) -> None:
    st.subheader("How far the domains have come", anchor=False)
    first, *others = uptake.funnel
    row = [Figure("Domains", str(first.domains))]
    row += [Figure(it.name, str(it.domains), f"of {first.domains} domains") for it in others]
    shared = next((it for it in uptake.metrics if it.key == SHARED and it.latest), None)
    if shared and shared.latest:
        row.append(Figure(shared.name, measured(shared.latest.value, ""), f"of {day(shared.latest.on)}"))
    figures(row)


def moves(uptake: Uptake) -> None:
    if not uptake.reports:
        st.caption("No Excel report is recorded yet. Record them on the page Spreadsheets.")
        return
    figures(
        [
            Figure("Excel reports moved", str(uptake.migrated), f"of {uptake.reports}"),
            Figure("Hours freed", number(round(uptake.hours_freed_quarter)), "this quarter so far"),
            Figure("Hours freed", number(round(uptake.hours_freed_year)), "in 12 months"),
        ]
    )
    burn_up.burn_up(uptake.moves)
