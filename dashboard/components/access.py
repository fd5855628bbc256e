"""Who asked to read a data product, where that stands, and what the platform says to it."""

import re
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.queries.access import ProductAccess
from core.queries.access_requests import AccessRow
from core.queries.orders import HandOver
from core.rules import grant_sql
from core.rules.access import Reconciliation, Trace
from core.rules.grant_sql import Dialect
from core.rules.sentences import listed
from core.rules.waiting import Waiting
from dashboard.components.tables import height
from dashboard.components.text import day, duration, moment, percent, plain, quiet
from dashboard.theme import badge

ROWS = 10


def request(row: AccessRow, *, with_product: bool = False) -> DeltaGenerator:
    """A request with its state and its reason; the result is where its buttons go."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
    with line, st.container(gap=None):
        about = f" {plain(row.product_name, 60)}" if with_product else ""
        st.markdown(f"**{row.key}**{about} · {reader(row)} {badge(row.state)}")
        st.caption(f"{plain(row.purpose, 200)} · {told(row)}")
        if with_product and row.is_phased_out:
            until = f" It is served until {day(row.product_ends_on, year=True)}." if row.product_ends_on else ""
            ends = f":orange[:material/warning: It is being phased out.]{until} {plain(row.product_notice, 200)}"
            st.markdown(quiet(ends))
    return line


def standing(row: AccessRow, deciders: str) -> str:
    """``Waiting, asked 28 Nov, to be decided by Ilse Brandauer`` or ``Granted until 1 Dec 2027``."""
    if row.is_open:
        return f"{badge(row.state)} :gray[asked {day(row.at)}, to be decided by {plain(deciders)}]"
    days = [f"until {day(row.until_on, year=True)}"] if row.until_on else []
    days += [f"looked at again {day(row.review_on, year=True)}"] if row.review_on else []
    return f"{badge(row.state)} :gray[{', '.join(days)}]"


def reader(row: AccessRow) -> str:
    """``sam@example.com`` or ``svc-footprint, technical user``, of which workspace and for which domain."""
    kind = ", technical user" if row.is_technical else ""
    space = f", of workspace {plain(row.workspace)}" if row.workspace else ""
    domain = f", for {plain(row.reads_for)}" if row.reads_for else ""
    return f"{_name(row.principal)}{kind}{space}{domain}"


def _name(principal: str) -> str:
    """As code, so that an address does not become a link; the fence is longer than any row of backticks inside."""
    fence = "`" * (1 + max(map(len, re.findall("`+", principal)), default=0))
    return f"{fence} {principal} {fence}"


def told(row: AccessRow) -> str:
    """Who asked when, who decided what, and until when."""
    parts = [f"asked {day(row.at)} by {plain(row.by)}"]
    if row.decided_at is not None:
        word = "declined" if row.granted is False and row.seconded_at is None else "granted"
        parts.append(f"{word} {day(row.decided_at)} by {plain(row.decided_by)}")
    if row.seconded_at is not None:
        parts.append(f"second {'yes' if row.granted else 'no'} {day(row.seconded_at)} by {plain(row.seconded_by)}")
    if row.until_on:
        parts.append(f"ends {day(row.until_on, year=True)}")
    if row.review_on:
        parts.append(f"looked at again {day(row.review_on, year=True)}")
    if row.revoked_at:
        parts.append(f"ended {day(row.revoked_at)}")
    return " · ".join([*parts, *([f"“{plain(row.note, 200)}”"] if row.note else [])])


def statements(row: AccessRow, tables: Sequence[str], handed: HandOver | None) -> None:
    """What is to be run on the platform for the request, ready to be copied."""
    if not tables:
        st.caption(
            "No output port of the product names its table, so that no SQL can be written. Add the port under Lineage."
        )
        return
    write = grant_sql.grant if row.is_running else grant_sql.revoke
    dialect = st.segmented_control(
        "Dialect", list(Dialect), default=Dialect.UNITY_CATALOG, key=f"access_sql_{row.key}", required=True
    )
    lines = [write(table, row.principal, Dialect(dialect)) for table in tables]
    st.code("\n".join(lines), language="sql", wrap_lines=True)
    if handed is not None:
        st.caption(handed_over(handed))


def handed_over(handed: HandOver) -> str:
    """``Handed over on 5 Oct 2026 09:00 UTC: grant until 2026-12-31.``"""
    if handed.failure:
        since = f":orange[:material/sync_problem: Could not be handed over since {moment(handed.at)}.]"
        return f"{since} {plain(handed.failure)}"
    return f"Handed over on {moment(handed.at)}: {plain(handed.order)}."


def waiting_time(waiting: Waiting) -> str:
    """How long decisions took, with those that still wait in the sample."""
    if not waiting.n:
        return "Nobody has asked for it yet."
    half = "not reached yet" if waiting.p50 is None else duration(waiting.p50)
    open_ = f", {waiting.waiting} still waiting for up to {duration(waiting.longest_wait)}" if waiting.waiting else ""
    return f"Days to a decision: median {half}, of {waiting.n} request{'s' * (waiting.n > 1)}{open_}."


def platform(found: ProductAccess) -> None:
    """Rights on the platform beside the requests: what has no request, and what the platform does not know."""
    grants: Reconciliation = found.grants
    if not found.is_known:
        st.caption("No source has told of rights on its tables. READ_GRANTS in the settings of a catalogue reads them.")
        return
    share = "" if grants.share_traced is None else f" ({percent(grants.share_traced)})"
    rights = len(grants.traced) + len(grants.untraced)
    st.markdown(f"**{len(grants.traced)} of {rights}** rights to read{share} go back to a running grant.")
    rows = [
        *({"On the platform": _right(one), "Uptake": _why_untraced(one)} for one in grants.untraced),
        *({"On the platform": "not found", "Uptake": f"{one.key} {one.principal}"} for one in grants.missing),
    ]
    if rows:
        told = "Rights on the platform without a request, and grants that are not found there"
        st.dataframe(rows, hide_index=True, height=height(len(rows), ROWS), alt=told)


def _right(trace: Trace) -> str:
    return f"{trace.found.principal}: {trace.found.privilege} on {trace.found.table}"


def _why_untraced(trace: Trace) -> str:
    if not trace.requests:
        return "never asked for"
    return f"{listed(trace.requests)} {'does' if len(trace.requests) == 1 else 'do'} not run"
