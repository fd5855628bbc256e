"""What it brought: hours freed, what they are worth, what the platform used."""

import streamlit as st

from core.queries.value import Brought, DomainValue
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import number, plain
from dashboard.components.tiles import Figure, figures

ROWS = 12
NO_DATA = "no data"


def of_domain(found: Brought) -> None:
    """One domain: figures, and the value that its completed initiatives named."""
    row = found.domains[0]
    figures(
        [
            Figure("Hours freed", number(round(row.hours_quarter)), f"in {found.quarter} so far"),
            Figure("Hours freed", number(round(row.hours_year)), "in 12 months"),
            Figure("Worth", _worth(row), _why_not(found, row)),
            Figure("Platform used", _used(row, found), f"cost centre {row.cost_centre or '–'}, 30 days"),
        ]
    )
    for named in row.named:
        links.titled("initiative", named.key, named.title)
        st.caption(plain(named.value, 300))
    if not row.named:
        st.caption("No completed initiative whose value you may see names one.")


def of_company(found: Brought) -> None:
    """Every domain in a row, and what nobody pays for below."""
    rows = [
        {
            "Domain": row.name,
            "Cost centre": row.cost_centre or "–",
            f"Hours freed, {found.quarter}": round(row.hours_quarter),
            "Hours freed, 12 months": round(row.hours_year),
            "Worth, 12 months": _worth(row),
            "Completed with a value": len(row.named),
            "Platform used, 30 days": _used(row, found),
        }
        for row in found.domains
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=height(len(rows), ROWS))
    in_all = f"In all {number(round(found.hours_year))} hours freed in 12 months"
    worth = f", worth {number(round(found.worth))} in the currency of the company" if found.worth is not None else ""
    st.caption(f"{in_all}{worth}. {_unallocated(found)}")
    if not found.is_rated:
        st.caption("Nobody has said what an hour is worth: an admin sets “Value of an hour” in the policy.")


def _worth(row: DomainValue) -> str:
    return "–" if row.worth is None else number(round(row.worth))


def _why_not(found: Brought, row: DomainValue) -> str:
    if row.worth is not None:
        return "in 12 months, currency of the company"
    return "shown to who may see money" if found.is_rated else "nobody has said what an hour is worth"


def _used(row: DomainValue, found: Brought) -> str:
    return NO_DATA if row.used is None else f"{number(round(row.used))} {found.unit}".strip()


def _unallocated(found: Brought) -> str:
    if found.usage is None:
        return "What the platform used is not read from any source."
    left = found.usage.unallocated
    return "" if left is None else f"{number(round(left))} {found.unit} of the platform belong to no domain."
