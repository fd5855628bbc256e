"""Exempting a domain from a criterion: one person asks, another one approves."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.access import Right
from core.actions import maturity as verbs
from core.model import TEXT, Domain
from core.queries.domain_maturity import ExemptionRow
from core.rules.maturity import TITLES
from dashboard import session
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog

A_QUARTER = timedelta(days=90)


def exemptions(domain: Domain, rows: Sequence[ExemptionRow]) -> None:
    """Those that nobody has ended, each with what may be done about it, and the button that asks for one."""
    actor = session.actor()
    why_not_ask = rights.why_not(Right.EDIT_DOMAIN, domain.id)
    why_not_end = rights.why_none_of((Right.EDIT_DOMAIN, domain.id), (Right.EXEMPT, domain.id))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Exemptions", anchor=False, width="stretch")
        if st.button("Ask for an exemption", key="exemption_ask", **greyed(why_not_ask)):
            ask(domain, [row.criterion for row in rows])
    if not rows:
        st.caption("None. A criterion that cannot apply here can be exempted with a reason, for a time.")
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            state = f"approved by {plain(row.approved_by)}" if row.approved_by else "waits for approval"
            over = " :red[past its last day]" if row.until_on < session.as_of() else ""
            st.markdown(
                f"**{row.criterion} {TITLES.get(row.criterion, '')}** {plain(row.reason, 120)}  \n"
                f":gray[asked by {plain(row.by)}, {state}, until {day(row.until_on, year=True)}]{over}",
                width="stretch",
            )
            waits = not row.approved_by and not rights.why_not(Right.EXEMPT, domain.id) and row.by_id != actor.id
            if waits and st.button("Approve", key=f"exemption_approve_{row.criterion}"):
                done = f"{domain.name} is exempt from {row.criterion}."
                session.perform(verbs.approve_exemption, domain.key, row.criterion, done=done)
            if st.button("End", key=f"exemption_end_{row.criterion}", **greyed(why_not_end)):
                done = f"{row.criterion} applies to {domain.name} again."
                session.perform(verbs.end_exemption, domain.key, row.criterion, done=done)


@dialog("Ask for an exemption")
def ask(domain: Domain, taken: Sequence[str]) -> None:
    """It counts once a manager who did not ask has approved it."""
    with st.form("ask_exemption", border=False):
        free = [criterion for criterion in TITLES if criterion not in taken]
        chosen = st.selectbox(
            "Criterion", free, format_func=lambda it: f"{it} {TITLES[it]}", key="ask_exemption_criterion"
        )
        reason = st.text_area("Why does it not apply?", max_chars=TEXT, height=80, key="ask_exemption_reason")
        until_on = st.date_input("Until", session.today() + A_QUARTER, min_value="today", key="ask_exemption_until")
        if st.form_submit_button("Ask", key="ask_exemption_go", type="primary"):
            done = f"Asked to exempt {domain.name} from {chosen}."
            session.perform(verbs.ask_exemption, domain.key, chosen, reason=reason, until_on=until_on, done=done)
