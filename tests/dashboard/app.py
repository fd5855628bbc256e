"""The app without a browser: its real entrypoint, opened at a page on behalf of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.components.text import NO_BREAK
from dashboard.navigation import file_of
from dashboard.session import AS_OF, PERSON

ENTRYPOINT = Path(__file__).parents[2] / "dashboard" / "app.py"
SECONDS = 15


def open_page(name: str, *, person: str, **address: str) -> AppTest:
    """The page as that person (an e-mail) sees it under that address; it fails where the page does."""
    at = AppTest.from_file(ENTRYPOINT, default_timeout=SECONDS)
    at.session_state[PERSON] = person
    if as_of := address.pop("as_of", None):
        at.session_state[AS_OF] = date.fromisoformat(as_of)
    at.run()
    for word, value in address.items():
        at.query_params[word] = value
    at.switch_page(file_of(name))
    return settled(at)


def settled(at: AppTest) -> AppTest:
    """After one more run, without an exception."""
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """Everything that the page says in words, a line each, with every space a plain one."""
    parts = (*at.title, *at.subheader, *at.markdown, *at.caption, *at.info, *at.error, *at.warning)
    told = "\n".join([*(part.value for part in parts), *(f"{m.label} {m.value}" for m in at.metric)])
    return told.replace(NO_BREAK, " ")


def through_dialog(at: AppTest, opener: str, go: str, **typed: object) -> AppTest:
    """Open a dialog by its button, fill in widgets by key, and submit.

    A run of AppTest is always one of the whole script, so the opener is pressed again together with the submission.
    """
    at.button(key=opener).click().run()
    for key, value in typed.items():
        next(widget for widget in _widgets(at) if widget.key == key).set_value(value)
    at.button(key=opener).click()
    at.button(key=go).click()
    return settled(at)


def _widgets(at: AppTest) -> Iterator[Any]:
    for kind in (at.text_input, at.text_area, at.number_input, at.selectbox, at.date_input, at.checkbox, at.radio):
        yield from kind
