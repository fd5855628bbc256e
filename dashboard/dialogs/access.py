"""Asking for access to a data product, deciding about it, renewing and ending it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.access import Right
from core.actions import access_requests as verbs
from core.model import TEXT
from core.queries.access import ProductAccess
from core.queries.access_requests import AccessRow
from core.rules.access import OPEN, RUNNING, AccessState
from core.rules.sentences import listed
from dashboard import data, session
from dashboard.components import access as parts
from dashboard.components.desk import waiting
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain
from dashboard.dialogs import fields, rights
from dashboard.dialogs.frame import dialog
from dashboard.theme import badge

A_YEAR = timedelta(days=365)
PERSON, TECHNICAL = "A person", "A technical user"
YES, NO = "Grant", "Decline"
SHOWN = 5
RECENT = timedelta(days=30)


def access(product: str) -> None:
    """All of a product’s page that concerns access: asking, requests, SQL, and what the platform grants."""
    found = data.product_access(product, as_of=session.as_of(), now=session.now())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Access", anchor=False, width="stretch")
        stands = next((row for row in found.requests if row.stands_for(session.actor())), None)
        is_served = found.status in verbs.SERVED
        ask_button(found.product, found.name, found.domain_id, is_served=is_served, stands=stands)
        if stands and st.button("Ask for another reader", key="ask_for_another", type="tertiary", **_look(is_served)):
            ask_access(found.product, found.name, found.domain_id, reader="")
    st.caption(parts.waiting_time(found.waiting))
    current = [row for row in found.requests if row.state in OPEN | RUNNING]
    for row in current:
        _line(row, found)
    if found.requests and not current:
        st.caption("Nobody waits for it now and nobody has it granted.")
    _ended([row for row in found.requests if row not in current], found)
    parts.platform(found)


def ask_button(product: str, name: str, home: int, *, is_served: bool, stands: AccessRow | None) -> None:
    """For the page of a product and the rows of a list. What stands for the person already takes its place; ``home`` is
    the id of its domain."""
    if stands:
        st.markdown(parts.standing(stands, _deciders(stands)), width="content")
    elif st.button("Ask for access", key=f"ask_access_{product}", icon=":material/key:", **_look(is_served)):
        ask_access(product, name, home, reader=session.actor().email)


def _look(is_served: bool) -> dict[str, Any]:
    return greyed(rights.why_not_anywhere(Right.REQUEST_ACCESS), "It is not live." * (not is_served))


def _deciders(row: AccessRow) -> str:
    """Who may say the word that is missing; an admin is named where nobody else may."""
    able = [person for person in session.frame().people if row.waits_for(person)]
    nearest = [person for person in able if rights.ADMIN not in person.grants] or able
    return listed((person.name for person in nearest), joint="or", at_most=rights.NAMED) or "nobody yet"


@dialog("Ask for access")
def ask_access(product: str, name: str, home: int, *, reader: str) -> None:
    """By default for the reader with that e-mail address; the verb says where somebody has asked before."""
    st.markdown(f"**{product}** {plain(name)}")
    me = session.actor()
    if not any(person.may(Right.DECIDE_ACCESS, home) for person in session.frame().people if person.id != me.id):
        nobody = "Nobody but you decides" if me.may(Right.DECIDE_ACCESS, home) else "Nobody decides"
        st.warning(
            f"{nobody} about access to it, and nobody decides about a request of their own. It waits until an admin "
            "has made somebody else a business owner of its domain, or until somebody else asks for you."
        )
    kind = st.segmented_control("For whom?", [PERSON, TECHNICAL], default=PERSON, key="ask_access_kind", required=True)
    with st.form("ask_access", border=False):
        purpose = st.text_area("For what purpose?", max_chars=TEXT, key="ask_access_purpose", height=80)
        if kind == PERSON:
            principal = st.text_input("E-mail address", reader, key="ask_access_email")
        else:
            principal = st.text_input("Name of the technical user on the platform", key="ask_access_user")
        workspace, domain = _reader()
        if st.form_submit_button("Ask", key="ask_access_go", type="primary"):
            session.perform(
                verbs.ask_access, product, purpose=purpose, principal=principal, is_technical=kind == TECHNICAL,
                workspace=workspace, domain=domain,
                done=f"Asked for access to {product}. Its owner decides.",
            )  # fmt: skip


def _reader() -> tuple[str | None, str | None]:
    """The workspace from which it will be read, and the key of the domain."""
    names = {home.key: home.name for home in session.frame().domains}
    left, right = st.columns(2)
    workspace = left.selectbox(
        "Workspace", [None, *data.ready_workspaces()], key="ask_access_workspace",
        format_func=lambda name: name or fields.NOBODY, help="From which it will be read, where that is known.",
    )  # fmt: skip
    domain = right.selectbox(
        "Domain that will read it", [None, *names], key="ask_access_domain",
        format_func=lambda key: names[key] if key else fields.NOBODY,
        help="Follows from the workspace if you name one.",
    )  # fmt: skip
    return workspace, domain


def to_decide(rows: Sequence[AccessRow]) -> None:
    """On Home, the requests that wait for the person's word."""
    if rows:
        st.subheader(f"Access to decide ({len(rows)})", anchor=False)
    for row in rows[:SHOWN]:
        second = " · takes a second yes" if row.state is AccessState.WAITING_FOR_SECOND else ""
        reason = f"{parts.reader(row)} · {plain(row.purpose, 120)} · asked {day(row.at)}{second}"
        with waiting("product", row.key, row.product_name, reason, target=row.product):
            decide_button(row, "home")


def mine(rows: Sequence[AccessRow]) -> None:
    """On Home, what the person asked for, as long as it is of interest."""
    since = session.as_of() - RECENT
    current = [row for row in rows if row.state in OPEN | RUNNING or (row.decided_at or row.at).date() >= since]
    if not current:
        return
    with st.expander(f"My access ({len(current)})", icon=":material/key:"):
        for row in reversed(current):
            with parts.request(row, with_product=True):
                _end_button(row, "home")


def decide_button(row: AccessRow, prefix: str) -> None:
    if st.button("Decide", key=f"{prefix}_decide_{row.key}", **greyed(session.past())):
        (decide_access if row.state is AccessState.WAITING else second_access)(row)


@dialog("Decide about access")
def decide_access(row: AccessRow) -> None:
    """Granted until a day or a review, or declined with a note."""
    _about(row)
    if row.sensitive:
        st.caption(":material/group: It is sensitive: a second person has to say yes, too.")
    with st.form("decide_access", border=False):
        granted = st.segmented_control("Your word", [YES, NO], default=YES, key="decide_access_word", required=True)
        until_on, review_on = _days("decide_access", session.today() + A_YEAR, None)
        note = st.text_area("Note", max_chars=TEXT, key="decide_access_note", height=80, help="Needed to decline.")
        if st.form_submit_button("Decide", key="decide_access_go", type="primary"):
            session.perform(
                verbs.decide_access, row.key, seen=row.version, granted=granted == YES, note=note, until_on=until_on,
                review_on=review_on, done=f"Decided about {row.key}.",
            )  # fmt: skip


@dialog("Second yes")
def second_access(row: AccessRow) -> None:
    """Of a sensitive product, by another person than the first."""
    _about(row)
    with st.form("second_access", border=False):
        granted = st.segmented_control("Your word", [YES, NO], default=YES, key="second_access_word", required=True)
        note = st.text_area("Note", max_chars=TEXT, key="second_access_note", height=80, help="Needed to decline.")
        if st.form_submit_button("Decide", key="second_access_go", type="primary"):
            session.perform(
                verbs.second_access, row.key, seen=row.version, granted=granted == YES, note=note,
                done=f"Decided about {row.key}.",
            )  # fmt: skip


@dialog("Renew the access")
def renew_access(row: AccessRow) -> None:
    _about(row)
    with st.form("renew_access", border=False):
        until_on, review_on = _days("renew_access", row.until_on, row.review_on)
        if st.form_submit_button("Renew", key="renew_access_go", type="primary"):
            session.perform(
                verbs.renew_access, row.key, seen=row.version, until_on=until_on, review_on=review_on,
                done=f"Renewed {row.key}.",
            )  # fmt: skip


@dialog("End the access")
def revoke_access(row: AccessRow) -> None:
    _about(row)
    with st.form("revoke_access", border=False):
        reason = st.text_input("Why?", max_chars=TEXT, key="revoke_access_reason")
        if st.form_submit_button("End it", key="revoke_access_go", type="primary"):
            session.perform(verbs.revoke_access, row.key, seen=row.version, reason=reason, done=f"{row.key} has ended.")


def _line(row: AccessRow, found: ProductAccess) -> None:
    """A request with what the person may do about it, and the SQL of a grant."""
    actor = session.actor()
    with parts.request(row):
        if row.waits_for(actor):
            decide_button(row, "product")
        elif row.is_open:
            st.caption(f"to be decided by {plain(_deciders(row))}", width="content")
        renews = Right.SECOND_ACCESS if row.sensitive else Right.DECIDE_ACCESS
        may = actor.may(renews, row.domain_id) and not row.is_of(actor) and not session.is_past()
        if row.is_running and may and st.button("Renew", key=f"renew_{row.key}", type="tertiary"):
            renew_access(row)
        _end_button(row, "product")
    if row.is_running and _may_see_sql(row):
        with st.expander(f"SQL for {row.key}", icon=":material/code:"):
            parts.statements(row, found.tables, found.handed_over.get(row.key))


def _ended(rows: Sequence[AccessRow], found: ProductAccess) -> None:
    if not rows:
        return
    with st.expander(f"Declined, expired and ended ({len(rows)})"):
        for row in rows:
            parts.request(row)
            if row.granted and _may_see_sql(row):
                parts.statements(row, found.tables, found.handed_over.get(row.key))


def _end_button(row: AccessRow, prefix: str) -> None:
    actor = session.actor()
    is_asker = actor.id == row.by_id
    may = (is_asker or actor.may(Right.DECIDE_ACCESS, row.domain_id)) and not session.is_past()
    if row.state in OPEN | RUNNING and may:
        label = "Give back" if is_asker else "End"
        if st.button(label, key=f"{prefix}_end_{row.key}", type="tertiary"):
            revoke_access(row)


def _may_see_sql(row: AccessRow) -> bool:
    """Whoever runs it: the owner of the product and the platform’s people."""
    actor = session.actor()
    return actor.may(Right.DECIDE_ACCESS, row.domain_id) or actor.may(Right.EDIT_PLATFORM, row.domain_id)


def _about(row: AccessRow) -> None:
    st.markdown(f"**{row.product}** {plain(row.product_name)} {badge(row.state)}")
    st.markdown(f"{parts.reader(row)}: {plain(row.purpose)}")
    st.caption(f"{row.key} · {parts.told(row)}")


def _days(prefix: str, until_on: date | None, review_on: date | None) -> tuple[date | None, date | None]:
    """The last day of a grant and the day on which it is looked at again; one of them is enough."""
    tomorrow = session.today() + timedelta(days=1)
    left, right = st.columns(2)
    until = left.date_input("Ends on", until_on, min_value=min(tomorrow, until_on or tomorrow), key=f"{prefix}_until")
    review = right.date_input(
        "Look at it again on", review_on, min_value=min(tomorrow, review_on or tomorrow), key=f"{prefix}_review"
    )
    return until, review
