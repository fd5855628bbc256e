"""What did we do, and what blocks whom?"""

from datetime import date, timedelta

import streamlit as st

from core.access import Right
from core.rules.weeks import WEEK, monday_of, read_week, week_label
from dashboard import data, session
from dashboard.components import entries, links
from dashboard.components.text import day
from dashboard.dialogs import week as weeks

SPANS = {"One week": 7, "Two weeks": 14, "A quarter": 91}
MINE, ALL = "By me", "By all"
WEEKS_BACK = 13


def page() -> None:
    heading, choice = st.columns([4, 1], vertical_alignment="bottom")
    heading.title("Logbook", anchor=False)
    this_week = monday_of(session.today())
    choices = [week_label(this_week - back * WEEK) for back in range(WEEKS_BACK)]
    chosen = choice.selectbox("Week", choices, key="week", bind="query-params", label_visibility="collapsed")
    if session.is_past():
        st.caption("A past day is read, not written: set the day in the sidebar back to today to log a week.")
    elif not session.actor().may_anywhere(Right.LOG_WORK):
        st.info(
            "You may not log work. Contributors and business owners do in their domain, and the data team everywhere; "
            "an admin gives the role."
        )
    else:
        _week(read_week(chosen) or this_week)
    _lately()


@st.fragment
def _week(monday: date) -> None:
    """Drawn anew by itself after each cell, without the rest of the page."""
    week = data.week(monday, actor=session.actor(), now=session.now())
    if week.saved:
        weeks.undo(week.saved)
    if not week.rows and not week.others:
        st.caption("Work is logged on an initiative under way: there is none that you may log on.")
        links.to("initiatives", "Open the initiatives")
        return
    if not week.rows:
        st.info(
            "You are lent to no initiative in this week and logged on none lately. Add the one that you worked on; or "
            "have somebody of the data team lend you, on the page of the initiative under “People”."
        )
    else:
        sunday = monday + WEEK - timedelta(days=1)
        st.caption(
            f"{day(monday)} to {day(sunday)}, dated {day(week.on)}. Type, Tab, Enter, or paste from Excel; rows left "
            "alone are not saved. Escape, then Ctrl+Enter saves the others."
        )
        week = weeks.grid(week)
    weeks.buttons(week)


def _lately() -> None:
    st.subheader("Logged lately", anchor=False)
    with st.container(horizontal=True):
        span = st.segmented_control("Time", list(SPANS), default="Two weeks", key="logbook_span", bind="query-params",
                                    required=True, label_visibility="collapsed")  # fmt: skip
        whose = st.segmented_control("Whose", [ALL, MINE], default=ALL, key="logbook_whose", bind="query-params",
                                     required=True, label_visibility="collapsed")  # fmt: skip
    chosen = session.domain()
    book = data.logbook(
        actor=session.actor(),
        as_of=session.as_of(),
        days=SPANS[span],
        domain=chosen.id if chosen else None,
        mine=whose == MINE,
    )
    entries.totals(book)
    entries.entries(book)


page()
