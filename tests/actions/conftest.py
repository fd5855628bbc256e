from __future__ import annotations

import pytest

from tests.cast import Cast, gather


@pytest.fixture
def cast(database_url: str) -> Cast:
    """The people of the tests, in a fresh database of each kind."""
    return gather()
