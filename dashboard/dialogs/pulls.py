"""Pulling a source now, with its progress."""

import streamlit as st

from core.model import PullOutcome
from core.pull import pull
from core.sources.contract import Source
from dashboard import session
from dashboard.components.sources import counted


def pull_now(source: Source) -> None:
    """Fetch and store at once; what came of it stands in the row of the source afterwards."""
    bar = st.progress(0.0, f"Asking {source.title} …")

    def seen(observations: int) -> None:
        # How many will come is not known beforehand: the bar nears its end without reaching it.
        bar.progress(observations / (observations + 5_000), f"{source.title}: {observations:,} rows so far …")

    report = pull(source, on_progress=seen)
    match report.outcome:
        case PullOutcome.SUCCEEDED:
            session.announce(f"Pulled {source.title}. {counted(report.counts) or 'There was nothing new.'}")
        case PullOutcome.FAILED:
            session.announce(f"The pull of {source.title} failed and stored nothing.")
        case PullOutcome.RUNNING:
            session.announce(f"{source.title} is being pulled by another process right now.")
