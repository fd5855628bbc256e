"""What did it bring, and what does it cost?"""

import streamlit as st

from dashboard import data, session
from dashboard.components import value as parts
from dashboard.components.text import plain


def page() -> None:
    st.title("Value", anchor=False)
    home = session.domain()
    found = data.brought(
        actor=session.actor(),
        as_of=session.as_of(),
        domain=home.id if home else None,
        usage_metric=data.usage_metric(),
    )
    if not found.domains:
        st.info("There is no domain yet. Add one on the page Domains: what it brings is counted from then on.")
    elif home is None:
        parts.of_company(found)
    else:
        st.subheader(plain(home.name), anchor=False)
        parts.of_domain(found)


page()
