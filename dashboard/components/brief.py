"""What the page of a domain opens with beside its profile: who answers for it, what it brought, and what also waits."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.model import Level
from core.queries.domain_brief import DomainBrief
from core.queries.portraits import Portrait
from core.rules.also_waits import Place, Waiting
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.components.text import NO_BREAK, number, percent, plain
from dashboard.components.tiles import Figure, figures

PURPOSE = 120
WORTH = "What hours are worth is shown to who may see money, once an admin has set “Value of an hour” in the policy."
LEVELS = "Of level 1 · 2 · 3"
WAITS = 3
"""What waits before it is only counted."""


def facts(shown: DomainBrief) -> None:
    """Who answers for it, what it brought last, and what it is there for, in little room; and the domains around it."""
    it = shown.portrait
    owner = plain(it.business_owner.name) if it.business_owner else "none yet"
    freed = f"**{_hours(it.hours_freed_quarter)}** freed in {shown.quarter.label}"
    told = [f"Business owner **{owner}**", freed, plain(it.domain.purpose, PURPOSE)]
    st.caption(" · ".join(filter(None, told)))
    relatives = [("Part of", [it.parent] if it.parent else []), ("Contains", shown.children)]
    for relation, found in relatives:
        if found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(relation, width="content")
                for relative in found:
                    links.domain(relative.key, relative.name)


def brought(shown: DomainBrief) -> None:
    """Hours freed with their worth, beside what is left, what is live and how far the quarter is."""
    it, label = shown.portrait, shown.quarter.label
    planned = f"planned {percent(it.summary.planned)}" if it.objectives else "no objective yet"
    live = Counter(line.product.level for line in it.products if line.is_live)
    levels = " · ".join(str(live[level]) for level in Level)
    under_way = sum(line.is_under_way for line in it.initiatives)
    st.space("xxsmall")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("What it brought", anchor=False, width="stretch")
        links.to("pack", "Owner’s pack to print", of=plain(it.domain.name), quarter=label)
    figures(
        [
            Figure(f"Freed in {label}", _hours(it.hours_freed_quarter), _worth(shown.worth_quarter), WORTH),
            Figure("Freed in 12 months", _hours(it.hours_freed_year), _worth(shown.worth_year), WORTH),
            Figure("Still in Excel", _hours(it.hours_at_stake), _reports(it)),
            Figure("Live data products", str(it.live), f"{levels} by level", LEVELS),
            Figure(f"Progress in {label}", percent(it.summary.progress), planned),
            Figure("Initiatives under way", str(under_way), f"of {len(it.initiatives)}"),
        ]
    )


def also_waits(waits: Sequence[Waiting], *, why: str) -> bool:
    """What waits beside the next action, a line each with its way; whether the domain is to be edited,
    or ``why`` it cannot be."""
    if not waits:
        return False
    is_asked = False
    st.subheader("Also waits", anchor=False)
    for place, it in enumerate(waits[:WAITS]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{plain(it.sentence)} :gray[For {plain(it.who)}.]", width="stretch")
            match it.place:
                case Place.DOMAIN:
                    is_asked = st.button("Name the owner", key=f"domain_waits_{place}", **greyed(why))
                case Place.OBJECTIVE:
                    links.to("objective", f"Open {it.key}", key=it.key)
                case Place.REPORT:
                    links.to("spreadsheets", f"Open {it.key}", report=it.key)
    if len(waits) > WAITS:
        st.caption(f"and {len(waits) - WAITS} more check-ins or Excel reports that are late")
    return is_asked


def _reports(it: Portrait) -> str:
    left = len(it.still_in_excel)
    return f"a month, {left} report{'s' * (left != 1)}" if it.reports else "none recorded"


def _worth(worth: float | None) -> str:
    return "from Excel" if worth is None else f"worth {number(round(worth))}"


def _hours(hours: float) -> str:
    return f"{number(round(hours))}{NO_BREAK}h"
