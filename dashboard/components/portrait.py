"""The work of a domain, part by part: its results, initiatives, Excel reports, workspaces, systems and products."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.model import PHASES, ProductStatus, SourceSystem
from core.queries.domains import DomainPage
from core.queries.portraits import InitiativeLine, ObjectiveLine, Portrait, ProductLine
from core.rules.gates import GateReport
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import day, duration, number, percent, plain, quiet
from dashboard.theme import badge, label

SHOWN = 8
"""Rows of a list before it refers to the page that has them all."""


def objectives(shown: DomainPage) -> None:
    st.subheader(f"Objectives of {shown.quarter.label}", anchor=False)
    for line in shown.portrait.objectives:
        _objective(line)
    if not shown.portrait.objectives:
        st.caption("No objective in this quarter yet. The business owner sets it on the review.")
        links.to("review", "Open the review", quarter=shown.quarter.label)


def initiatives(it: Portrait, gates: Mapping[str, GateReport]) -> None:
    st.subheader("Initiatives", anchor=False)
    ordered = sorted(it.initiatives, key=lambda line: (not line.is_under_way, -PHASES.index(line.phase)))
    for line in ordered[:SHOWN]:
        with st.container(gap=None):
            links.titled("initiative", line.key, line.title)
            st.markdown(quiet(_standing(line, gates[line.key])))
    if len(ordered) > SHOWN:
        links.to("initiatives", f"All {len(ordered)} initiatives", domain=it.domain.name)
    if not ordered:
        st.caption("No initiative yet. Propose one: a business case that asks for data work.")
        links.to("initiatives", "Open the initiatives", domain=it.domain.name)


def spreadsheets(it: Portrait) -> None:
    for row in it.still_in_excel[:SHOWN]:
        late = f" · :red[{row.days_late} days past its planned day]" if row.days_late else ""
        planned = f" · planned for {day(row.planned_on)}" if row.planned_on and not row.days_late else ""
        st.markdown(
            f"**{row.key}** {plain(row.name, 60)}  \n{badge(row.state)} "
            f":gray[{number(round(row.hours_a_month, 1))} h a month{planned}]{late}"
        )
    if it.reports:
        links.to("spreadsheets", f"The register: {len(it.reports)} Excel reports", domain=it.domain.name)
    else:
        st.caption("No Excel report is recorded. Record the ones people fill by hand: they are what can be freed.")


def workspaces(it: Portrait) -> None:
    st.subheader("Workspaces", anchor=False)
    for row in it.workspaces:
        waited = duration(row.wait.length)
        told = (
            f":green[:material/check_circle: ready in {waited}]" if row.wait.is_over else f":orange[waiting {waited}]"
        )
        used = f" :gray[in use since {day(row.first_used_at)}]" if row.first_used_at else ""
        st.markdown(f"**{plain(row.name)}** · {told}{used}")
    if not it.workspaces:
        st.caption("No workspace on the platform yet. The data team requests one from the template.")
        links.to("platform", "Open the platform", domain=it.domain.name)


def systems(it: Portrait) -> None:
    st.caption(f"Cost centre **{plain(it.domain.cost_centre) or 'none yet'}**")
    for system in it.systems:
        st.markdown(f"**{plain(system.name)}** {_kind(system)}".rstrip())
    if it.systems:
        links.to("domains", "How the systems relate", view="Context map", domain=it.domain.name)
    else:
        st.caption("No source system yet. Add those the domain runs on: MES, ERP, CAD, identity …")


def products(lines: Sequence[ProductLine]) -> ProductLine | None:
    """The data products as a table; returns the one that is chosen in it."""
    chosen = st.dataframe(
        [_product(line) for line in lines],
        hide_index=True,
        height=height(len(lines), at_most=12),
        on_select="rerun",
        selection_mode="single-row",
        key="domain_products",
        alt="The data products of the domain with level, status and what they lack",
        column_config={
            "Name": st.column_config.TextColumn(width=280),
        },
    ).selection.rows
    return lines[chosen[0]] if chosen else None


def _objective(line: ObjectiveLine) -> None:
    rollup = line.rollup
    told = (
        f"{percent(rollup.progress)}, planned {percent(rollup.planned)} · {rollup.measured_words} · {plain(line.owner)}"
    )
    parts = [
        f"{badge(part.assessment.status)} "
        f":gray[{part.key} {plain(part.title, 60)} · {percent(part.assessment.progress)}]"
        for part in line.key_results
    ]
    with st.container(gap=None):
        links.titled("objective", line.key, line.title)
        st.markdown("  \n".join([f"{badge(rollup.status)} :gray[{told}]", *parts]))


def _standing(line: InitiativeLine, gate: GateReport) -> str:
    if not line.is_under_way:
        return badge(line.halt or line.phase)
    next_one = next((f"{it.check.title} ({it.check.side})" for it in gate.missing), "")
    if len(gate.missing) == 1:
        return f"{badge(line.phase)} :orange[waits for one thing: {next_one}]"
    told = f", next: {next_one}" if next_one else ""
    return f"{badge(line.phase)} gate {gate.passed}/{gate.required}{told}"


def _kind(system: SourceSystem) -> str:
    told = ", ".join(filter(None, [system.kind, system.vendor]))
    return f":gray[{plain(told)}]" if told else ""


def _product(line: ProductLine) -> dict[str, object]:
    it = line.product
    is_to_come = it.status is ProductStatus.LIVE and not line.is_live
    return {
        "Key": it.key,
        "Name": it.name,
        "Level": label(it.level),
        "Status": "Not live yet" if is_to_come else label(it.status),
        "Owner": line.owner.name if line.owner else "–",
        "Team": it.team or "–",
        "Lacks": ", ".join(line.lacks) or "nothing",
        "Live since": day(None if is_to_come else it.live_on, year=True),
        "Sensitive": it.sensitive,
    }
