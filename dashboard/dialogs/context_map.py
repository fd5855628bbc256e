"""The tab of the context map: the graph, then what is wrong with the map, each with the button that mends it."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby

import streamlit as st

from core.access import Right
from core.queries.context_map import ContextMapPage
from core.rules.context_map import UNSEEN_DAYS, Flow, System
from core.rules.sentences import listed
from dashboard import data, session
from dashboard.components import context_map as parts
from dashboard.components.greyed import greyed
from dashboard.components.text import day, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import rights
from dashboard.dialogs.cml import import_map
from dashboard.dialogs.relations import edit_relation, observe_flow, relate


def shown(domain: int | None) -> None:
    """The map of the company, or what of it touches the domain with that id."""
    it = data.context_map(as_of=session.as_of(), domain=domain)
    _buttons(it)
    if not it.systems:
        st.info("No source system yet. Add them on the pages of the domains, or import a map of Context Mapper.")
        return
    figures(_figures(it))
    parts.graph(it)
    left, right = st.columns(2, gap="medium")
    with left:
        _contradictions(it)
        _unseen(it)
    with right:
        _undeclared(it)
        _unrelated(it)
    _relations(it)
    _groups(it)


def _buttons(it: ContextMapPage) -> None:
    why = rights.why_not_anywhere(Right.EDIT_DOMAIN)
    with st.container(horizontal=True, horizontal_alignment="right"):
        look = greyed(why, "There is no system yet." * (not it.systems))
        if st.button("Relate two systems", key="map_relate", icon=":material/add:", **look):
            everywhere = data.context_map(as_of=session.as_of()).systems
            relate(everywhere, everywhere)
        if st.button("Import a context map", key="map_import", icon=":material/upload:", **greyed(why)):
            import_map()
        why = rights.why_not(Right.EDIT_PLATFORM, None)
        if st.button("Record a flow", key="map_observe", icon=":material/visibility:", **greyed(why)):
            observe_flow()


def _figures(it: ContextMapPage) -> list[Figure]:
    share = percent(it.declared / it.observed) if it.observed else "–"
    watched = f"{it.declared} of {it.observed} flows" if it.observed else "no flow was seen"
    return [
        Figure("Systems", str(len(it.systems)), f"{len(it.unrelated)} related to none"),
        Figure("Relations", str(len(it.relations)), f"{sum(row.relation.planned for row in it.relations)} planned"),
        Figure("Seen and declared", share, watched, "Of the flows between domains seen in 180 days, those on the map."),
        Figure("Contradictions", str(len(it.contradictions)), "to be settled" if it.contradictions else "none"),
    ]


def _contradictions(it: ContextMapPage) -> None:
    st.subheader("Contradictions", anchor=False)
    for relation, found in groupby(it.contradictions, key=lambda one: one.relation):
        faults = [one.sentence for one in found]
        ends = (relation.upstream.domain_id, relation.downstream.domain_id)
        _line(
            f"**{relation.key}** {plain(' '.join(faults))}", "Edit", f"map_mend_{relation.key}", ends,
            partial(edit_relation, it.row(relation), faults=faults),
        )  # fmt: skip
    if not it.contradictions:
        st.caption("None: no relation says what cannot be.")


def _unseen(it: ContextMapPage) -> None:
    st.subheader("Declared, but not seen", anchor=False)
    for relation in it.unseen:
        ends = (relation.upstream.domain_id, relation.downstream.domain_id)
        told = f"{relation.upstream.name} → {relation.downstream.name}"
        _line(
            f"**{relation.key}** {plain(told)} :gray[nothing in {UNSEEN_DAYS} days]",
            "Edit",
            f"map_unseen_{relation.key}",
            ends,
            partial(edit_relation, it.row(relation)),
        )
    if not it.is_watched:
        st.caption("Nobody looks yet: record the flows between domains that the lineage of tables shows.")
    elif not it.unseen:
        st.caption(f"None: each relation between domains is new, planned, or was seen within {UNSEEN_DAYS} days.")


def _undeclared(it: ContextMapPage) -> None:
    st.subheader("Seen, but not declared", anchor=False)
    for flow in it.undeclared:
        _line(
            f"{plain(flow.upstream)} → {plain(flow.downstream)} :gray[{day(flow.first_on)} to {day(flow.last_on)}, "
            f"{plain(listed(flow.sources))}]",
            "Declare",
            f"map_declare_{flow.upstream_id}_{flow.downstream_id}",
            (flow.upstream_id, flow.downstream_id),
            partial(_declare, flow),
        )
    if not it.undeclared:
        st.caption("None." if it.is_watched else "No flow between domains was seen yet.")


def _declare(flow: Flow) -> None:
    everywhere = data.context_map(as_of=session.as_of()).systems
    relate(*([it for it in everywhere if it.domain_id == end] for end in (flow.upstream_id, flow.downstream_id)))


def _unrelated(it: ContextMapPage) -> None:
    st.subheader("Related to none", anchor=False)
    if not it.unrelated:
        st.caption("None: the map says of each system how it relates, or that it goes separate ways.")
    for home, systems in groupby(it.unrelated, key=lambda system: system.domain):
        st.markdown(f"{plain(home)} :gray[{plain(listed(system.name for system in systems))}]")


def _relations(it: ContextMapPage) -> None:
    st.subheader("All relations", anchor=False)
    if not it.relations:
        st.caption("No relation yet. Relate two systems, or import a map.")
        return
    chosen = parts.relations(it.relations)
    if chosen is None:
        st.caption("Choose a row to change the relation or to end it.")
        return
    ends = chosen.relation.upstream.domain_id, chosen.relation.downstream.domain_id
    if st.button(f"Edit {chosen.relation.key}", key="map_edit", **greyed(rights.why_not(Right.EDIT_DOMAIN, *ends))):
        edit_relation(chosen)


def _groups(it: ContextMapPage) -> None:
    if not it.groups:
        return
    with st.expander(f"Systems that lean on one another across domains ({len(it.groups)})"):
        st.caption(
            "A suggestion and no more: a shared kernel or a partnership ties systems closely. Ask whether they should "
            "be of one domain, or be tied less."
        )
        for group in it.groups:
            st.markdown(f"- {plain(_told(group))}")


def _told(group: Iterable[System]) -> str:
    return listed(f"{system.name} ({system.domain})" for system in group)


def _line(text: str, button: str, key: str, ends: tuple[int, int], mend: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(text, width="stretch")
        if st.button(button, key=key, **greyed(rights.why_not(Right.EDIT_DOMAIN, *ends))):
            mend()
