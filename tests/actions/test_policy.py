from __future__ import annotations

from datetime import timedelta

import pytest

from core.actions.policy import change_policy
from core.errors import Invalid, NotAllowed
from tests.cast import TODAY, Cast, do, lines, on_sqlite, refused


def test_a_threshold_changes_from_a_day_on(cast: Cast):
    row = do(change_policy, "behind_gap", 0.3, by=cast.admin, since=TODAY)
    assert (row.key, row.value, row.since) == ("behind_gap", 0.3, TODAY)
    assert lines("behind_gap")[-1].changes == {"behind_gap": [0.25, 0.3], "since": [None, "2026-10-05"]}


def test_what_was_decided_for_a_day_can_be_decided_anew(cast: Cast):
    for value in (0.3, 0.4):
        do(change_policy, "behind_gap", value, by=cast.admin, since=TODAY + timedelta(days=7))
    assert lines("behind_gap")[-1].changes["behind_gap"] == [0.3, 0.4]


@on_sqlite
@pytest.mark.parametrize(
    ("key", "value", "since", "named"),
    [
        ("behind_gap", 0.3, TODAY - timedelta(days=1), "since"),
        ("no_such", 0.3, TODAY, "key"),
        ("behind_gap", 30, TODAY, "value"),
        ("behind_gap", 0.05, TODAY, "value"),
        ("data_team_share_intake", 1.01, TODAY, "value"),
        ("stale_log_days", -1, TODAY, "value"),
        ("stale_log_days", float("nan"), TODAY, "value"),
    ],
)
def test_a_threshold_that_does_not_fit_is_refused(cast: Cast, key: str, value: float, since: object, named: str):
    assert list(refused(Invalid, change_policy, key, value, by=cast.admin, since=since).fields) == [named]


def test_only_an_admin_changes_the_policy(cast: Cast):
    for actor in (cast.manager, cast.owner, cast.engineer, cast.contributor, cast.stranger):
        refused(NotAllowed, change_policy, "behind_gap", 0.3, by=actor, since=TODAY)
