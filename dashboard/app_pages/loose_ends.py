"""What hangs loose, and the button that mends it."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.access import Right
from core.queries.loose_ends import LooseEnd
from dashboard import data, session
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import rights
from dashboard.dialogs.links import build, serve, work_on
from dashboard.dialogs.logbook import log_work
from dashboard.dialogs.products import add_product

ROWS = 8


def page() -> None:
    domain = session.domain()
    found = data.loose_ends(as_of=session.as_of(), domain=domain.id if domain else None)
    lists = (
        ("Initiatives without a key result", found.initiatives_without_key_result, _initiative("Link", _serve)),
        ("Key results without work", found.key_results_without_work, _key_result),
        ("Data products without an initiative", found.products_without_initiative, _product),
        ("No log entry for two sprints", found.quiet_initiatives, _initiative("Log work", _log)),
        ("Workspaces without a data product", found.workspaces_without_product, _workspace),
    )
    st.title("Loose ends", anchor=False)
    figures([Figure(title, str(len(ends))) for title, ends, _ in lists])
    left, right = st.columns(2, gap="large")
    for place, (title, ends, row) in enumerate(lists):
        with (left, right)[place % 2]:
            _list(title, ends, row)


def _list(title: str, ends: Sequence[LooseEnd], row: Callable[[LooseEnd], None]) -> None:
    st.subheader(title, anchor=False)
    if not ends:
        st.caption("None. Well tied.")
        return
    body, pages = st.container(gap="xsmall"), -(-len(ends) // ROWS)
    key = f"loose_{title.split()[0].lower()}"
    page = st.pagination(pages, key=key, bind="query-params", max_visible_pages=5) if pages > 1 else 1
    with body:
        for end in ends[(page - 1) * ROWS : page * ROWS]:
            row(end)


def _initiative(button: str, mend: Callable[[LooseEnd], None]) -> Callable[[LooseEnd], None]:
    right = Right.LOG_WORK if mend is _log else Right.EDIT_INITIATIVE
    return lambda end: _row("initiative", end, button, right, mend)


def _key_result(end: LooseEnd) -> None:
    _row("objective", end, "Link", Right.EDIT_INITIATIVE, lambda it: work_on(it.key, it.title, it.domain_id))


def _product(end: LooseEnd) -> None:
    _row("product", end, "Link", Right.EDIT_INITIATIVE, lambda it: build(it.key, it.title, it.domain_id))


def _workspace(end: LooseEnd) -> None:
    _row("domain", end, "Add a product", Right.EDIT_PRODUCT, lambda it: add_product(it.domain_key or ""))


def _serve(end: LooseEnd) -> None:
    serve(end.key, end.title, end.domain_id)


def _log(end: LooseEnd) -> None:
    log_work([(end.key, end.title)])


def _row(page: str, end: LooseEnd, button: str, right: Right, mend: Callable[[LooseEnd], None]) -> None:
    """One line with a link, a grey one with its domain, and the button."""
    target = end.domain_key if page == "domain" else None
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None, width="stretch"):
            links.titled(page, end.key, "" if end.title == end.key else end.title, target=target, limit=60)
            st.caption(" · ".join(filter(None, (plain(end.domain), end.note))))
        why = rights.why_not(right, end.domain_id) if end.domain_id else rights.why_not_anywhere(right)
        if st.button(button, key=f"loose_{button.lower().replace(' ', '_')}_{end.key}", **greyed(why)):
            mend(end)


page()
