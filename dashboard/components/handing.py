"""Whether the data team steps back from an initiative, by the verdict of its labour."""

import streamlit as st

from core.rules.labour import Handing, Verdict
from dashboard.components.text import plain

SAID = {
    Handing.STEPPING_BACK: ":green[:material/trending_down: The data team steps back.]",
    Handing.STAYING: ":orange[:material/warning: The data team does not step back.]",
    Handing.TOO_EARLY: ":gray[:material/hourglass_empty: Too early to say whether the data team steps back.]",
}


def verdict(found: Verdict) -> None:
    st.markdown(f"{SAID[found.handing]} :gray[{plain(found.reason)}]")
