"""Who may what, and what happened?"""

import streamlit as st

from core.access import Right
from core.ledger import SENTENCES
from core.policy import MEANINGS
from core.queries.admin import PersonRow
from core.queries.ledger import LedgerFilter
from core.settings import settings, sqlite_file
from dashboard import data, session
from dashboard.components.activity import activity
from dashboard.components.greyed import greyed
from dashboard.components.people import people as table
from dashboard.components.text import day, number, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import criteria, gates, people, playbook, policy, rights

ANYBODY, ANYTHING = "Anybody", "Anything"


def page() -> None:
    st.title("Admin", anchor=False)
    parts = {"People": _people, "Policy": _policy, "Gates": gates.policy}
    parts |= {"Criteria": criteria.section, "Playbook": playbook.section, "Ledger": _ledger, "Health": _health}
    tabs = st.tabs(list(parts), key="admin", on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def _people() -> None:
    why = rights.why_not(Right.EDIT_PEOPLE, None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input("Contains", key="people", bind="query-params", width=280)
        if st.button("Add a person", key="admin_add_person", type="primary", **greyed(why)):
            people.add_person()
    if not session.actor().may(Right.EDIT_PEOPLE):
        st.caption("Only an admin may change people and roles; you see them as they are.")
    wanted = words.casefold().split()
    found = data.people(as_of=session.as_of())
    rows = [row for row in found if all(word in f"{row.name} {row.email}".casefold() for word in wanted)]
    if (chosen := table(rows)) is not None:
        _person(chosen, why=why)
    elif not why:
        st.caption("Choose a row to give or take a role.")


def _person(row: PersonRow, *, why: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(row.name)}**")
        if st.button("Give a role", key="admin_grant", **greyed(why)):
            people.grant(row)
        bare = "There is no role to take." * (not row.roles)
        if st.button("Take a role", key="admin_revoke", **greyed(why, bare)):
            people.revoke(row)
        if st.button("Rename", key="admin_rename", **greyed(why)):
            people.rename(row)
        if st.button("Archive", key="admin_archive", **greyed(why)):
            people.archive(row)


def _policy() -> None:
    thresholds = data.thresholds(as_of=session.as_of())
    why = rights.why_not(Right.EDIT_POLICY, None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Thresholds in force. A change applies from a day on, never backwards.", width="stretch")
        if st.button("Change a threshold", key="admin_policy", type="primary", **greyed(why)):
            policy.change(thresholds)
    st.dataframe(
        [
            {
                "Threshold": policy.words(it.key),
                "Value": it.value,
                "Default": it.default,
                "Means": MEANINGS[it.key],
                "Since": day(it.since, year=True) if it.since else "from the start",
                "By": it.by or "–",
            }
            for it in thresholds
        ],
        hide_index=True,
        height="content",
        alt="Thresholds in force with since when and by whom",
        column_config={
            "Means": st.column_config.TextColumn(width=470),
            **{name: st.column_config.NumberColumn(format="%g", width=75) for name in ("Value", "Default")},
        },
    )


def _ledger() -> None:
    actor = session.actor()
    if not actor.may(Right.READ_AUDIT):
        st.info("Only an admin may search the whole ledger. What was done to one thing stands on its own page.")
        return
    names = {person.email: person.name for person in session.frame().people}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input("Words", key="ledger_words", bind="query-params", width=280)
        by = st.selectbox(
            "By",
            [ANYBODY, *names],
            format_func=lambda e: names.get(e, e),
            key="ledger_by",
            bind="query-params",
            width=220,
        )
        kinds = [ANYTHING, *sorted({kind.partition(".")[0] for kind in SENTENCES})]
        kind = st.selectbox("About", kinds, format_func=policy.words, key="ledger_kind", bind="query-params", width=200)
    asked = LedgerFilter(words, None if by == ANYBODY else by, None if kind == ANYTHING else kind)
    lines, below = st.container(), st.container()
    found = data.ledger_page(asked, actor=actor, as_of=session.as_of())
    with below:
        number_of_page = st.pagination(found.pages, key="ledger_page") if found.pages > 1 else 1
    if number_of_page > 1:
        found = data.ledger_page(asked, actor=actor, as_of=session.as_of(), page=number_of_page)
    with lines:
        st.caption(f"{number(found.total)} lines, the newest first")
        activity(found.lines)


def _health() -> None:
    if not session.actor().may(Right.READ_AUDIT):
        st.info("Only an admin sees how the installation is doing.")
        return
    found, needed = data.schema_versions()
    counts = data.counts()
    kind = "PostgreSQL" if sqlite_file(settings().database_url) is None else "SQLite"
    told = "as this program needs it" if found == needed else f"this program needs {needed}"
    figures([Figure("Database", kind), Figure("Schema", found or "none", told)])
    rows = [{"What": what, "Rows": count} for what, count in counts.items()]
    st.dataframe(rows, hide_index=True, width=420, alt="How many rows each table of the database has")


page()
