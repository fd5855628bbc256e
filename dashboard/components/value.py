"""What it brought: hours freed, what they are worth, the value a year of what is live, and who bears the cost."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from core.queries.usage import Usage
from core.queries.value import Brought, DomainValue
from core.rules.value import Sums
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import NO_BREAK, day, money, number, plain
from dashboard.components.tiles import Figure, figures

ROWS, SHOWN = 12, 8
MONEY_HIDDEN = "Worth and value a year are only shown to managers, finance and the domain."
WORTH_MEANS = "Worth: the hours of 12 months times the value of an hour, in the currency of the company."
NO_DATA, UNALLOCATED = "no data", "Unallocated"
MILLION = 1_000_000
WORTH, YEARLY = "Worth, 12 months", "Value a year"
GROUPED = st.column_config.NumberColumn(format="localized")


def of_domain(found: Brought) -> None:
    """One domain: figures, and what they are made of."""
    row = found.domains[0]
    used = NO_DATA if row.used is None else f"{number(round(row.used))} {found.usage.unit}".strip()
    figures(
        [*_figures(found), Figure("Platform", used, f"cost centre {row.cost_centre or '–'}", _cost_told(found.usage))]
    )
    _made_of(row)


def of_company(found: Brought) -> None:
    """Every domain in a row that opens into what it is made of, and what the platform costs by cost centre."""
    left = found.cost_centres[-1].used if found.cost_centres else None
    told = "no reading" if left is None else f"{number(round(left))} unallocated"
    used = NO_DATA if left is None else f"{number(round(sum(it.used for it in found.cost_centres)))} {found.usage.unit}"
    seen = [row for row in found.domains if row.sees_money]
    told = "all domains" if _scope(found.domains, seen) and left is not None else told
    figures([*_figures(found), Figure("Platform", used.strip(), told, _cost_told(found.usage))])
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
    chosen = st.dataframe(
        rows, hide_index=True, width="stretch", height=height(len(rows), ROWS), key="value_domains", placeholder="–",
        on_select="rerun", selection_mode="single-row",
        column_config=dict.fromkeys(set(rows[0]) - {"Domain", YEARLY}, GROUPED),
        alt="Hours freed, their worth and the value a year of live initiatives by domain",
    ).selection.rows  # fmt: skip
    notes = ["Choose a row to see what it is made of."]
    if not all(row.sees_money for row in found.domains):
        notes.append(MONEY_HIDDEN)
    if not found.is_rated:
        notes.append("Nobody has said what an hour is worth: an admin sets “Value of an hour” in the policy.")
    elif found.worth is not None:
        notes.append(WORTH_MEANS)
    st.caption(" ".join(notes))
    if chosen:
        row = found.domains[chosen[0]]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.subheader(plain(row.name), anchor=False, width="stretch")
            links.to("domain", "Open the domain", key=row.key)
        _made_of(row)
    _cost(found)


def _made_of(row: DomainValue) -> None:
    """The live initiatives with what they are worth, and the reports that freed the hours."""
    st.markdown("**Live initiatives**")
    for one in row.live:
        links.titled("initiative", one.key, one.title)
        yearly = f"{money(one.yearly, one.currency)} a year" if one.yearly is not None else "no value a year recorded"
        st.caption(f"{yearly} · {plain(one.value, 300) or 'no value in words'}")
    if not row.live_count:
        st.caption("None is handed over or completed yet.")
    elif not row.sees_money:
        st.caption(f"{row.live_count} live. {MONEY_HIDDEN}")
    st.markdown("**Excel reports that nobody runs any more**")
    for report in row.moved[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            links.thing("spreadsheets", f"{report.key} {plain(report.name, 60)}", report=report.key)
            freed = f"{number(round(report.hours_year))} h in 12 months"
            st.caption(f"{freed}, since {day(report.on, year=True)}", width="content")
    if len(row.moved) > SHOWN:
        links.to("spreadsheets", f"{len(row.moved) - SHOWN} more", domain=row.name)
    if not row.moved:
        st.caption("None yet: hours are freed from the day on which a report is migrated or retired.")


def _figures(found: Brought) -> list[Figure]:
    seen = [row for row in found.domains if row.sees_money]
    scope = _scope(found.domains, seen)
    live = sum(row.live_count for row in seen)
    valued = sum(one.yearly is not None for row in seen for one in row.live)
    meaning = f"Of initiatives from handover on, as their business cases say: {valued} of {live} live ones do."
    why = ("of 12 months" if seen else "hidden") if found.is_rated else "no value of an hour"
    quarter, year = (f"{it}, all domains" if scope else it for it in (found.quarter, "12 months"))
    return [
        Figure("Hours freed", number(round(found.hours_quarter)), quarter),
        Figure("Hours freed a year", number(round(found.hours_year)), year),
        Figure("Worth", "–" if found.worth is None else number(round(found.worth)), scope or why, WORTH_MEANS),
        Figure(
            YEARLY,
            _sums(found.yearly, _short),
            scope or (f"from {valued} of {live} live" if seen else "hidden"),
            meaning if seen else MONEY_HIDDEN,
        ),
    ]


def _scope(domains: Sequence[DomainValue], seen: Sequence[DomainValue]) -> str:
    """Of which domains a person sees what has to do with money; empty where it is all of them, or none."""
    if len(seen) in (0, len(domains)):
        return ""
    return f"of {seen[0].name}" if len(seen) == 1 else f"of {len(seen)} domains"


def _valued(row: DomainValue) -> int | None:
    return sum(one.yearly is not None for one in row.live) if row.sees_money else None


def _yearly(found: Brought) -> tuple[str, Callable[[DomainValue], float | str | None]]:
    """The column of values a year and its cells: figures that sort where all are of one currency, else words."""
    currencies = {currency for row in found.domains for _, currency in row.yearly}
    if len(currencies) == 1:
        return f"{YEARLY} ({currencies.pop()})", lambda row: float(row.yearly[0][0]) if row.yearly else None
    return YEARLY, lambda row: _sums(row.yearly)


def _sums(sums: Sums, told: Callable[[Decimal, str], str] = money) -> str:
    return " + ".join(told(amount, currency) for amount, currency in sums) or "–"


def _short(amount: Decimal, currency: str) -> str:
    """``8.95 M EUR``: a large sum that fits a tile on a phone."""
    return f"{amount / MILLION:.2f}{NO_BREAK}M{NO_BREAK}{currency}" if amount >= MILLION else money(amount, currency)


def _cost_told(usage: Usage) -> str:
    """Of which days it is, or why nothing is known."""
    metric = plain(usage.metric)
    if not metric:
        return "There is no metric of what the platform costs: UPTAKE_COST_METRIC names it."
    if usage.newest is None:
        return f"No reading of “{metric}” has come yet."
    if usage.allocation is None:
        return f"No reading of “{metric}” has come since {day(usage.newest, year=True)}."
    return f"“{metric}”, the {usage.days} days up to {day(usage.newest, year=True)}."


def _cost(found: Brought) -> None:
    usage = found.usage
    st.subheader("Cost by cost centre", anchor=False)
    if usage.allocation is None:
        st.caption(_cost_told(usage))
        return
    column = f"{usage.days} days ({usage.unit})" if usage.unit else f"{usage.days} days"
    rows = [
        {"Cost centre": one.name or UNALLOCATED, "Domains": ", ".join(one.domains), column: round(one.used)}
        for one in found.cost_centres
    ]
    st.dataframe(
        rows, hide_index=True, width="stretch", height=height(len(rows), ROWS), key="value_cost_centres",
        column_config={column: GROUPED}, alt="What the platform cost by cost centre, and what is not allocated",
    )  # fmt: skip
    whole = "" if usage.allocation.total is None else ", and what the whole platform cost beyond all domains"
    st.caption(f"{_cost_told(usage)} {UNALLOCATED}: what domains without a cost centre cost{whole}.")
