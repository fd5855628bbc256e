"""What it brought: hours freed, what they are worth, the value a year of what is live, and who bears the cost."""

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from core.queries.value import A_MONTH, Brought, DomainValue
from core.rules.value import Sums
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import NO_BREAK, money, number, plain
from dashboard.components.tiles import Figure, figures

ROWS = 12
NO_DATA, UNALLOCATED = "no data", "Unallocated"
MILLION = 1_000_000
PERIOD = f"{A_MONTH.days} days"
WORTH, YEARLY = "Worth, 12 months", "Value a year"
GROUPED = st.column_config.NumberColumn(format="localized")


def of_domain(found: Brought) -> None:
    """One domain: figures, and its live initiatives with what they are worth."""
    row = found.domains[0]
    used = NO_DATA if row.used is None else f"{number(round(row.used))} {found.unit}".strip()
    figures(
        [
            *_figures(found),
            Figure("Platform", used, f"cost centre {row.cost_centre or '–'}", f"What it cost in {PERIOD}."),
        ]
    )
    st.subheader("Live initiatives", anchor=False)
    for one in row.live:
        links.titled("initiative", one.key, one.title)
        yearly = f"{money(one.yearly, one.currency)} a year" if one.yearly is not None else "no value a year recorded"
        st.caption(f"{yearly} · {plain(one.value, 300) or 'no value in words'}")
    if not row.live_count:
        st.caption("None is handed over or completed yet.")
    elif not row.sees_money:
        st.caption(f"{row.live_count} live. What they are worth is shown to who may see money.")


def of_company(found: Brought) -> None:
    """Every domain in a row, and what the platform costs by cost centre below."""
    left = found.cost_centres[-1].used if found.cost_centres else None
    told = "no source reads it" if left is None else f"{number(round(left))} unallocated"
    used = NO_DATA if left is None else f"{number(round(sum(one.used for one in found.cost_centres)))} {found.unit}"
    figures([*_figures(found), Figure("Platform", used.strip(), told, f"What it cost in {PERIOD}.")])
    yearly, told_yearly = _yearly(found)
    rows = [
        {
            "Domain": row.name,
            f"Hours freed, {found.quarter}": round(row.hours_quarter),
            "Hours freed, 12 months": round(row.hours_year),
            WORTH: None if row.worth is None else round(row.worth),
            "Live initiatives": row.live_count,
            "of which valued": _valued(row),
            yearly: told_yearly(row),
        }
        for row in found.domains
    ]
    st.dataframe(
        rows, hide_index=True, width="stretch", height=height(len(rows), ROWS), key="value_domains",
        column_config=dict.fromkeys({WORTH, yearly} - {YEARLY}, GROUPED),
        alt="Hours freed, their worth and the value a year of live initiatives by domain",
    )  # fmt: skip
    if not found.is_rated:
        st.caption("Nobody has said what an hour is worth: an admin sets “Value of an hour” in the policy.")
    if found.worth is not None:
        st.caption("Worth: the hours of 12 months times the value of an hour, in the currency of the company.")
    _cost(found)


def _figures(found: Brought) -> list[Figure]:
    seen = [row for row in found.domains if row.sees_money]
    live = sum(row.live_count for row in seen)
    valued = sum(one.yearly is not None for row in seen for one in row.live)
    said = f"of {valued} of {live} live" if seen else "hidden"
    meaning = "Of initiatives from handover on, as their business cases say; shown to who may see money."
    return [
        Figure("Hours freed", number(round(found.hours_quarter)), f"in {found.quarter} so far"),
        Figure("Hours freed a year", number(round(found.hours_year)), "in the last 12 months"),
        Figure("Worth", "–" if found.worth is None else number(round(found.worth)), _why(found, sees_money=bool(seen))),
        Figure("Value a year", _sums(found.yearly, _short), said, meaning),
    ]


def _why(found: Brought, *, sees_money: bool) -> str:
    if not found.is_rated:
        return "no value of an hour"
    return "of 12 months" if sees_money else "hidden"


def _valued(row: DomainValue) -> int | None:
    return sum(one.yearly is not None for one in row.live) if row.sees_money else None


def _yearly(found: Brought) -> tuple[str, Callable[[DomainValue], float | str | None]]:
    """The column of values a year and its cells: figures that sort where all are of one currency, else words."""
    currencies = {currency for row in found.domains for _, currency in row.yearly}
    if len(currencies) == 1:
        return f"{YEARLY} ({currencies.pop()})", lambda row: float(row.yearly[0][0]) if row.yearly else None
    return YEARLY, lambda row: _sums(row.yearly) if row.sees_money else "hidden"


def _sums(sums: Sums, told: Callable[[Decimal, str], str] = money) -> str:
    return " + ".join(told(amount, currency) for amount, currency in sums) or "–"


def _short(amount: Decimal, currency: str) -> str:
    """``8.95 M EUR``: a large sum that fits a tile on a phone."""
    return f"{amount / MILLION:.2f}{NO_BREAK}M{NO_BREAK}{currency}" if amount >= MILLION else money(amount, currency)


def _cost(found: Brought) -> None:
    st.subheader("Cost by cost centre", anchor=False)
    if found.usage is None:
        st.caption("What the platform costs is not read from any source: UPTAKE_COST_METRIC names the metric.")
        return
    unit = f" ({found.unit})" if found.unit else ""
    rows = [
        {"Cost centre": one.name or UNALLOCATED, "Domains": ", ".join(one.domains), f"{PERIOD}{unit}": round(one.used)}
        for one in found.cost_centres
    ]
    st.dataframe(
        rows, hide_index=True, width="stretch", height=height(len(rows), ROWS), key="value_cost_centres",
        column_config={f"{PERIOD}{unit}": GROUPED},
        alt="What the platform cost by cost centre, and what is not allocated",
    )  # fmt: skip
    whole = "" if found.usage.total is None else ", and what the whole platform cost beyond all domains"
    st.caption(f"{UNALLOCATED}: what domains without a cost centre cost{whole}.")
