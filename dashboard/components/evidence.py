"""Links and files that show something about an initiative. What people typed is text; only the button leads away."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.queries.shelf import Exhibit, Help
from core.rules.gates import title_of
from core.rules.sentences import listed
from core.rules.web_addresses import host_of
from dashboard.components.text import day, plain


def exhibits(found: Sequence[Exhibit], content: Callable[[Exhibit], bytes], actions: Callable[[Exhibit], None]) -> None:
    """A line each; ``content`` is asked when somebody downloads the file, ``actions`` draws further buttons."""
    for it in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            about = f" · for “{plain(title_of(it.check))}”" if it.check else ""
            what = host_of(it.url) if it.url else it.file_name
            st.markdown(
                f"**{plain(it.title, 90)}**  \n:gray[{plain(what or '', 60)}{about} · {plain(it.by)}, {day(it.at)}]",
                width="stretch",
            )
            _open(it, content)
            actions(it)
    if not found:
        st.caption("Nothing is attached yet: a link to the minutes, a screenshot, the agreement as a file.")


def beside_check(found: Sequence[Exhibit], check: str) -> None:
    """What was attached for a check, in its place on the checklist."""
    shown = [f"“{plain(it.title, 60)}”" for it in found if it.check == check]
    if shown:
        st.caption(f":material/attach_file: {listed(shown)} – open it under *Evidence*.")


def playbook(found: Sequence[Help], phase: str) -> None:
    """What helps through the phase."""
    if not found:
        return
    st.markdown(f"**Playbook for {phase.lower()}**")
    for number, it in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            note = f"  \n:gray[{plain(it.note, 120)}]" if it.note else ""
            st.markdown(f"{plain(it.title, 90)}{note}", width="stretch")
            if host_of(it.url):
                st.link_button("Open", it.url, key=f"playbook_{number}", type="tertiary", help=host_of(it.url))


def _open(it: Exhibit, content: Callable[[Exhibit], bytes]) -> None:
    if not it.url:
        st.download_button(
            "Download", lambda: content(it), file_name=it.file_name, mime="application/octet-stream",
            key=f"evidence_file_{it.id}", on_click="ignore", type="tertiary",
        )  # fmt: skip
    elif host := host_of(it.url):
        st.link_button("Open", it.url, key=f"evidence_link_{it.id}", type="tertiary", help=plain(host))
