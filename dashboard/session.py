"""The person's visit: on whose behalf, as of which day, and the one way to change anything.

The only file that touches session state.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import streamlit as st

from core.access import Actor
from core.db import transaction
from core.errors import GateClosed, Invalid, Refusal, Stale, Ungraded
from core.queries.frame import DomainName, Frame
from dashboard.components.text import plain

PERSON, DOMAIN, AS_OF, SEARCH, WORDS = "person", "domain", "as_of", "search", "q"
_FRAME, _MESSAGE, _SOUGHT, _HELD, _DOMAIN = "_frame", "_message", "_sought", "_held", "_domain"
ALL_DOMAINS = "All domains"

Made = TypeVar("Made")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def enter(frame: Frame) -> None:
    """Remember what surrounds this run, once, before the page is drawn."""
    st.session_state[_FRAME] = frame


def frame() -> Frame:
    return st.session_state[_FRAME]


def actor() -> Actor:
    return frame().actor(st.session_state.get(PERSON))


def as_of() -> date:
    """The day the pages look at: today, or a past day chosen in the sidebar."""
    return min(st.session_state.get(AS_OF) or today(), today())


def page_of(key: str) -> int:
    """The page that is chosen where pages are turned, which is drawn further below."""
    return int(st.session_state.get(key) or 1)


def is_past() -> bool:
    return as_of() < today()


def past() -> str:
    """Why nothing can be changed on the day that the pages look at; empty today."""
    if not is_past():
        return ""
    return f"You are looking at {as_of():%-d %b %Y}: set the day in the sidebar back to today first."


def domain() -> DomainName | None:
    """The domain chosen in the sidebar; None for all of them."""
    return frame().domain(st.session_state.get(DOMAIN))


def suggest(key: str, value: str, *, is_asked: bool) -> None:
    """Fill a field that is bound to the address, where nobody has chosen a value yet (``is_asked`` says whether the
    address holds one), and again once another domain is chosen in the sidebar. To be called before it is drawn."""
    chosen, before = st.session_state.get(DOMAIN), st.session_state.get(_DOMAIN)
    has_turned = before not in (None, chosen) and domain() is not None
    st.session_state[_DOMAIN] = chosen
    if has_turned if key in st.session_state else not is_asked:
        st.session_state[key] = value


def search() -> None:
    """Hand what was typed into the search box to the page of results, and empty the box."""
    words = st.session_state[SEARCH].strip()
    st.session_state[SEARCH] = ""
    if WORDS in st.session_state:  # the field of the results is bound to the address already, and writes it itself
        st.session_state[WORDS] = words
        st.session_state[_SOUGHT] = {}
    else:
        st.session_state[_SOUGHT] = {WORDS: words}


def sought() -> dict[str, str] | None:
    """What belongs into the address of the results of a search that was just made; said once."""
    return st.session_state.pop(_SOUGHT, None)


def choose(address: Mapping[str, str]) -> None:
    """Set the fields on the screen that are bound to a word of that address; to be called before the page is drawn.

    A word that is bound to a field is refused where a page is switched to: the field writes it itself.
    """
    st.session_state.update({word: value for word, value in address.items() if word in st.session_state})


def unchosen(address: Mapping[str, str]) -> dict[str, str]:
    """The rest of that address, which no field on the screen writes."""
    return {word: value for word, value in address.items() if word not in st.session_state}


def perform(
    action: Callable[..., Any], *args: Any, done: str, then: Callable[[Any], None] | None = None, **fields: Any
) -> None:
    """Run a verb on behalf of the person, commit, keep the message, and draw the page anew; ``then`` is called before
    that with what the verb returned, and may lead to another page.

    The rerun happens after the commit: inside the transaction it would roll it back. A refusal is shown in place, what
    was typed stays, nothing is written.
    """
    try:
        if is_past():
            raise Invalid(as_of=past())
        with transaction() as session:
            made = action(session, *args, by=actor(), at=now(), **fields)
    except Refusal as refusal:
        show(refusal)
        return
    st.session_state[_MESSAGE] = done
    if then is not None:
        then(made)
    st.rerun()


def note(action: Callable[..., Any], *args: Any, **fields: Any) -> None:
    """As ``perform``, for what is kept while somebody types: nothing is said, and the page is not drawn anew."""
    try:
        with transaction() as session:
            action(session, *args, by=actor(), at=now(), **fields)
    except Refusal as refusal:
        show(refusal)


def held(key: str, made: Made) -> Made:
    """What a table was drawn with when it came onto the screen, for as long as it stays there under that key.

    Rows that change meanwhile would take the cell from under the fingers of who types.
    """
    if key not in st.session_state or st.session_state.get(_HELD, (None,))[0] != key:
        st.session_state[_HELD] = key, made
    return st.session_state[_HELD][1]


def announce(done: str) -> None:
    """Keep what was done to be said on the page that is drawn anew."""
    st.session_state[_MESSAGE] = done
    st.rerun()


def show(refusal: Refusal) -> None:
    """A refusal in place, in words."""
    lines = [plain(str(refusal))]
    match refusal:
        case GateClosed(report=report):
            lines = ["It cannot move on yet. Missing:"]
            lines += [f"- {plain(f'{r.check.title} — {r.check.side}: {r.hint}')}" for r in report.missing]
        case Ungraded(quarter=quarter, missing=missing):
            lines = [f"{quarter} cannot be closed yet. Missing:"]
            lines += [f"- **{key}** {plain(' '.join(sentences))}" for key, sentences in missing.items()]
        case Stale(changes=changes):
            lines += [f"- {plain(change)}" for change in changes]
    st.error("\n".join(lines))


def pending_message() -> None:
    """What the last change did, said once, on the page that follows it."""
    if message := st.session_state.pop(_MESSAGE, None):
        st.toast(plain(message), icon=":material/check:")
