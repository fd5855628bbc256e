"""Exempting a domain from a criterion: one person asks, another one approves or turns it down, and it is ended."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.access import Right
from core.actions import maturity as verbs
from core.model import TEXT, Domain
from core.queries.exemptions import ExemptionRow
from core.rules.maturity import TITLES
from dashboard import session
from dashboard.components.desk import waiting
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog

A_QUARTER = timedelta(days=90)
SHOWN = 5


def exemptions(domain: Domain, rows: Sequence[ExemptionRow]) -> None:
    """Those that nobody has ended, each with what may be done about it, the button that asks for one, and below them
    those that are over."""
    still_open = sorted((row for row in rows if row.is_open), key=lambda row: row.criterion)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Exemptions", anchor=False, width="stretch")
        if st.button(
            "Ask for an exemption", key="exemption_ask", **greyed(rights.why_not(Right.EDIT_DOMAIN, domain.id))
        ):
            ask(domain, [row.criterion for row in still_open])
    if not still_open:
        st.caption("None. A criterion that cannot apply here can be exempted with a reason, for a time.")
    for row in still_open:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            state = f"approved by {plain(row.approved_by)}" if row.approved_by else "waits for approval"
            over = " :red[past its last day]" if row.until_on < session.as_of() else ""
            st.markdown(
                f"**{_title(row)}** {plain(row.reason, 120)}  \n"
                f":gray[asked by {plain(row.by)}, {state}, until {day(row.until_on, year=True)}]{over}",
                width="stretch",
            )
            _buttons(row, "exemption")
    if ended := [row for row in reversed(rows) if not row.is_open]:
        with st.expander(f"Ended ({len(ended)})", key="exemptions_ended"):
            for row in ended:
                _ended(row)


def to_approve(rows: Sequence[ExemptionRow]) -> None:
    """On Home, what waits for the person's word."""
    if rows:
        st.subheader(f"Exemptions to approve ({len(rows)})", anchor=False)
    for row in rows[:SHOWN]:
        about = f"{plain(row.domain)} · asked by {plain(row.by)} {day(row.at)}, until {day(row.until_on, year=True)}"
        reason = f"{about} · {plain(row.reason, 120)}"
        title = TITLES.get(row.criterion, "")
        with waiting("domain", row.criterion, title, reason, target=row.domain_key, part="Maturity"):
            _buttons(row, f"home_exemption_{row.domain_key}")
    if len(rows) > SHOWN:
        st.caption(f"And {len(rows) - SHOWN} more, which come up as these are decided.")


def _buttons(row: ExemptionRow, prefix: str) -> None:
    may_approve = row.waits_for(session.actor())
    look = greyed(rights.why_none_of((Right.EDIT_DOMAIN, row.domain_id), (Right.EXEMPT, row.domain_id)))
    if may_approve and st.button("Approve", key=f"{prefix}_approve_{row.criterion}", **greyed(session.past())):
        done = f"{row.domain} is exempt from {row.criterion}."
        session.perform(verbs.approve_exemption, row.domain_key, row.criterion, done=done)
    label = "End" if row.approved_by else "Turn down" if may_approve else "Withdraw"
    if st.button(label, key=f"{prefix}_end_{row.criterion}", **look):
        end(row)


def _ended(row: ExemptionRow) -> None:
    approved = f", approved by {plain(row.approved_by)}" if row.approved_by else ""
    how = "ended" if row.approved_by else "not approved, ended"
    why = f": “{plain(row.ended_because)}”" if row.ended_because else ""
    st.markdown(
        f"**{_title(row)}** {plain(row.reason, 120)}  \n"
        f":gray[asked by {plain(row.by)} on {day(row.at, year=True)}{approved}; "
        f"{how} on {day(row.ended_at, year=True)} by {plain(row.ended_by or '–')}{why}]"
    )


def _title(row: ExemptionRow) -> str:
    return f"{row.criterion} {TITLES.get(row.criterion, '')}"


@dialog("End or turn down an exemption")
def end(row: ExemptionRow) -> None:
    """It stays on record with the reason; one that waits for approval is turned down by it."""
    st.markdown(f"**{_title(row)}** of {plain(row.domain)}: {plain(row.reason)}")
    with st.form("end_exemption", border=False):
        reason = st.text_area("Why?", max_chars=TEXT, key="end_exemption_reason", height=80)
        if st.form_submit_button(
            "End it" if row.approved_by else "Turn it down", key="end_exemption_go", type="primary"
        ):
            done = f"{row.criterion} applies to {row.domain} {'again' if row.approved_by else 'as before'}."
            session.perform(verbs.end_exemption, row.domain_key, row.criterion, reason=reason, done=done)


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
