"""Domains against pillars: the level of each, where it came from, and what is behind a cell."""

from collections.abc import Sequence

import streamlit as st

from core.queries.heat_map import TREND_DAYS, HeatRow
from core.rules.maturity import HIGHEST, PILLARS, Pillar, Profile
from core.rules.sentences import listed
from dashboard.components import links
from dashboard.components.profile import bar, criterion
from dashboard.components.steps import next_sentence, next_words
from dashboard.components.tables import height
from dashboard.components.text import day, moment, plain

HEADINGS = {
    Pillar.OWNERSHIP: "A Ownership",
    Pillar.PLATFORM: "B Platform",
    Pillar.PRODUCTS: "C Products",
    Pillar.GOVERNANCE: "D Governance",
    Pillar.ADOPTION: "E Adoption",
}
"""Short enough to be read whole above a narrow column."""
LIMITS = 2
"""Criteria that are named before they are only counted."""


def heat_map(rows: Sequence[HeatRow]) -> None:
    """A table that sorts by its headings; a chosen cell opens below it."""
    st.caption(_stand(rows))
    columns = ["Domain", "Lowest", *HEADINGS.values(), "Mean", "Limited by", "Next action"]
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
            "Domain": st.column_config.TextColumn(pinned=True, width=185),
            "Lowest": st.column_config.NumberColumn(width=64, help="The maturity of a domain is its lowest pillar"),
            "Mean": st.column_config.NumberColumn(width=56, format="%.1f"),
            "Limited by": st.column_config.TextColumn(width=120, help="The criteria that hold the lowest pillars down"),
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
    _behind(rows[place].profile, next((pillar for pillar, heading in HEADINGS.items() if heading == column), None))


def _stand(rows: Sequence[HeatRow]) -> str:
    """Who is ahead, who is stuck, and what the signs mean."""
    trends = [(row.trend(pillar) or 0) for row in rows for pillar in row.profile.pillars]
    gained, lost = sum(it > 0 for it in trends), sum(it < 0 for it in trends)
    kept_at = max((row.profile.kept_at for row in rows if row.profile.kept_at), default=None)
    when = moment(kept_at) if kept_at else day(rows[0].profile.as_of, year=True)
    return (
        f"As kept on {when}, the most mature first. Levels 0 to {HIGHEST}; ▲ and ▼ "
        f"say how many levels were gained or lost in {TREND_DAYS} days: {gained} pillars gained, {lost} lost."
    )


def _cells(row: HeatRow) -> list[object]:
    it = row.profile
    return [
        it.name,
        it.level,
        *(f"{bar(pillar.level)}{_arrow(row.trend(pillar))}" for pillar in it.pillars),
        it.mean,
        listed((key for pillar in it.pillars if pillar.level == it.level for key in pillar.limited_by), at_most=LIMITS),
        next_sentence(it),
    ]


def _arrow(gained: int | None) -> str:
    return f" {'▲' if gained > 0 else '▼'}{abs(gained)}" if gained else ""


def _behind(profile: Profile, pillar: Pillar | None) -> None:
    title = f"{profile.name}: {PILLARS[pillar]}" if pillar else profile.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(plain(title), anchor=False, width="stretch")
        links.to("domain", "Open the domain", key=profile.key)
    next_words(profile)
    for result in profile.results if pillar is None else profile.of(pillar):
        criterion(result, profile)
