"""Domains against pillars: the level of each, where it came from, and what is behind a cell."""

from collections.abc import Sequence

import streamlit as st

from core.queries.maturity_history import TREND_DAYS, HeatRow
from core.rules.maturity import HIGHEST, PILLARS, TITLES, Pillar
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import day, number, plain
from dashboard.theme import badge

FULL, HOLLOW = "■", "□"


def heat_map(rows: Sequence[HeatRow]) -> None:
    """A table that sorts by its headings; a chosen cell opens below it."""
    st.caption(
        f"As kept on {day(rows[0].on, year=True)}. Levels 0 to {HIGHEST}; an arrow says how many levels were gained or "
        f"lost in {TREND_DAYS} days. Choose a cell to see its criteria; a column heading sorts."
    )
    columns = ["Domain", "Lowest", *(f"{pillar} {title}" for pillar, title in PILLARS.items()), "Mean", "Next level"]
    chosen = st.dataframe(
        [dict(zip(columns, _cells(row), strict=True)) for row in rows],
        hide_index=True,
        height=height(len(rows), at_most=16),
        on_select="rerun",
        selection_mode="single-cell",
        key="domains_maturity",
        alt="Levels of the five pillars of maturity by domain, with the trend of four weeks",
        column_config={
            "Domain": st.column_config.TextColumn(pinned=True, width=160),
            "Lowest": st.column_config.NumberColumn(width=70, help="The maturity of a domain is its lowest pillar"),
            "Mean": st.column_config.NumberColumn(width=65, format="%.1f"),
            "Next level": st.column_config.TextColumn(width=380),
            **{name: st.column_config.TextColumn(width=125) for name in columns[2 : 2 + len(PILLARS)]},
        },
    ).selection.cells
    if chosen:
        place, column = chosen[0]
        pillar = next((it for it in Pillar if column.startswith(f"{it} ")), None)
        _behind(rows[place], pillar)


def _cells(row: HeatRow) -> list[object]:
    step = row.step
    return [
        row.name,
        row.level,
        *(_cell(row, pillar) for pillar in PILLARS),
        row.mean,
        f"{step.criterion}: {step.step}" if step else "Nothing is left",
    ]


def _cell(row: HeatRow, pillar: Pillar) -> str:
    level, gained = row.pillars[pillar].level, row.trend(pillar)
    if level is None:
        return "–"
    arrow = f" {'▲' if gained > 0 else '▼'}{abs(gained)}" if gained else ""
    return f"{level} {FULL * level}{HOLLOW * (HIGHEST - level)}{arrow}"


def _behind(row: HeatRow, pillar: Pillar | None) -> None:
    title = f"{row.name}: {PILLARS[pillar]}" if pillar else row.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(plain(title), anchor=False, width="stretch")
        links.to("domain", "Open its maturity", key=row.key, part="Maturity")
    for it in row.criteria:
        if pillar in (None, it.pillar):
            level = f"level {it.level}" if it.level is not None else ""
            of = "" if it.denominator is None else f"{number(it.numerator)} of {number(it.denominator)}"
            told = " · ".join(filter(None, [badge(it.outcome), level, of]))
            st.markdown(f"**{it.criterion} {TITLES.get(it.criterion, '')}** {told}  \n:gray[{plain(it.reason)}]")
