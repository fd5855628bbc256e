"""What were the forecasts worth?"""

import streamlit as st

from dashboard import data, session
from dashboard.components import calibration, links
from dashboard.components.text import plain


def page() -> None:
    chosen = session.domain()
    record = data.calibration(as_of=session.as_of(), domain=chosen.id if chosen else None)
    st.title("Calibration", anchor=False)
    st.markdown(
        f"**{plain(chosen.name) if chosen else 'Company'}** · What the forecasts were worth: the chance that each key "
        "result had in the middle of its quarter, against whether its target was reached on its due day."
    )
    if not record.quarters:
        st.info(
            "No quarter with key results is over yet. The first one that ends shows here what its forecasts were worth."
        )
        links.to("review", "Go to the review")
        return
    if record.is_provisional:
        st.info(
            "No quarter is closed yet, so these are quarters that are over but not closed: their readings may still be "
            "corrected. Once one is closed, only closed quarters count here."
        )
    calibration.headline(record.calibration)
    st.subheader("What was told, and what was reached", anchor=False)
    calibration.reliability(record.calibration)
    st.subheader("Furthest from what happened", anchor=False)
    calibration.surprises(record.surprises)
    st.subheader("Past quarters", anchor=False)
    calibration.quarters(record.quarters)
    st.caption(
        "A forecast needs a movement with six weekly changes, three of them read, by the middle of its quarter. "
        "Targets and due days are today's; readings are taken by their day."
    )


page()
