"""The parts of a product's page: what it is, what makes its level, its contract, where data comes from and goes."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.model import Level
from core.queries.contracts import ColumnRow, Version
from core.queries.product import ProductFile, SupportLine
from core.queries.surroundings import Neighbour
from core.rules.contract_changes import Change, Pair, promise
from core.rules.contract_terms import Column
from core.rules.levels import Step, reached
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import day, paragraphs, plain
from dashboard.theme import badge, label

COLUMNS = ("Column", "Table", "Type", "Required", "Description", "Term")
COLUMNS_SHOWN = 12
FIRST, SAME = "the first one", "the same"


def about(shown: ProductFile) -> None:
    """What it holds and means, and who answers for it; a dash for what is not known."""
    it = shown.product
    if it.description:
        st.markdown(paragraphs(it.description))
    if it.semantics:
        st.markdown(f"**What it means** · {paragraphs(it.semantics)}")
    facts = {
        "Owner": f"{shown.owner.name}{'' if shown.has_owner else ', who has left'}" if shown.owner else "",
        "Team": it.team,
        "Cost centre": it.cost_centre,
        "Workspace": shown.workspace or "",
        "Live since": day(it.live_on, year=True) if it.live_on else "",
    }
    st.markdown("  \n".join(f":gray[{name}] {plain(value) or '–'}" for name, value in facts.items()))
    st.caption(f"Made from {len(shown.inputs)} and feeds {len(shown.outputs)} other data products.")
    for port in shown.ports:
        st.markdown(f"{badge(port.direction)} {plain(port.name)} :gray[{plain(f'{port.kind} {port.location}')}]")


def checklist(steps: Sequence[Step], level: int) -> None:
    """What makes a product of each level: its owner declares one, and facts say which it reaches."""
    now = reached(steps)
    if now < level:
        told = f"reaches level {now}" if now else "lacks something of level 1"
        st.caption(
            f":orange[:material/warning: Declared as level {level}, and {told}: mend what is open up to {level}.]"
        )
    elif now == level:
        st.caption(f"Declared as level {level}, and has all that it takes.")
    else:
        st.caption(
            f"Declared as level {level}, and has all that it takes. By its facts it would do for level {now}, too: the "
            "level says what it is made for, so nothing has to be done."
        )
    for one in Level:
        st.markdown("  \n".join([f"**{label(one)}**", *(_step(step) for step in steps if step.level is one)]))


def columns(rows: Sequence[ColumnRow]) -> None:
    """The table of a column is told where there are several."""
    several = len({row.table for row in rows}) > 1
    st.dataframe(
        [
            {
                "Column": row.path,
                "Table": row.table,
                "Type": row.type,
                "Required": row.required,
                "Description": row.description,
                "Term": row.term,
            }
            for row in rows
        ],
        hide_index=True,
        height=height(len(rows), COLUMNS_SHOWN),
        key="product_columns",
        alt="The columns of the newest version with their types and descriptions",
        column_order=[name for name in COLUMNS if several or name != "Table"],
        column_config={
            "Column": st.column_config.TextColumn(width=190, pinned=True),
            "Table": st.column_config.TextColumn(width=130),
            "Required": st.column_config.CheckboxColumn(width=75),
            "Description": st.column_config.TextColumn(width=420),
        },
    )


def versions(rows: Sequence[Version]) -> None:
    """The newest first."""
    st.dataframe(
        [
            {
                "Version": row.version,
                "Change": label(row.grade) if row.grade else FIRST,
                "Described": f"{row.described} of {row.columns}",
                "Published": row.at,
                "By": row.by,
                "Consumers told": row.announced_on,
                "Holds from": row.effective_on,
                "Status": row.status,
                "Standard": row.standard,
            }
            for row in rows
        ],
        hide_index=True,
        height=height(len(rows), 8),
        key="product_versions",
        alt="The versions of the contract with the gravest change of each",
        placeholder="–",
        column_config={
            "Published": st.column_config.DateColumn(format="D MMM YYYY"),
            "Consumers told": st.column_config.DateColumn(format="D MMM YYYY"),
            "Holds from": st.column_config.DateColumn(format="D MMM YYYY"),
        },
    )


def changes(found: Sequence[Change], shown: int = 40) -> None:
    """The gravest first."""
    for change in found[:shown]:
        st.markdown(f"{badge(change.grade)} **{plain(change.where, 120)}** {plain(change.what, 200)}")
    if len(found) > shown:
        st.caption(f"And {len(found) - shown} more.")
    if not found:
        st.caption("They say the same.")


def side_by_side(before: str, after: str, pairs: Sequence[Pair]) -> None:
    """The columns of both versions, the gravest changes first."""
    several = len({column.place.table for pair in pairs for column in pair[:2] if column}) > 1
    st.dataframe(
        [
            {
                before: _side(pair.before, several=several),
                after: _side(pair.after, several=several),
                "Change": label(pair.grade) if pair.grade else SAME,
                f"Described in {before}": pair.before.description if pair.before else None,
                f"Described in {after}": pair.after.description if pair.after else None,
            }
            for pair in pairs
        ],
        hide_index=True,
        height=height(len(pairs), COLUMNS_SHOWN),
        key="product_side_by_side",
        alt=f"The columns of version {before} and of version {after} side by side",
        column_config={
            before: st.column_config.TextColumn(width=260),
            after: st.column_config.TextColumn(width=260),
            "Change": st.column_config.TextColumn(width=85),
            f"Described in {before}": st.column_config.TextColumn(width=215),
            f"Described in {after}": st.column_config.TextColumn(width=215),
        },
    )


def _side(column: Column | None, *, several: bool) -> str:
    if column is None:
        return "–"
    return f"{column.place if several else column.place.path}: {promise(column)}"


def neighbours(found: Sequence[Neighbour], empty: str, button: Callable[[Neighbour], None] | None = None) -> None:
    for other in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            links.titled("product", other.key, other.name, after=f"{badge(other.status)} :gray[{plain(other.domain)}]")
            if button:
                button(other)
    if not found:
        st.caption(empty)


def support(rows: Sequence[SupportLine]) -> None:
    for row in rows:
        until = f"closed {day(row.closed_on)}" if row.closed_on else ":orange[open]"
        st.markdown(f"**{row.key}** {plain(row.title, 90)} :gray[since {day(row.opened_on)}] · {until}")
    if not rows:
        st.caption("Nobody has asked for support.")


def _step(step: Step) -> str:
    if step.is_done:
        return f":green[:material/check_circle:] {step.title}"
    return f":orange[:material/radio_button_unchecked:] {step.title} :gray[– {plain(step.hint)}]"
