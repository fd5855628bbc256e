"""Who is ahead, who is stuck?"""

import streamlit as st

from core.access import Right
from core.model import PHASES, Level, Phase
from core.queries.portraits import Portrait
from core.rules.rollup import roll_up_objectives
from core.snapshots import take_snapshot
from dashboard import data, session
from dashboard.components.greyed import greyed
from dashboard.components.heat_map import heat_map
from dashboard.components.tables import height
from dashboard.components.text import number, percent
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import context_map, rights
from dashboard.dialogs.domains import add_domain
from dashboard.navigation import file_of
from dashboard.theme import label

MATURITY, TABLE, MAP = "Maturity", "Table", "Context map"


def page() -> None:
    actor, chosen = session.actor(), session.domain()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Domains", anchor=False, width="stretch")
        why = rights.why_not(Right.EDIT_DOMAIN, None)
        if st.button("Add a domain", key="domains_add", type="primary", icon=":material/add:", **greyed(why)):
            add_domain()
    view = st.segmented_control(
        "View", [MATURITY, TABLE, MAP], default=MATURITY, key="view", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if view == MAP:
        context_map.shown(chosen.id if chosen else None)
        return
    home = chosen.id if chosen else None
    if view == MATURITY:
        if rows := data.heat_map(as_of=session.as_of(), domain=home):
            heat_map(rows)
            return
        _nothing_kept()
    found = data.domains(actor=actor, as_of=session.as_of(), now=session.now(), domain=home)
    if not found:
        st.info("No domain yet. A domain is a business capability with a business owner: add the first one.")
        return
    figures(_figures(found))
    st.caption("Choose a row to open the domain; a column heading sorts.")
    _table(found)


def _nothing_kept() -> None:
    st.info("No maturity is kept of these two weeks. “uptake snapshot” keeps it, every day if cron or the app runs it.")
    why = rights.why_not(Right.EDIT_PLATFORM, None)
    if st.button("Keep it now", key="domains_snapshot", **greyed(why)):
        session.perform(take_snapshot, done="Kept the maturity of today.")


def _figures(found: tuple[Portrait, ...]) -> list[Figure]:
    summary = roll_up_objectives([(line.rollup, line.weight) for it in found for line in it.objectives])
    under_way = sum(line.is_under_way for it in found for line in it.initiatives)
    completed = sum(it.phases.get(Phase.COMPLETED, 0) for it in found)
    waiting = sum(len(it.workspaces) - it.ready for it in found)
    at_stake, freed = sum(it.hours_at_stake for it in found), sum(it.hours_freed_quarter for it in found)
    return [
        Figure("Domains", str(len(found)), f"{sum(it.business_owner is None for it in found)} without owner"),
        Figure("Initiatives under way", str(under_way), f"{completed} completed"),
        Figure("Progress of objectives", percent(summary.progress), f"planned {percent(summary.planned)}"),
        Figure("Still in Excel", f"{number(round(at_stake))} h", "a month"),
        Figure("Hours freed", number(round(freed)), "this quarter"),
        Figure("Workspaces ready", str(sum(it.ready for it in found)), f"{waiting} waiting"),
    ]


def _table(found: tuple[Portrait, ...]) -> None:
    chosen = st.dataframe(
        [_cells(it) for it in found],
        hide_index=True,
        height=height(len(found), at_most=16),
        on_select="rerun",
        selection_mode="single-row",
        key="domains_table",
        alt="Domains with their initiatives, products, objectives, Excel reports and workspaces",
        column_config={
            "Domain": st.column_config.TextColumn(pinned=True, width=165),
            "Business owner": st.column_config.TextColumn(width=125),
            "Initiatives": st.column_config.TextColumn(width=98, help=" · ".join(label(phase) for phase in PHASES)),
            "Objectives": st.column_config.TextColumn(width=195),
            "Progress": st.column_config.ProgressColumn(width=80, format="%d %%", min_value=0, max_value=100),
            "Products": st.column_config.TextColumn(width=66, help="Level 1 · level 2 · level 3"),
            "In Excel": st.column_config.NumberColumn(width=62, help="Excel reports that people still run"),
            "Moved": st.column_config.NumberColumn(width=60, help="Excel reports moved to the platform"),
            "Freed h": st.column_config.NumberColumn(width=62, format="%.0f", help="Hours freed this quarter so far"),
            "Workspaces": st.column_config.TextColumn(width=90),
        },
    ).selection.rows
    if chosen:
        st.switch_page(file_of("domain"), query_params={"key": found[chosen[0]].domain.key})


def _cells(it: Portrait) -> dict[str, object]:
    waiting = len(it.workspaces) - it.ready
    return {
        "Domain": it.domain.name,
        "Objectives": ", ".join(f"{count} {label(status).lower()}" for status, count in it.summary.statuses.items()),
        "Progress": None if it.summary.progress is None else round(it.summary.progress * 100),
        "Initiatives": " · ".join(str(it.phases.get(phase, 0)) for phase in PHASES),
        "Business owner": it.business_owner.name if it.business_owner else "–",
        "Products": " · ".join(str(it.levels.get(level, 0)) for level in Level),
        "In Excel": len(it.still_in_excel),
        "Moved": it.moved,
        "Freed h": it.hours_freed_quarter,
        "Workspaces": f"{it.ready}, {waiting} waiting" if waiting else str(it.ready),
    }


page()
