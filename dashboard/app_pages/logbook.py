"""What did we do, and what blocks whom?"""

import streamlit as st

from core.queries.logbook import Entry, Logbook
from dashboard import data, session
from dashboard.components import links
from dashboard.components.tables import height
from dashboard.components.text import number
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs.logbook import log_work
from dashboard.navigation import file_of
from dashboard.theme import label

SPANS = {"One week": 7, "Two weeks": 14, "A quarter": 91}
MINE, ALL = "By me", "By all"


def page() -> None:
    heading, button = st.columns([4, 1], vertical_alignment="bottom")
    heading.title("Logbook", anchor=False)
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
    may = bool(book.initiatives) and not session.is_past()
    if button.button("Log work", key="logbook_log", type="primary", disabled=not may, width="stretch"):
        log_work([(it.key, it.title) for it in book.initiatives])
    if not book.initiatives:
        st.caption("Work is logged on an initiative under way: there is none that you may log on.")
        links.to("initiatives", "Open the initiatives")
    _figures(book)
    _entries(book)


def _figures(book: Logbook) -> None:
    ours = sum(line.entry.hours_data_team for line in book.entries)
    theirs = sum(line.entry.hours_product_team for line in book.entries)
    blocked = {line.initiative for line in book.entries if line.entry.blocked_by}
    figures(
        [
            Figure("Entries", number(len(book.entries))),
            Figure("Hours data team", number(ours)),
            Figure("Hours product team", number(theirs)),
            Figure("Initiatives blocked", number(len(blocked))),
        ]
    )


def _entries(book: Logbook) -> None:
    if not book.entries:
        how = " “Log work” records what happened and the hours." if book.initiatives else ""
        st.info(f"Nothing was logged since {book.since:%-d %B %Y}.{how}")
        return
    st.caption("Choose a row to open its initiative.")
    chosen = st.dataframe(
        [_cells(line) for line in book.entries],
        hide_index=True,
        height=height(len(book.entries), at_most=20),
        on_select="rerun",
        selection_mode="single-row",
        key="logbook_table",
        column_config={
            "Day": st.column_config.DateColumn(format="D MMM", width=60),
            "Initiative": st.column_config.TextColumn(width=200),
            "What happened": st.column_config.TextColumn(width=330),
            "Data team": st.column_config.NumberColumn(format="%.1f h", width=80),
            "Product team": st.column_config.NumberColumn(format="%.1f h", width=95),
            "Blocked by": st.column_config.TextColumn(width=140),
            "Kind": st.column_config.TextColumn(width=120),
        },
    ).selection.rows
    if chosen:
        st.switch_page(file_of("initiative"), query_params={"key": book.entries[chosen[0]].initiative})


def _cells(line: Entry) -> dict[str, object]:
    entry = line.entry
    return {
        "Day": entry.on,
        "Initiative": f"{line.initiative} {line.title}",
        "What happened": entry.text,
        "Data team": entry.hours_data_team,
        "Product team": entry.hours_product_team,
        "Blocked by": entry.blocked_by,
        "Kind": label(entry.kind),
        "Next": entry.next_step,
        "By": line.by,
    }


page()
