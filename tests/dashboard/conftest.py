from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast, gather
from tests.conftest import opened


@pytest.fixture
def cast(fresh_sqlite: str) -> Iterator[Cast]:
    """The people of the tests, in a fresh database: pages do not care of which kind."""
    with opened(fresh_sqlite):
        yield gather()
