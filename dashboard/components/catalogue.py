"""A data product that was found, with what matched of it."""

from collections.abc import Iterable

import streamlit as st

from core.queries.catalogue import Hit
from core.queries.column_hits import ColumnHit
from core.queries.word_index import Piece, Sought, pieces
from dashboard.components import links
from dashboard.components.text import percent, plain
from dashboard.theme import badge, label

SENSITIVE = ":orange-badge[:material/lock: Sensitive]"


def name(hit: Hit) -> None:
    """Key, name and state of a product, for a container that stands in a row."""
    links.thing("product", f"**{hit.key}**", key=hit.key)
    st.markdown(f"{marked(hit.name)} {badge(hit.status)} {SENSITIVE if hit.sensitive else ''}", width="stretch")


def told(hit: Hit, asked: tuple[Sought, ...]) -> None:
    """Whose it is and what it says of itself, with the columns in which something was found."""
    st.caption(" · ".join([label(hit.level), plain(hit.domain), _owner(hit), _described(hit)]))
    if hit.description:
        st.markdown(marked(hit.description))
    for column in hit.matched:
        st.markdown(_column(column, asked))
    if more := hit.matched_in_all - len(hit.matched):
        st.caption(f"and {more} more column{'s' * (more > 1)}")


def marked(text: Iterable[Piece]) -> str:
    """Markdown in which what was found is bold, and nothing that people typed is interpreted."""
    return "".join(f"**{_inert(piece.text)}**" if piece.is_hit else _inert(piece.text) for piece in text)


def _inert(text: str) -> str:
    """As ``plain``, with the blanks at both ends that part a word from the next."""
    begins, ends = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * begins}{plain(text)}{' ' * ends}" if text.strip() else " "


def _column(column: ColumnHit, asked: tuple[Sought, ...]) -> str:
    told = [f":material/view_column: {marked(pieces(column.path, asked))}"]
    told += [f":violet-badge[{plain(column.term)}]"] if column.term else []
    told += [f":gray[{marked(pieces(column.description, asked))}]"] if column.description else []
    return " ".join(told)


def _owner(hit: Hit) -> str:
    return plain(hit.owner) if hit.owner else "no owner"


def _described(hit: Hit) -> str:
    if hit.columns is None or hit.described is None:
        return "no contract"
    share = f" ({percent(hit.described / hit.columns)})" if hit.columns else ""
    return f"{hit.described} of {hit.columns} columns described{share}"
