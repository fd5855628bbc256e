"""Which thing did you mean?"""

import streamlit as st

from core.queries.search import Group, Hit, Kind
from dashboard import data, session
from dashboard.components import links
from dashboard.components.text import plain

# The page that shows a thing of each kind, and the word of its address that names it.
PAGES = {
    Kind.INITIATIVE: ("initiative", "key"),
    Kind.OBJECTIVE: ("objective", "key"),
    Kind.KEY_RESULT: ("objective", "key"),
    Kind.DOMAIN: ("domain", "key"),
    Kind.PRODUCT: ("product", "key"),
    Kind.REPORT: ("spreadsheets", "report"),
    Kind.PERSON: ("admin", "people"),
}


def page() -> None:
    st.title("Search", anchor=False)
    typed = st.text_input("Words", key=session.WORDS, bind="query-params", placeholder="INI-12, or words of a title")
    found = data.search(typed, actor=session.actor(), as_of=session.as_of())
    if not found.words:
        st.caption(
            "Type a key or words: they are looked for in the keys and titles of initiatives, objectives, key results, "
            "domains, data products, Excel reports and people. All words must match."
        )
    elif not found.groups:
        st.info("Nothing has these words in its key or title. Try fewer words, or a part of one.")
    else:
        st.caption(f"{found.total} found")
    for group in found.groups:
        _group(group)


def _group(group: Group) -> None:
    kind = group.kind if group.total == 1 else PLURALS.get(group.kind, f"{group.kind}s")
    few = f", the first {len(group.hits)} are shown" if len(group.hits) < group.total else ""
    st.subheader(f"{group.total} {kind}{few}", anchor=False)
    for hit in group.hits:
        _hit(hit)


def _hit(hit: Hit) -> None:
    page, word = PAGES[hit.kind]
    links.to(page, f"**{plain(hit.key)}** {plain(hit.title, 120)}", **{word: hit.page_key})


PLURALS = {Kind.PERSON: "people"}

page()
