from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.actions.policy import change_policy
from core.db import snapshot, transaction
from core.model import Phase, PolicyValue
from core.policy import KEYS, MEANINGS, Policy, policy_on
from tests.cast import NOW, TODAY, day, do, gather


def test_where_nothing_was_decided_the_defaults_apply(database_url: str):
    assert on(0) == Policy()
    assert (Policy().on_track_gap, Policy().behind_gap, Policy().maintain_success) == (0.10, 0.25, 0.90)


def test_a_change_applies_from_its_day_on_and_never_backwards(database_url: str):
    admin = gather().admin
    do(change_policy, "behind_gap", 0.3, by=admin, since=TODAY)
    do(change_policy, "behind_gap", 0.4, by=admin, since=TODAY + timedelta(days=10))
    do(change_policy, "stale_log_days", 7, by=admin, at=day(5), since=TODAY + timedelta(days=5))
    assert [on(n).behind_gap for n in (-1, 0, 9, 10, 400)] == [0.25, 0.3, 0.3, 0.4, 0.4]
    assert on(10) == replace(Policy(), behind_gap=0.4, stale_log_days=7)


def test_a_threshold_that_the_program_no_longer_knows_is_passed_over(database_url: str):
    by = gather().admin
    with transaction() as session:
        session.add(PolicyValue(key="of_old", value=1, since=TODAY, by_id=by.id))
    assert on(0) == Policy()


def test_each_phase_has_its_share_of_the_data_team_until_it_is_completed():
    shares = [Policy().data_team_share(phase) for phase in Phase]
    assert shares == [0.5, 0.7, 0.4, 0.1, None]


def on(n: int) -> Policy:
    with snapshot() as session:
        return policy_on(session, (NOW + timedelta(days=n)).date())


def test_every_threshold_says_what_it_decides():
    assert set(MEANINGS) == set(KEYS)
