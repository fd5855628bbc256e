"""What may be chosen about objectives: their quarter, domains, the company, and other objectives."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.access import Right
from core.queries.key_results import COMPANY
from dashboard import data, session


def quarter() -> str:
    """The label of the quarter in the address, which the person may change; the present one without any.

    Every page that looks at a quarter draws it: Streamlit strips an address of what no widget of the page is bound to.
    """
    quarters = data.quarters(as_of=session.as_of())
    return st.selectbox(
        "Quarter", quarters.labels, index=quarters.labels.index(quarters.present), key="quarter", width=120,
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip


def domains() -> Mapping[str, str | None]:
    """By name the keys of the domains in which the person may set objectives; the company has none."""
    actor = session.actor()
    allowed: dict[str, str | None] = {
        domain.name: domain.key for domain in session.frame().domains if actor.may(Right.EDIT_OBJECTIVE, domain.id)
    }
    return allowed | ({COMPANY: None} if actor.may(Right.EDIT_COMPANY_OBJECTIVE) else {})


def objectives(quarter: str, *, chosen: str | None = None, but: str | None = None) -> dict[str, Any]:
    """Arguments of a selectbox that gives the key of an objective of the quarter other than ``but``, or None."""
    titles = {key: title for key, title in data.objective_names(quarter) if key != but}
    keys = [None, *titles]
    return {
        "options": keys,
        "index": keys.index(chosen) if chosen in titles else 0,
        "format_func": lambda key: "–" if key is None else f"{key} {titles.get(key, '')}",
    }
