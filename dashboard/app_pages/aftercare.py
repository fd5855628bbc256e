"""Do products stay with those who took them over?"""

from collections.abc import Callable, Sequence

import streamlit as st

from core.access import Right
from core.queries.aftercare import Aftercare, Returned, SupportRow
from core.rules.aftercare import LONG_WORKING_DAYS
from dashboard import data, session
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.components.tables import height
from dashboard.components.text import day, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import rights
from dashboard.dialogs.support import close_support, open_support, reopen_support

ROWS = 8


def page() -> None:
    domain = session.domain()
    found = data.aftercare(as_of=session.as_of(), domain=domain.id if domain else None)
    mine = [it for it in found.products if session.actor().may(Right.EDIT_PRODUCT, it.domain_id)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Aftercare", anchor=False, width="stretch")
        why = rights.why_not_anywhere(Right.EDIT_PRODUCT)
        look = greyed(why, "No data product is of a domain of yours." * (not mine))
        if st.button("Record a support request", key="aftercare_open", type="primary", **look):
            open_support(mine)
    _figures(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _requests("Waiting", found.waiting, "Close", close_support)
        _requests("Answered", found.answered, "Reopen", reopen_support)
    with right:
        _returned(found.returned)
        _rates(found)


def _figures(found: Aftercare) -> None:
    handed_over = sum(rate.handed_over for rate in found.rates.values())
    longest = f"the longest {found.waiting[0].days} working days" if found.waiting else "nobody waits"
    share = percent(len(found.returned) / handed_over) if handed_over else "–"
    figures(
        [
            Figure("Waiting", str(len(found.waiting)), longest),
            Figure("Handed over", str(handed_over), "data products"),
            Figure(
                "Came back", str(len(found.returned)), f"{share} of those handed over",
                f"A support request lasted more than {LONG_WORKING_DAYS} working days, or a person sent the initiative "
                "back after it was completed.",
            ),
        ]
    )  # fmt: skip


def _requests(title: str, rows: Sequence[SupportRow], button: str, act: Callable[[SupportRow], None]) -> None:
    st.subheader(f"{title} ({len(rows)})", anchor=False)
    if not rows:
        st.caption("Nobody waits for support." if button == "Close" else "Nothing was answered yet.")
    body, pages = st.container(gap="small"), -(-len(rows) // ROWS)
    page = st.pagination(pages, key=f"aftercare_{title.lower()}", bind="query-params") if pages > 1 else 1
    with body:
        for row in rows[(page - 1) * ROWS : page * ROWS]:
            _request(row, button, act)


def _request(row: SupportRow, button: str, act: Callable[[SupportRow], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None, width="stretch"):
            late = ":orange-badge[:material/warning: Long] " if row.days > LONG_WORKING_DAYS else ""
            st.markdown(f"**{row.key}** {plain(row.title)} {late}")
            who = f"asked by {plain(row.asked_by)}" if row.asked_by else ""
            since = f"since {day(row.opened_on, year=True)}, {row.days} working days"
            told = [
                f"{row.product} {plain(row.product_name, 40)}",
                plain(row.domain),
                who,
                since,
                plain(row.answer, 80),
            ]
            st.caption(" · ".join(filter(None, told)))
        why = rights.why_not(Right.EDIT_PRODUCT, row.domain_id)
        if st.button(button, key=f"aftercare_{button.lower()}_{row.key}", **greyed(why)):
            act(row)


def _returned(rows: Sequence[Returned]) -> None:
    st.subheader(f"Came back ({len(rows)})", anchor=False)
    if not rows:
        st.caption("Every product that was handed over has stayed with its new team.")
    for row in rows:
        links.titled("initiative", row.initiative, f"{row.product} {row.name}", limit=60)
        st.caption(f"{plain(row.domain)} · {plain(row.reason)}")


def _rates(found: Aftercare) -> None:
    st.subheader("By domain", anchor=False)
    if not found.rates:
        st.caption("No initiative with a data product is completed yet.")
        return
    st.dataframe(
        [
            {"Domain": name, "Handed over": it.handed_over, "Came back": it.returned, "Share": percent(it.share)}
            for name, it in found.rates.items()
        ],
        hide_index=True,
        height=height(len(found.rates), at_most=12),
        alt="Products handed over and products that came back, by domain",
    )


page()
