"""Domains against pillars: the level of each, where it came from, and what is behind a cell."""

from collections.abc import Sequence

import streamlit as st

from core.queries.maturity_history import TREND_DAYS, HeatRow, Kept, Named
from core.rules.maturity import HIGHEST, PILLARS, TITLES, Pillar
from core.rules.next_action import next_action
from core.rules.sentences import listed
from dashboard.components import links
from dashboard.components.profile import bar, measured
from dashboard.components.tables import height
from dashboard.components.text import day, plain
from dashboard.theme import badge

HEADINGS = {
    Pillar.OWNERSHIP: "A Ownership",
    Pillar.PLATFORM: "B Platform",
    Pillar.PRODUCTS: "C Products",
    Pillar.GOVERNANCE: "D Governance",
    Pillar.ADOPTION: "E Adoption",
}
"""Short enough to be read whole above a narrow column."""
MEMBERS = 8
"""Members of a criterion before they are only counted."""


def heat_map(rows: Sequence[HeatRow]) -> None:
    """A table that sorts by its headings; a chosen cell opens below it."""
    st.caption(_stand(rows))
    columns = ["Domain", "Lowest", *HEADINGS.values(), "Mean", "Next action"]
    chosen = st.dataframe(
        [dict(zip(columns, _cells(row), strict=True)) for row in rows],
        hide_index=True,
        height=height(len(rows), at_most=14),
        on_select="rerun",
        selection_mode="single-cell",
        key="domains_maturity",
        placeholder="–",
        alt="Levels of the five pillars of maturity by domain, with the trend of four weeks and the next action",
        column_config={
            "Domain": st.column_config.TextColumn(pinned=True, width=165),
            "Lowest": st.column_config.NumberColumn(width=64, help="The maturity of a domain is its lowest pillar"),
            "Mean": st.column_config.NumberColumn(width=56, format="%.1f"),
            "Next action": st.column_config.TextColumn(width=330),
            **{
                heading: st.column_config.TextColumn(width=98, help=PILLARS[pillar])
                for pillar, heading in HEADINGS.items()
            },
        },
    ).selection.cells
    if not chosen:
        st.caption("Choose a cell to see its criteria with what was counted; a column heading sorts.")
        return
    place, column = chosen[0]
    _behind(rows[place], next((pillar for pillar, heading in HEADINGS.items() if heading == column), None))


def _stand(rows: Sequence[HeatRow]) -> str:
    """Who is ahead, who is stuck, and what the signs mean."""
    trends = [(row.trend(pillar) or 0) for row in rows for pillar in Pillar]
    gained, lost = sum(it > 0 for it in trends), sum(it < 0 for it in trends)
    return (
        f"As kept on {day(rows[0].on, year=True)}, the most mature first. Levels 0 to {HIGHEST}; ▲ and ▼ say how many "
        f"levels were gained or lost in {TREND_DAYS} days: {gained} pillars gained, {lost} lost."
    )


def _cells(row: HeatRow) -> list[object]:
    told = row.step.step if row.step else None
    return [
        row.name,
        row.level,
        *(_cell(row, pillar) for pillar in HEADINGS),
        row.mean,
        next_action(told, has_level=row.level is not None),
    ]


def _cell(row: HeatRow, pillar: Pillar) -> str:
    gained = row.trend(pillar)
    arrow = f" {'▲' if gained > 0 else '▼'}{abs(gained)}" if gained else ""
    return f"{bar(row.pillars[pillar].level)}{arrow}"


def _behind(row: HeatRow, pillar: Pillar | None) -> None:
    title = f"{row.name}: {PILLARS[pillar]}" if pillar else row.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(plain(title), anchor=False, width="stretch")
        links.to("domain", "Open the domain", key=row.key)
    told = row.step.step if row.step else None
    st.markdown(f":material/arrow_forward: **Next** · {plain(next_action(told, has_level=row.level is not None))}")
    for it in row.criteria:
        if pillar in (None, it.pillar):
            _criterion(it)


def _criterion(it: Kept) -> None:
    level = f"level {it.level}" if it.level is not None else ""
    of = measured(it.criterion, it.numerator, it.denominator)
    told = " · ".join(filter(None, [badge(it.outcome), level, of]))
    members = "".join(_members(*named) for named in (("Missing", it.missing), ("Counted", it.counted)))
    st.markdown(f"**{it.criterion} {TITLES.get(it.criterion, '')}** {told}  \n:gray[{plain(it.reason)}]{members}")


def _members(title: str, members: Sequence[Named]) -> str:
    """A line of markdown; none where there are no members."""
    if not members:
        return ""
    told = [f"{it.key} {it.name}".strip() if it.key != it.name else it.name for it in members]
    return f"  \n:gray[{title}: {plain(listed(told, at_most=MEMBERS))}]"
