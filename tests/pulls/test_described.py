"""Catalogues only know how their tables are now; the share of described columns keeps a history of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import col

from core.actions import bindings, metrics, observations
from core.actions.observations import Tally
from core.db import snapshot
from core.model import Objective, Reading, Register
from core.queries.key_results import Standing, standings
from core.rules.status import DEFAULTS
from core.sources.contract import Observation
from tests.cast import Cast, day, do, movement
from tests.pulls.outside import table
from tests.pulls.stored import all_of


def see(cast: Cast, n: int, *seen: Observation) -> Tally:
    return do(observations.store, seen, by=cast.engineer, at=day(n), source="catalog", whole=True)


def shown(n: int) -> Standing:
    with snapshot() as session:
        (found,) = standings(session, col(Objective.id) > 0, as_of=day(n).date(), thresholds=DEFAULTS)
    return found


def test_each_look_at_a_catalogue_keeps_the_share_of_all_and_of_each_domain(cast: Cast):
    do(metrics.adopt_default_metrics, by=cast.engineer)
    see(cast, 0, table(columns=3, described=1), table("main.free.one", domain=None, columns=1, described=1))
    everywhere, of_domain = all_of(Reading)
    assert (everywhere.domain_id, everywhere.value, everywhere.source) == (None, 50, "catalog")
    assert (of_domain.domain_id is not None, round(of_domain.value, 1)) == (True, 33.3)
    assert everywhere.at == datetime(2026, 10, 5, tzinfo=UTC)


def test_the_same_day_keeps_its_last_look_and_another_day_is_another_reading(cast: Cast):
    do(metrics.adopt_default_metrics, by=cast.engineer)
    for n, described in ((0, 1), (0, 2), (1, 2)):
        tally = see(cast, n, table(columns=4, described=described, domain=None))
    assert [reading.value for reading in all_of(Reading)] == [50, 50]
    assert tally.changes() == {"readings_changed": 1}
    assert see(cast, 1, table(columns=4, described=2, domain=None)).changes() == {}


def test_a_key_result_follows_it_back_to_any_day(cast: Cast):
    do(metrics.adopt_default_metrics, by=cast.engineer)
    key = movement(cast, baseline=0, target=100).key
    do(bindings.bind, key, by=cast.owner, source=Register.COLUMNS_DESCRIBED, domain="MES")
    see(cast, 1, table(columns=4, described=1))
    see(cast, 8, table(columns=4, described=3))
    assert [shown(n).assessment.value for n in (0, 1, 7, 8)] == [None, 25, 25, 75]
    assert (shown(8).unit, shown(8).assessment.outage) == ("%", None)
    assert shown(19).assessment.outage is not None


def test_where_nobody_adopted_the_default_metrics_there_is_no_history(cast: Cast):
    see(cast, 0, table())
    assert all_of(Reading) == []
