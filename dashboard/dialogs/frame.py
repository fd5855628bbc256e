"""What every dialog shares."""

from functools import partial

import streamlit as st

dialog = partial(st.dialog, on_dismiss="rerun")
"""A dialog that draws the page anew when it is closed: so the next one, for another record, forgets what was typed."""
