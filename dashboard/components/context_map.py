"""The context map as a graph: a box for each system in the frame of its domain, arrows lead downstream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from core.model import Pattern
from core.queries.context_map import ContextMapPage, RelationRow
from core.rules.context_map import Flow, System
from core.rules.status import Status
from core.rules.variation import Call
from dashboard.components.tables import height
from dashboard.components.text import day, plain, quiet
from dashboard.theme import chart_colour, label

SHORT = {
    Pattern.CUSTOMER_SUPPLIER: "customer",
    Pattern.ANTICORRUPTION_LAYER: "anticorruption",
    Pattern.OPEN_HOST_SERVICE: "open host",
    Pattern.PUBLISHED_LANGUAGE: "language",
}
"""The patterns whose names are too long for an arrow."""

TITLE_MARKS = "&-.,()/’'+"
"""What a frame has to be given as it is, for it shows codes as codes; none of them ends its quotes or means a thing."""

MOST_BOXES = 15
"""So many systems are drawn one by one: more of them would be too small to read."""

LEGIBLE = 860
"""Pixels: on a screen that is narrower the drawing is scrolled rather than made too small to read."""

LEGEND = (
    "Arrows lead from upstream to downstream. **Bold**: data were seen to flow. **Thin**: declared. "
    "**Dotted**: planned, separate ways, or in :orange[**orange**] seen and not declared. "
    ":red[**Red**]: contradicts itself."
)


@dataclass(frozen=True)
class Ink:
    """Colours of the theme on screen."""

    wrong: str
    seen: str


def graph(shown: ContextMapPage) -> None:
    ink = Ink(wrong=chart_colour(Status.AT_RISK), seen=chart_colour(Call.SIGNAL))
    alt = "Systems and their relations; the map in words below says the same"
    with st.grid(1, min_column_width=LEGIBLE, wrap=False):
        st.mermaid_chart(drawn(shown, ink), width="content", alt=alt)
    coarse = " Choose a domain in the sidebar to see its systems one by one." if len(shown.systems) > MOST_BOXES else ""
    st.markdown(quiet(f"{LEGEND}{coarse}"))
    with st.expander("The map in words", icon=":material/text_fields:"):
        st.markdown("\n".join(f"- {line}" for line in in_words(shown)) or "No relation yet.")


def in_words(shown: ContextMapPage) -> Iterator[str]:
    """What is drawn, a line for each relation and each flow that none declares, for who cannot see the drawing."""
    wrong = {one.relation.key for one in shown.contradictions}
    for row in shown.relations:
        it = row.relation
        told = [label(pattern).lower() for pattern in it.patterns] or ["upstream of it"]
        states = (("planned", it.planned), ("seen", bool(row.seen)), ("not seen", it in shown.unseen))
        told += [word for word, holds in (*states, ("contradicts itself", it.key in wrong)) if holds]
        joint = "with" if it.is_symmetric else "to"
        yield f"{_named(it.upstream)} {joint} {_named(it.downstream)}: {', '.join(told)}"
    for flow in shown.undeclared:
        yield f"**{plain(flow.upstream)}** to **{plain(flow.downstream)}**: seen, not declared"


def _named(system: System) -> str:
    return f"{plain(system.name)} of **{plain(system.domain)}**"


def relations(rows: tuple[RelationRow, ...]) -> RelationRow | None:
    """The relations as a table; returns the one that is chosen in it."""
    chosen = st.dataframe(
        [_cells(row) for row in rows],
        hide_index=True,
        height=height(len(rows), at_most=12),
        on_select="rerun",
        selection_mode="single-row",
        key="map_relations",
        alt="The relations of the context map with their patterns",
        column_config={"Patterns": st.column_config.TextColumn(width=300)},
    ).selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def drawn(shown: ContextMapPage, ink: Ink) -> str:
    """The map in the language of Mermaid: a box for each system in the frame of its domain, or past MOST_BOXES one box
    for a domain, with its name in capitals above its systems.

    What people typed is written in codes, so that it draws nothing itself.
    """
    is_coarse = len(shown.systems) > MOST_BOXES
    arrows = [*_arrows(shown, ink, is_coarse), *(_flow(flow, ink) for flow in shown.undeclared)]
    colours = [f"linkStyle {n} stroke:{it.colour},color:{it.colour}" for n, it in enumerate(arrows) if it.colour]
    return "\n".join(["flowchart TB", *_boxes(shown, is_coarse), *(it.text for it in arrows), *colours])


class Arrow(NamedTuple):
    text: str
    colour: str


def _boxes(shown: ContextMapPage, is_coarse: bool) -> Iterator[str]:
    ends = (end for it in shown.relations for end in (it.relation.upstream, it.relation.downstream))
    homes: dict[int, list[System]] = {}
    for system in dict.fromkeys([*shown.systems, *ends]):
        homes.setdefault(system.domain_id, []).append(system)
    for home, systems in homes.items():
        if is_coarse:
            names = [systems[0].domain.upper(), *(it.name for it in systems)]
            yield f'D{home}("{"<br/>".join(map(_coded, names))}")'
            continue
        boxes = [f'S{it.id}("{_coded(it.name)}")' for it in systems]
        yield "\n".join(
            [
                f'subgraph D{home} ["{_coded(systems[0].domain, TITLE_MARKS)}"]',
                *boxes,
                "end",
                f"style D{home} fill:none",
            ]
        )
    named = {it.upstream_id: it.upstream for it in shown.undeclared}
    named |= {it.downstream_id: it.downstream for it in shown.undeclared}
    yield from (f'D{home}("{_coded(name)}")' for home, name in named.items() if home not in homes)


def _arrows(shown: ContextMapPage, ink: Ink, is_coarse: bool) -> Iterator[Arrow]:
    """One for each relation, or for all relations of two domains in one direction."""
    together: dict[tuple[str, str], list[RelationRow]] = {}
    for row in shown.relations:
        it = row.relation
        ends = (f"D{it.upstream.domain_id}", f"D{it.downstream.domain_id}")
        if not is_coarse:
            together[f"S{it.upstream.id}", f"S{it.downstream.id}"] = [row]
        elif it.crosses:
            together.setdefault(ends, []).append(row)
    for (up, down), rows in together.items():
        yield _arrow(up, down, rows, shown, ink)


def _arrow(up: str, down: str, rows: Sequence[RelationRow], shown: ContextMapPage, ink: Ink) -> Arrow:
    is_wrong = any(one.relation.key == row.relation.key for one in shown.contradictions for row in rows)
    is_symmetric = all(row.relation.is_symmetric for row in rows)
    if all(row.relation.planned or row.relation.is_apart for row in rows):
        line = "-.-" if is_symmetric else "-.->"
    elif any(row.seen for row in rows):
        line = "===" if is_symmetric else "==>"
    else:
        line = "---" if is_symmetric else "-->"
    words = [*dict.fromkeys(word for row in rows for word in _words(row, shown)), *["contradicts itself"] * is_wrong]
    told = f'|"{"<br/>".join(map(_coded, words))}"|' if words else ""
    return Arrow(f"{up} {line}{told} {down}", ink.wrong if is_wrong else "")


def _words(row: RelationRow, shown: ContextMapPage) -> Iterator[str]:
    it = row.relation
    yield from (SHORT.get(pattern, label(pattern).lower()) for pattern in it.patterns)
    if it.planned:
        yield "planned"
    if it in shown.unseen:
        yield "not seen"


def _flow(flow: Flow, ink: Ink) -> Arrow:
    return Arrow(f'D{flow.upstream_id} -.->|"seen, not declared"| D{flow.downstream_id}', ink.seen)


def _coded(text: str, as_they_are: str = "") -> str:
    """Letters, digits, blanks and some marks as they are, all else as the code of its character."""
    return "".join(c if c.isalnum() or c in f" {as_they_are}" else f"#{ord(c)};" for c in " ".join(text.split()))


def _cells(row: RelationRow) -> dict[str, object]:
    it = row.relation
    return {
        "Key": it.key,
        "Upstream": it.upstream.name,
        "of": it.upstream.domain,
        "Downstream": it.downstream.name,
        "of ": it.downstream.domain,
        "Patterns": ", ".join(label(pattern) for pattern in it.patterns) or "none named",
        "Planned": it.planned,
        "Seen": "–" if row.seen is None else "yes" if row.seen else "no",
        "Since": day(it.declared_on, year=True),
        "Note": row.note,
    }
