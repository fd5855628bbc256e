"""What waits for me, and what changed?"""

import streamlit as st

from core.actions.confirmations import RIGHT_OF_SIDE
from core.queries.home import Desk, DueCheckIn, Unconfirmed
from dashboard import data, session
from dashboard.components import links, sources
from dashboard.components.deeds import deeds
from dashboard.components.desk import waiting
from dashboard.components.greyed import greyed
from dashboard.components.scoreboard import summary_line
from dashboard.components.text import day, duration, plain
from dashboard.dialogs import (
    access,
    check_ins,
    confirmations,
    conversation,
    decisions,
    intake,
    logbook,
    maturity,
    reminders,
)
from dashboard.dialogs.doors import doors
from dashboard.theme import badge, label

SHOWN = 5
"""Lines of a section before it refers to the page that has them all."""
NEXT_CHECK_IN = "Alt+N"
"""Opens the first check-in that is due: so after each one the next is one key away."""


def page() -> None:
    if not session.frame().domains:
        doors()
        return
    actor, domain = session.actor(), session.domain()
    desk = data.home(
        actor=actor,
        as_of=session.as_of(),
        now=session.now(),
        domain=domain.id if domain else None,
        configured=data.known_sources(),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Home", anchor=False, width="content")
        st.markdown(f"**{plain(actor.name)}** · {day(session.as_of(), year=True)}")
    sources.silent(desk.silent)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _waiting(desk)
    with right:
        st.subheader("Changed lately", anchor=False)
        deeds(desk.news.deeds)
        access.mine(desk.asked.mine)
        reminders.switch()


def _waiting(desk: Desk) -> None:
    mine = [it for it in desk.unconfirmed if session.actor().may(RIGHT_OF_SIDE[it.check.side], it.initiative.domain_id)]
    conversation.mentions(desk.news.mentions)
    _to_do(desk)
    _decisions(desk)
    _undecided(desk)
    _check_ins(desk)
    access.to_decide(desk.asked.to_decide)
    maturity.to_approve(desk.exemptions)
    _confirmations(mine)
    _quiet(desk)
    _workspaces(desk)
    asked = desk.undecided, desk.asked.to_decide, desk.asked.workspaces, desk.exemptions
    if not any((desk.news.mentions, desk.to_do, desk.decisions, desk.check_ins, mine, desk.quiet, *asked)):
        st.success("Nothing waits for you: nothing is yours to do, no check-in is due, no gate asks you.")


def _to_do(desk: Desk) -> None:
    if desk.to_do:
        st.subheader(f"Decided, and yours to do ({len(desk.to_do)})", anchor=False)
    for row in desk.to_do:
        decisions.with_buttons(row)


def _decisions(desk: Desk) -> None:
    if desk.decisions:
        st.subheader(f"Needs a decision ({len(desk.decisions)})", anchor=False)
    for standing in desk.decisions[:SHOWN]:
        with waiting("objective", standing.key, standing.title, summary_line(standing)):
            st.markdown(badge(standing.assessment.status), width="content")
    if desk.decisions:
        links.to("review", f"Review {desk.quarter.label}", quarter=desk.quarter.label)


def _undecided(desk: Desk) -> None:
    if desk.undecided:
        st.subheader(f"Initiatives that wait for a decision ({len(desk.undecided)})", anchor=False)
    for it in desk.undecided[:SHOWN]:
        reason = f"Sent by {plain(it.sent.by)} on {day(it.sent.at)} · {plain(it.domain)}"
        with waiting("intake", it.key, it.title, reason):
            intake.decide_button(it.key, it.version, it.domain_id, it.sent, place="home")
    if len(desk.undecided) > SHOWN:
        links.to("initiatives", f"{len(desk.undecided) - SHOWN} more on the board")


def _check_ins(desk: Desk) -> None:
    """The first button keeps its name whichever key result it stands for, so a shortcut pressed while the page is still
    being drawn after the last check-in opens the next one instead of reaching a button that is gone."""
    if desk.check_ins:
        st.subheader(f"Check-ins ({len(desk.check_ins)})", anchor=False)
    for due in desk.check_ins:
        standing, is_first = due.standing, due is desk.check_ins[0]
        with waiting("objective", standing.key, standing.title, _how_late(due)):
            if st.button(
                "Check in", key=f"home_check_in_{'next' if is_first else standing.key}", **greyed(session.past()),
                shortcut=NEXT_CHECK_IN if is_first else None,
            ):  # fmt: skip
                check_ins.check_in(standing)


def _how_late(due: DueCheckIn) -> str:
    """``Late: due since 8 Oct, 45 days · never checked in``."""
    days = (session.as_of() - due.due_on).days
    when = f"due since {day(due.due_on)}, {days} day{'s' * (days > 1)}" if days else "due today"
    said = " · never checked in" if due.standing.assessment.confidence is None else ""
    return f":red[:material/schedule: Late: {when}]{said}" if due.is_late else f"{when.capitalize()}{said}"


def _confirmations(mine: list[Unconfirmed]) -> None:
    if mine:
        st.subheader(f"Gates that wait for your word ({len(mine)})", anchor=False)
    for asked in mine[:SHOWN]:
        it, check = asked.initiative, asked.check
        stay = f"{duration(it.days_in_phase)} in {label(it.phase).lower()}"
        reason = f"**{plain(check.title)}** · {stay} · {plain(it.domain)}"
        with waiting("initiative", it.key, it.title, reason):
            if st.button("Confirm", key=f"home_confirm_{it.key}_{check.key}", **greyed(session.past())):
                confirmations.confirm(it.key, check.key)
    if len(mine) > SHOWN:
        links.to("initiatives", f"{len(mine) - SHOWN} more on the board")


def _quiet(desk: Desk) -> None:
    if desk.quiet:
        st.subheader(f"Silent logs ({len(desk.quiet)})", anchor=False)
    for it in desk.quiet[:SHOWN]:
        silence = f"Last entry {it.days_quiet} days ago" if it.last_log else f"No entry in {it.days_quiet} days"
        lent = " · you are lent to it" if it.is_mine else ""
        with waiting("initiative", it.key, it.title, f"{silence} · {plain(it.domain)}{lent}"):
            if st.button("Log work", key=f"home_log_{it.key}", **greyed(session.past())):
                logbook.log_work([(it.key, it.title)])
    if len(desk.quiet) > SHOWN:
        links.to("logbook", f"Log all {len(desk.quiet)} of them in the logbook")


def _workspaces(desk: Desk) -> None:
    if desk.asked.workspaces:
        st.subheader(f"Workspaces that wait ({len(desk.asked.workspaces)})", anchor=False)
    for space in desk.asked.workspaces[:SHOWN]:
        waiting("platform", space.name, "", f"Requested {space.days} days ago · {plain(space.domain)}")


page()
