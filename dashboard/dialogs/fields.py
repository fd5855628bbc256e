"""Fields that several dialogs share: a person, a domain, an optional number or day."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from core.access import Right
from core.queries.frame import DomainName
from dashboard import session

NOBODY = "–"


def person(label: str, key: str, email: str | None = None) -> str | None:
    """The e-mail of an active person, None for nobody."""
    names = {who.email: who.name for who in session.frame().people}
    options = [None, *names]
    place = options.index(email) if email in options else 0
    return st.selectbox(label, options, index=place, format_func=lambda e: names[e] if e else NOBODY, key=key)


def domain(label: str, key: str, right: Right, chosen: str | None = None) -> str | None:
    """The key of a domain in which the person has the right; None, with a sentence, where there is none."""
    actor, filtered = session.actor(), session.domain()
    homes = [home for home in session.frame().domains if actor.may(right, home.id)]
    if not homes:
        st.info(f"There is no domain yet in which you may {right}. Add a domain first.")
        return None
    first = next((n for n, home in enumerate(homes) if home.key == chosen or (not chosen and home == filtered)), 0)
    home = st.selectbox(label, homes, index=first, format_func=_name, key=key)
    return home.key


def parent(label: str, key: str, chosen: str | None, but: str | None = None) -> str | None:
    """The key of the domain above, None for none; ``but`` is the domain itself."""
    homes: Sequence[DomainName] = [home for home in session.frame().domains if home.key != but]
    options = [None, *homes]
    first = next((n for n, home in enumerate(options) if home and home.key == chosen), 0)
    home = st.selectbox(label, options, index=first, format_func=_name, key=key)
    return home.key if home else None


def moment(label: str, key: str) -> datetime | None:
    """A time in UTC, to the minute; None, left empty, for the present moment."""
    typed = st.datetime_input(
        f"{label} (UTC)", None, max_value="now", key=key, step=60, help="Leave it empty if it happened just now."
    )
    return typed.replace(tzinfo=UTC) if typed else None


def _name(home: DomainName | None) -> str:
    return home.name if home else NOBODY
