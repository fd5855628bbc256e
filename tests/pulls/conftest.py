from __future__ import annotations

import pytest

from core.actions import metrics
from tests.cast import Cast, do, gather


@pytest.fixture
def cast(database_url: str) -> Cast:
    """The people of the tests and the metric “users”, in a fresh database of each kind."""
    cast = gather()
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    return cast
