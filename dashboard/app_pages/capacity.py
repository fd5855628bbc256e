"""Is the data team stepping back, and who is free when?"""

import streamlit as st

from dashboard import data, session
from dashboard.components import labour, lending
from dashboard.components.text import number, plain
from dashboard.components.tiles import Figure, figures


def page() -> None:
    domain = session.domain()
    found = data.capacity(as_of=session.as_of(), domain=domain.id if domain else None)
    st.title("Capacity", anchor=False)
    over = "more than the policy" if found.is_over else "by the policy"
    figures(
        [
            Figure("Lent now", str(len(found.lent_now)), f"of {number(found.limit)} people, {over}"),
            Figure("Full-time equivalents", number(round(sum(found.lent_now.values()), 1)), "lent now"),
            Figure("In a month", str(len(found.lent_next_month)), f"of {number(found.limit)} people"),
            Figure(
                "Not stepping back", str(len(found.staying)), f"of {found.judged} initiatives",
                "The data team's share of the hours does not fall from phase to phase, or stays above the policy.",
            ),
        ]
    )  # fmt: skip
    st.subheader("Who is lent, and who is free", anchor=False)
    lending.weeks(found)
    where = plain(domain.name) if domain else "the whole company"
    st.subheader(f"Who does the work, in {where}", anchor=False)
    labour.by_phase(found)
    labour.staying(found.staying)
    labour.by_domain(found)


page()
