"""The sources, and pulling one now with its progress."""

import streamlit as st

from core.access import Right
from core.errors import Misconfigured
from core.facts import end_of
from core.model import PullOutcome
from core.pull import pull
from core.snapshots import take_latest
from core.sources.contract import Source
from dashboard import data, session
from dashboard.components import sources
from dashboard.components.greyed import greyed
from dashboard.dialogs import rights


def listed() -> None:
    """Each source with its last pull and the button that pulls it."""
    try:
        configured = {source.name: source for source in data.configured()}
    except Misconfigured as refusal:
        session.show(refusal)
        return
    rows = data.sources(as_of=min(end_of(session.as_of()), session.now()), configured=configured.values())
    if not rows:
        st.info(
            "No source is configured. Name one in the settings (docs/running.md), and what it knows comes by itself."
        )
    look = greyed(rights.why_not(Right.EDIT_PLATFORM, None))
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                sources.described(row)
            source = configured.get(row.name)
            if source and st.button("Pull now", key=f"data_pull_{row.name}", icon=":material/sync:", **look):
                pull_now(source)


def pull_now(source: Source) -> None:
    """Fetch and store at once, and keep the maturity that comes of it; what came of the pull stands in the row of the
    source afterwards."""
    bar = st.progress(0.0, f"Asking {source.title} …")

    def seen(observations: int) -> None:
        # How many will come is not known beforehand: the bar nears its end without reaching it.
        bar.progress(observations / (observations + 5_000), f"{source.title}: {observations:,} rows so far …")

    report = pull(source, on_progress=seen)
    match report.outcome:
        case PullOutcome.SUCCEEDED:
            take_latest(session.now())
            session.announce(f"Pulled {source.title}. {sources.counted(report.counts) or 'There was nothing new.'}")
        case PullOutcome.FAILED:
            session.announce(f"The pull of {source.title} failed and stored nothing.")
        case PullOutcome.RUNNING:
            session.announce(f"{source.title} is being pulled by another process right now.")
