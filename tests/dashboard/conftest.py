from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from tests.cast import Cast, gather
from tests.conftest import opened


@pytest.fixture
def cast(fresh_sqlite: str) -> Iterator[Cast]:
    """The people of the tests, in a fresh database: pages do not care of which kind."""
    with opened(fresh_sqlite):
        yield gather()


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """What an app keeps is of one database; every test has its own."""
    st.cache_resource.clear()
