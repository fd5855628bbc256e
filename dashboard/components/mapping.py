"""A mapping of columns, to be adjusted: which column feeds which field, and what its words and amounts mean."""

from typing import Any

import streamlit as st

from core.imports.fields import Type
from core.imports.kinds.contract import Kind
from core.imports.mapping import Mapping, Unit
from core.imports.table import Table
from dashboard.components.tables import height

SCALES = {1: "as written", 1_000: "in thousands", 1_000_000: "in millions", 1_000_000_000: "in billions"}
ORDERS = {None: "as the file shows", "dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


def adjusted(kind: Kind, table: Table, mapping: Mapping, key: str) -> Mapping:
    """Draws the mapping as editors; gives what they say now. ``key`` tells the editors of one file from another’s."""
    columns = _columns(kind, table, mapping, key)
    values, units, dates = {}, {}, {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for asked in kind.fields:
            if asked.name in columns and asked.type is Type.MONEY:
                units[asked.name] = _unit(asked.title, mapping.units.get(asked.name, Unit()), f"{key}_{asked.name}")
        if any(asked.type in (Type.DATE, Type.MOMENT) for asked in kind.fields if asked.name in columns):
            order = _order(mapping, key)
            dated = (asked.name for asked in kind.fields if asked.type in (Type.DATE, Type.MOMENT))
            dates = {name: order for name in dated if name in columns} if order else {}
    for asked in kind.fields:
        if mapping.values.get(asked.name) and asked.name in columns:
            words = list(asked.words.values())
            values[asked.name] = _words(asked.title, words, mapping.values[asked.name], f"{key}_{asked.name}")
    rest = {"columns": columns, "values": values, "units": units, "dates": dates}
    return Mapping.model_validate(mapping.model_dump() | rest)


def _columns(kind: Kind, table: Table, mapping: Mapping, key: str) -> dict[str, tuple[str, ...]]:
    used = {asked.name: mapping.columns.get(asked.name, ()) for asked in kind.fields}
    rows = [
        {
            "Field": asked.title + (" *" if asked.required else ""),
            "Column of the file": next(iter(used[asked.name]), None),
            "Where empty, from": used[asked.name][1] if len(used[asked.name]) > 1 else None,
        }
        for asked in kind.fields
    ]
    options = st.column_config.SelectboxColumn(options=list(table.headers))
    edited: list[dict[str, Any]] = st.data_editor(
        rows,
        hide_index=True,
        disabled=["Field"],
        height=height(len(rows), at_most=10),
        column_config={"Column of the file": options, "Where empty, from": options},
        placeholder="",
        key=f"{key}_columns",
        alt="Which column of the file feeds which field",
    )
    chosen = {}
    for asked, row in zip(kind.fields, edited, strict=True):
        picked = [row["Column of the file"], row["Where empty, from"], *used[asked.name][2:]]
        if named := tuple(dict.fromkeys(filter(None, picked))):
            chosen[asked.name] = named
    return chosen


def _unit(title: str, unit: Unit, key: str) -> Unit:
    currency = st.text_input(
        f"{title}: currency",
        unit.currency or "",
        key=f"{key}_currency",
        max_chars=3,
        placeholder="EUR",
        help="Three letters. Amounts that name another currency are errors.",
        width=150,
    )
    scale = st.selectbox(
        f"{title}: amounts are",
        list(SCALES),
        list(SCALES).index(unit.scale),
        format_func=SCALES.__getitem__,
        key=f"{key}_scale",
        width=180,
    )
    code = currency.strip().upper()
    return Unit.model_validate({"currency": code if len(code) == 3 and code.isalpha() else None, "scale": scale})


def _order(mapping: Mapping, key: str) -> str | None:
    known = next(iter(mapping.dates.values()), None)
    return st.selectbox(
        "Dates are written",
        list(ORDERS),
        list(ORDERS).index(known),
        format_func=ORDERS.__getitem__,
        key=f"{key}_dates",
        width=220,
    )


def _words(title: str, words: list[str], seen: dict[str, str | None], key: str) -> dict[str, str | None]:
    """``words`` are those to choose from; with none, any word may be written."""
    read_as = st.column_config.SelectboxColumn(options=words) if words else st.column_config.TextColumn()
    unread = bool(words) and None in seen.values()
    with st.expander(f"Words of “{title}”{': some cannot be read' if unread else ''}", expanded=unread):
        edited: list[dict[str, Any]] = st.data_editor(
            [{"In the file": word, "Read as": meant} for word, meant in seen.items()],
            hide_index=True,
            disabled=["In the file"],
            column_config={"Read as": read_as},
            placeholder="" if words else "as it is",
            height=height(len(seen), at_most=8),
            key=f"{key}_words",
            alt=f"What the words of {title} mean",
        )
    return {row["In the file"]: row["Read as"] or None for row in edited}
