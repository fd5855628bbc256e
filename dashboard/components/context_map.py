"""The context map as a graph: a box for each system in the frame of its domain, arrows lead downstream."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from core.model import Pattern
from core.queries.context_map import ContextMapPage, RelationRow
from core.rules.context_map import Flow, System
from core.rules.status import Status
from core.rules.variation import Call
from dashboard.components.tables import height
from dashboard.components.text import day
from dashboard.theme import chart_colour, label, text_colour

SHORT = {
    Pattern.CUSTOMER_SUPPLIER: "customer",
    Pattern.ANTICORRUPTION_LAYER: "anticorruption",
    Pattern.OPEN_HOST_SERVICE: "open host",
    Pattern.PUBLISHED_LANGUAGE: "language",
}
"""The patterns whose names are too long for an arrow."""

LEGEND = (
    "Arrows lead from upstream to downstream. **Bold**: data were seen to flow. **Thin**: declared. "
    "**Dotted**: planned, or separate ways. :red[**Red**]: contradicts itself. :orange[**Dashed**]: seen, not declared."
)


@dataclass(frozen=True)
class Ink:
    """Colours of the theme on screen."""

    text: str
    quiet: str
    wrong: str
    seen: str


def graph(shown: ContextMapPage) -> None:
    ink = Ink(text_colour(), chart_colour(Status.NO_DATA), chart_colour(Status.AT_RISK), chart_colour(Call.SIGNAL))
    st.graphviz_chart(dot(shown, ink), width="content", alt="Systems and their relations; the table below has them all")
    st.caption(LEGEND)


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


def dot(shown: ContextMapPage, ink: Ink) -> str:
    """The map in the language of Graphviz. What people typed is quoted, so that it draws nothing itself."""
    lines = [
        "digraph {",
        'graph [rankdir=LR compound=true bgcolor="transparent" pad=0.1 nodesep=0.25 ranksep=0.9 fontname="sans-serif" '
        f'fontsize=11 fontcolor="{ink.quiet}" color="{ink.quiet}" style="rounded" labeljust=l]',
        f'node [shape=box style="rounded" fontname="sans-serif" fontsize=12 height=0.35 margin="0.12,0.05" '
        f'color="{ink.text}" fontcolor="{ink.text}"]',
        'edge [fontname="sans-serif" fontsize=9 arrowsize=0.7]',
        *_boxes(shown),
        *(_arrow(row, shown, ink) for row in shown.relations),
        *(_flow(flow, shown, ink) for flow in shown.undeclared),
        "}",
    ]
    return "\n".join(lines)


def _boxes(shown: ContextMapPage) -> Iterator[str]:
    drawn = dict.fromkeys(shown.systems)
    drawn |= dict.fromkeys(end for it in shown.relations for end in (it.relation.upstream, it.relation.downstream))
    homes: dict[int, list[System]] = {}
    for system in drawn:
        homes.setdefault(system.domain_id, []).append(system)
    for domain_id, systems in homes.items():
        boxes = " ".join(f"s{it.id} [label={_quoted(it.name)}];" for it in systems)
        yield f"subgraph cluster_{domain_id} {{ label={_quoted(systems[0].domain)}; {boxes} }}"
    for flow in shown.undeclared:
        for domain_id, name in ((flow.upstream_id, flow.upstream), (flow.downstream_id, flow.downstream)):
            if domain_id not in homes:
                yield f'd{domain_id} [label={_quoted(name)} style="rounded,dotted"];'


def _arrow(row: RelationRow, shown: ContextMapPage, ink: Ink) -> str:
    it = row.relation
    is_wrong = any(one.relation.key == it.key for one in shown.contradictions)
    colour = ink.wrong if is_wrong else ink.text if row.seen else ink.quiet
    style = "dotted" if it.planned or it.is_apart else "bold" if row.seen else "solid"
    words = [SHORT.get(pattern, label(pattern).lower()) for pattern in it.patterns]
    words += ["planned"] * it.planned + ["not seen"] * (it in shown.unseen) + ["contradicts itself"] * is_wrong
    told = r"\n".join(word.replace("–", "-") for word in words)
    direction = "none" if it.is_symmetric else "forward"
    return (
        f's{it.upstream.id} -> s{it.downstream.id} [label="{told}" style={style} dir={direction} color="{colour}" '
        f'fontcolor="{ink.wrong if is_wrong else ink.text}"];'
    )


def _flow(flow: Flow, shown: ContextMapPage, ink: Ink) -> str:
    ends, frames = [], []
    for side, domain_id in (("ltail", flow.upstream_id), ("lhead", flow.downstream_id)):
        system = next((it for it in shown.systems if it.domain_id == domain_id), None)
        ends.append(f"s{system.id}" if system else f"d{domain_id}")
        frames += [f"{side}=cluster_{domain_id}"] if system else []
    told = rf'label="seen, not declared" style=dashed color="{ink.seen}" fontcolor="{ink.seen}"'
    return f"{' -> '.join(ends)} [{' '.join(frames)} {told}];"


def _quoted(text: str) -> str:
    r"""A quoted string of Graphviz, in which ``\N`` and the like have no meaning either."""
    told = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{told}"'


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
