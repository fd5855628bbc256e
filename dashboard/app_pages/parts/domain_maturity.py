"""The maturity of a domain beside the median domain and over time, and what it is exempt from. A part of the page of a
domain."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import data, session
from dashboard.components import maturity as parts
from dashboard.components.profile import counts
from dashboard.components.text import plain
from dashboard.dialogs.maturity import exemptions


def shown(key: str, head: DeltaGenerator) -> None:
    """Raises NotFound."""
    found = data.domain_maturity(key, as_of=session.as_of())
    head.title(plain(found.domain.name), anchor=False)
    counts(found.profile)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.subheader("Beside the median domain", anchor=False)
        parts.radar(found.profile, found.history.medians)
    with right:
        st.subheader("Over time", anchor=False)
        parts.over_time(found.history)
    exemptions(found.domain, found.exemptions)
