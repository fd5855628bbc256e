from __future__ import annotations

from typing import Any

import pytest

from core.actions import metrics
from core.errors import Invalid, NotAllowed
from core.model import Direction, MetricKind
from tests.cast import Cast, do, lines, on_sqlite, refused


def test_a_metric_says_what_is_good(cast: Cast):
    wait = {"key": "onboarding", "name": "Onboarding time", "unit": "min", "good": Direction.DOWN, "high": 15}
    found = do(metrics.define_metric, by=cast.engineer, owner="olga@example.com", **wait)
    assert (found.kind, found.good, found.high, found.refresh_days) == (MetricKind.PLATFORM, Direction.DOWN, 15, 7)
    assert found.owner_id == cast.owner.id


def test_a_metric_is_edited_but_for_its_key(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    changes = do(metrics.edit_metric, "users", by=cast.engineer, name="Active users", low=10, refresh_days=1)
    assert changes == {"name": ("Users", "Active users"), "low": (None, 10.0), "refresh_days": (7, 1)}
    assert lines("users")[-1].kind == "metric.changed"


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"key": ""}, "key"),
        ({"key": "taken"}, "key"),
        ({"name": " "}, "name"),
        ({"low": 2, "high": 1}, "low"),
        ({"refresh_days": 0}, "refresh_days"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    do(metrics.define_metric, by=cast.engineer, key="taken", name="T")
    given = {"key": "users", "name": "Users"} | fields
    assert list(refused(Invalid, metrics.define_metric, by=cast.engineer, **given).fields) == [named]


def test_the_data_team_defines_metrics(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Users")
    for actor in (cast.owner, cast.contributor, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, metrics.define_metric, by=actor, key="other", name="O")
        refused(NotAllowed, metrics.edit_metric, "users", by=actor, name="O")
