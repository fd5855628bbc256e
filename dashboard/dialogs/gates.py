"""What can be done about a gate check, and how an admin has it asked."""

from collections.abc import Sequence

import streamlit as st

from core.access import MONEY_FIELDS, Right
from core.actions.confirmations import RIGHT_OF_SIDE
from core.actions.gates import set_gate
from core.model import Demand, Level
from core.queries.gates import GateRow
from core.queries.initiative import Dossier
from core.rules.gates import CheckResult, Remedy
from dashboard import data, session
from dashboard.components import links
from dashboard.components.gate import gate_history, gate_policy
from dashboard.components.greyed import greyed
from dashboard.dialogs import confirmations, initiatives, logbook, rights
from dashboard.dialogs.frame import dialog
from dashboard.theme import label


def remedy(dossier: Dossier, result: CheckResult) -> None:
    """The button or link that leads to where what is missing is given, for those who may give it; a confirmation can
    be taken back."""
    check, actor, home = result.check, session.actor(), dossier.domain.id
    if check.confirmable:
        if actor.may(RIGHT_OF_SIDE[check.side], home) and not session.is_past():
            _confirmation(dossier.initiative.key, result)
    elif result.passed or (check.key in MONEY_FIELDS and not dossier.sees_money):
        return
    elif check.remedy is Remedy.CAPACITY:
        links.to("capacity", "Capacity")
    elif check.remedy is Remedy.WORKSPACE:
        links.to("platform", "Platform")
    elif check.remedy is Remedy.PRODUCT and dossier.products:
        links.thing("product", dossier.products[0].key, key=dossier.products[0].key)
    elif check.remedy is Remedy.LOG:
        if actor.may(Right.LOG_WORK, home) and _button(result):
            logbook.log_work([(dossier.initiative.key, dossier.initiative.title)])
    elif actor.may(Right.EDIT_INITIATIVE, home) and _button(result):
        if check.remedy is Remedy.PRODUCT:
            initiatives.link_product(dossier.initiative.key, data.product_names(home))
        else:
            initiatives.edit(dossier.initiative, sees_money=dossier.sees_money)


def policy() -> None:
    """How every check is asked, which an admin may change, and what was decided when."""
    rows = data.gate_policy(as_of=session.as_of())
    look = greyed(rights.why_not(Right.EDIT_POLICY, None))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Required closes a gate, advised is only shown, off is not asked.", width="stretch")
        if st.button("Decide about a check", key="admin_gate", type="primary", **look):
            decide(rows)
    gate_policy(rows)
    with st.expander("What was decided, and what begins later"):
        gate_history(rows)


@dialog("Decide how a check is asked")
def decide(rows: Sequence[GateRow]) -> None:
    """From a day on, never backwards; moves of the past keep what was missing then."""
    chosen = st.selectbox("Check", rows, format_func=_spoken, key="decide_gate_check")
    with st.form("decide_gate", border=False):
        demand = st.segmented_control(
            "Asked",
            list(Demand),
            default=chosen.demand,
            format_func=label,
            required=True,
            key="decide_gate_demand",
        )
        level = None
        if chosen.level is not None:
            level = st.selectbox("Level", list(Level), chosen.level - 1, format_func=label, key="decide_gate_level")
        since = st.date_input("From", session.today(), min_value="today", key="decide_gate_since")
        st.caption("Required closes the gate, advised is only shown, off is not asked.")
        if st.form_submit_button("Decide", key="decide_gate_go", type="primary"):
            done = f"“{chosen.check.title}” is {demand} from {since:%-d %b %Y} on."
            session.perform(set_gate, chosen.check.key, demand=demand, level=level, since=since, done=done)


def _confirmation(key: str, result: CheckResult) -> None:
    check = result.check
    if not result.passed:
        if st.button("Confirm", key=f"confirm_{check.key}"):
            confirmations.confirm(key, check.key)
    elif result.is_vouched and st.button("Withdraw", key=f"withdraw_{check.key}", type="tertiary"):
        confirmations.withdraw(key, check.key)


def _button(result: CheckResult) -> bool:
    check = result.check
    return st.button(check.remedy, key=f"remedy_{check.key}", type="tertiary", **greyed(session.past()))


def _spoken(row: GateRow) -> str:
    return f"{label(row.phase)}: {row.check.title}"
