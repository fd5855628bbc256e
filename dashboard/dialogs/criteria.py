"""Which criteria of maturity count, and an admin who lets one count from a day on, or no longer."""

from collections.abc import Sequence

import streamlit as st

from core.access import Right
from core.actions.maturity import switch_criterion
from core.model import TEXT
from core.queries.criteria import CriterionRow
from dashboard import data, session
from dashboard.components import criteria as parts
from dashboard.components.greyed import greyed
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog

STATES = {True: "It counts", False: "It does not count", None: "It counts from its first fact on"}


def section() -> None:
    rows = data.criteria(as_of=session.as_of())
    look = greyed(rights.why_not(Right.EDIT_POLICY, None))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "A criterion of maturity counts from the day on which its first fact arrives from anywhere, or as an admin "
            f"switches it. {sum(row.is_on for row in rows)} of {len(rows)} count.",
            width="stretch",
        )
        if st.button("Switch a criterion", key="admin_criterion", type="primary", **look):
            switch(rows)
    parts.criteria(rows)
    with st.expander("What was switched, and what begins later"):
        parts.decided(rows)


@dialog("Switch a criterion")
def switch(rows: Sequence[CriterionRow]) -> None:
    """From a day on, never backwards: the levels of days before stay as they were."""
    chosen = st.selectbox("Criterion", rows, format_func=_spoken, key="switch_criterion")
    st.caption(f"It reads {chosen.criterion.reads}: {chosen.criterion.measures}.")
    with st.form("switch", border=False):
        is_on = st.radio("From then on", list(STATES), int(chosen.is_on), format_func=STATES.__getitem__,
                         key=f"switch_{chosen.criterion.id}_on")  # fmt: skip
        since = st.date_input("From", session.today(), key="switch_since")
        reason = st.text_area("Why?", max_chars=TEXT, height=80, key="switch_reason")
        st.caption("Where it counts and nothing is known of a domain, that is a blind spot: level 0.")
        if st.form_submit_button("Switch", key="switch_go", type="primary"):
            done = f"{chosen.criterion.id} {chosen.criterion.title} {parts.state(is_on)}, from {since:%-d %b %Y} on."
            session.perform(switch_criterion, chosen.criterion.id, on=is_on, since=since, reason=reason, done=done)


def _spoken(row: CriterionRow) -> str:
    return f"{row.criterion.id} {row.criterion.title} ({'counts' if row.is_on else 'does not count'})"
