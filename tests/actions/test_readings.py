from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlmodel import col, select

from core.access import Actor, actor_with
from core.actions import metrics, people, readings, workspaces
from core.actions.metrics import ReadingValue, store_readings
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Reading, Role
from tests.cast import NOW, Cast, day, do, lines, on_sqlite, refused


@pytest.fixture
def team(cast: Cast) -> Actor:
    """Has the metric “users” and the workspace “mes-prod” to write to."""
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod")
    return cast.engineer


EVERY_PLACE = [ReadingValue(NOW, 7.5), ReadingValue(NOW, 3, domain="MES"), ReadingValue(NOW, 1, workspace="mes-prod")]


def test_readings_are_stored_for_each_place_with_their_source(team: Actor):
    assert store(team, EVERY_PLACE) == 3
    found = stored()
    assert [row.value for row in found] == [7.5, 3, 1]
    assert [(row.domain_id is None, row.workspace_id is None) for row in found] == [
        (True, True),
        (False, True),
        (True, False),
    ]
    assert {(row.at, row.source, row.fetched_at) for row in found} == {(NOW, "catalog", NOW)}
    assert lines("users")[-1].changes == {"readings": [None, 3], "source": [None, "catalog"]}


def test_storing_the_same_again_changes_nothing(team: Actor):
    store(team, EVERY_PLACE)
    before, told = stored(), len(lines())
    assert do(store_readings, "users", EVERY_PLACE, by=team, at=day(1), source="other") == 0
    assert (stored(), len(lines())) == (before, told)


def test_another_value_for_the_same_time_takes_its_place(team: Actor):
    store(team, EVERY_PLACE)
    corrected = [*EVERY_PLACE[:2], ReadingValue(NOW, 2, workspace="mes-prod")]
    assert do(store_readings, "users", corrected, by=team, at=day(1), source="corrected") == 1
    assert [(row.value, row.source, row.fetched_at) for row in stored()] == [
        (7.5, "catalog", NOW),
        (3, "catalog", NOW),
        (2, "corrected", day(1)),
    ]


def test_one_time_is_one_time_in_every_zone(team: Actor):
    store(team, [ReadingValue(NOW, 7)])
    there = NOW.astimezone(timezone(timedelta(hours=5)))
    assert store(team, [ReadingValue(there, 7)]) == 0
    assert stored()[0].at == NOW


def test_the_last_of_several_for_one_time_counts(team: Actor):
    assert store(team, [ReadingValue(NOW, 1), ReadingValue(NOW, 2)]) == 1
    assert [row.value for row in stored()] == [2]


def test_many_readings_are_stored_in_blocks(team: Actor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readings, "BLOCK", 10)
    many = (ReadingValue(NOW + timedelta(minutes=n), n / 3) for n in range(25))
    assert store(team, many) == 25
    assert [row.value for row in stored()] == [n / 3 for n in range(25)]
    assert [line.changes["readings"] for line in lines("users")[1:]] == [[None, 25]]


def test_nothing_to_store_is_nothing_to_tell(team: Actor):
    assert store(team, []) == 0
    assert [line.kind for line in lines("users")] == ["metric.defined"]


@on_sqlite
@pytest.mark.parametrize(
    ("reading", "named"),
    [
        (ReadingValue(NOW, float("nan")), "value"),
        (ReadingValue(NOW, float("inf")), "value"),
        (ReadingValue(datetime(2026, 10, 5), 1), "at"),  # noqa: DTZ001 - that is what is refused
        (ReadingValue(NOW, 1, domain="MES", workspace="mes-prod"), "workspace"),
    ],
)
def test_a_reading_that_does_not_fit_is_refused_and_none_is_stored(team: Actor, reading: ReadingValue, named: str):
    refusal = refused(Invalid, store_readings, "users", [*EVERY_PLACE, reading], by=team, source="catalog")
    assert (list(refusal.fields), stored()) == ([named], [])


def test_a_place_that_is_not_there_is_named(team: Actor):
    for reading, what in (
        (ReadingValue(NOW, 1, domain="X"), "domain"),
        (ReadingValue(NOW, 1, workspace="X"), "workspace"),
    ):
        assert refused(NotFound, store_readings, "users", [reading], by=team, source="s").what == what
    assert refused(NotFound, store_readings, "nope", EVERY_PLACE, by=team, source="s").what == "metric"


@on_sqlite
@pytest.mark.parametrize("source", [" ", "x" * 81])
def test_readings_say_where_they_come_from(team: Actor, source: str):
    assert list(refused(Invalid, store_readings, "users", EVERY_PLACE, by=team, source=source).fields) == ["source"]


def test_a_team_of_one_domain_records_only_there(cast: Cast, team: Actor):
    do(people.grant, "sam@example.com", Role.DATA_TEAM, by=cast.admin, domain="MES")
    with transaction() as session:
        local = actor_with(session, "sam@example.com")
    assert store(local, EVERY_PLACE[1:]) == 2
    for elsewhere in (EVERY_PLACE[0], ReadingValue(NOW, 1, domain="QUA")):
        refused(NotAllowed, store_readings, "users", [elsewhere], by=local, source="s")
    refused(NotAllowed, store_readings, "users", EVERY_PLACE, by=cast.owner, source="s")


def store(by: Actor, values: object) -> int:
    return do(store_readings, "users", values, by=by, source="catalog")


def stored() -> list[Reading]:
    with transaction() as session:
        return list(session.exec(select(Reading).order_by(col(Reading.id))))
