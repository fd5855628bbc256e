"""Readings over HTTP: pushed once or many times, read page by page, refused by their place in the batch."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from core.access import actor_with
from core.actions import people
from core.db import transaction
from core.model import Reading, Role, TokenScope
from core.queries.feed import readings_of
from core.rules.derived import DERIVED
from core.sources.contract import Limits, MetricRead
from core.sources.http_json import HttpJson
from core.sources.http_json_settings import HttpJsonSettings
from tests.api.conftest import Client, token
from tests.cast import Cast, do, lines, on_sqlite

AT = "2026-03-01T09:00:00Z"
EVERYWHERE = {"metric": "users", "at": AT, "value": 132}
EVERY_PLACE = [
    EVERYWHERE,
    {"metric": "users", "at": AT, "value": 12, "domain": "MES"},
    {"metric": "users", "at": AT, "value": 7.5, "workspace": "mes-prod"},
    {"metric": "scrap", "at": AT, "value": -4, "domain": None},
]


def test_a_reading_is_stored_on_behalf_of_who_issued_the_token(pusher: httpx.Client, cast: Cast):
    assert answered(pusher.post("/readings", json=EVERYWHERE)) == {"new": 1, "changed": 0, "same": 0}
    (line,) = lines("users")[-1:]
    assert (line.kind, line.by_id) == ("readings.stored", cast.engineer.id)
    assert line.changes["source"] == [None, "api:push_readings"]


def test_a_batch_of_any_metrics_and_places_is_stored_at_once(pusher: httpx.Client, reader: httpx.Client):
    assert answered(pusher.post("/readings", json=EVERY_PLACE)) == {"new": 4, "changed": 0, "same": 0}
    found = answered(reader.get("/readings", params={"metric": "users"}))["readings"]
    assert [(one["value"], one["domain"], one["workspace"]) for one in found] == [
        (132, None, None),
        (12, "MES", None),
        (7.5, None, "mes-prod"),
    ]


def test_the_same_push_twice_stores_nothing_new(pusher: httpx.Client):
    pusher.post("/readings", json=EVERY_PLACE)
    before, told = stored(), len(lines())
    assert answered(pusher.post("/readings", json=EVERY_PLACE)) == {"new": 0, "changed": 0, "same": 4}
    assert (stored(), len(lines())) == (before, told)


def test_new_changed_and_same_readings_are_told_apart(pusher: httpx.Client):
    pusher.post("/readings", json=EVERY_PLACE)
    later = [
        EVERYWHERE,
        EVERY_PLACE[1] | {"value": 13},
        EVERYWHERE | {"at": "2026-03-02T09:00:00Z"},
        EVERYWHERE | {"at": "2026-03-02T10:00:00+01:00"},
    ]
    assert answered(pusher.post("/readings", json=later)) == {"new": 1, "changed": 1, "same": 2}


def test_a_batch_of_ten_thousand_is_taken_and_one_more_is_not(pusher: httpx.Client):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    batch = [EVERYWHERE | {"at": (start + timedelta(minutes=n)).isoformat()} for n in range(10_001)]
    assert answered(pusher.post("/readings", json=batch[:-1]))["new"] == 10_000
    assert answered(pusher.post("/readings", json=batch[:-1]))["same"] == 10_000
    refusal = pusher.post("/readings", json=batch)
    assert (refusal.status_code, "10000" in refusal.text) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"metric": "user"}, "metric"),
        ({"domain": "MESS"}, "domain"),
        ({"workspace": "mes-test"}, "workspace"),
        ({"domain": "MES", "workspace": "mes-prod"}, "workspace"),
        ({"at": "2026-03-01T09:00:00"}, "at"),
        ({"at": "2026-03-01"}, "at"),
        ({"at": 1772355600}, "at"),
        ({"at": "2026-02-30T09:00:00Z"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"value": "12"}, "value"),
        ({"value": None}, "value"),
        ({"value": True}, "value"),
        ({"value": 10**400}, "value"),
        ({"value": 13, "at": "2026-03-01T10:00:00+01:00"}, "value"),
        ({"metric": "us\0ers"}, "metric"),
        ({"metric": next(iter(DERIVED))}, "metric"),
        ({"metric": ""}, "metric"),
        ({"colour": "red"}, "colour"),
    ],
)
@on_sqlite
def test_a_reading_that_does_not_fit_is_refused_by_its_place_and_nothing_is_stored(
    pusher: httpx.Client, wrong: dict[str, Any], field: str
):
    refusal = pusher.post("/readings", json=[EVERYWHERE, EVERYWHERE | {"domain": "QUA"}, EVERYWHERE | wrong])
    assert refusal.status_code == 422
    (fault,) = refusal.json()["detail"]
    assert fault["loc"] == ["body", 2, field]
    assert fault["msg"].endswith(".")
    assert stored() == []


@on_sqlite
def test_of_a_single_reading_the_field_alone_is_named(pusher: httpx.Client):
    for wrong, field in (({"metric": "user"}, "metric"), ({"at": "soon"}, "at")):
        refusal = pusher.post("/readings", json=EVERYWHERE | wrong)
        assert [fault["loc"] for fault in refusal.json()["detail"]] == [["body", field]]


@on_sqlite
def test_a_metric_and_a_place_with_any_name_are_refused_and_not_failed_on(pusher: httpx.Client):
    for name in ("'; DROP TABLE reading; --", "\ud800", "Größe", "a" * 81):
        raw = json.dumps(EVERYWHERE | {"metric": name}).encode()
        assert pusher.post("/readings", content=raw, headers={"content-type": "application/json"}).status_code == 422


@on_sqlite
@pytest.mark.parametrize("raw", ["", "{", "[]", "[[]]", "null", "7", '"users"', "[" * 100_000, '{"value": NaN}'])
def test_a_body_of_another_shape_is_refused(pusher: httpx.Client, raw: str):
    refusal = pusher.post("/readings", content=raw, headers={"content-type": "application/json"})
    assert refusal.status_code in (400, 422)
    assert refusal.json()["detail"]


def test_values_that_json_does_not_know_are_refused(pusher: httpx.Client):
    for value in ("NaN", "Infinity", "-Infinity", "1e999"):
        raw = json.dumps(EVERYWHERE).replace("132", value)
        refusal = pusher.post("/readings", content=raw, headers={"content-type": "application/json"})
        assert refusal.json()["detail"][0]["loc"] == ["body", "value"]


def test_a_person_pushes_only_where_that_person_may(cast: Cast, client: Client):
    person = do(people.add_person, by=cast.admin, email="mia@example.com", name="Mia")
    do(people.grant, person.email, Role.DATA_TEAM, by=cast.admin, domain="MES")
    with transaction() as session:
        mia = actor_with(session, person.email)
    hers = client(token(mia, TokenScope.PUSH_READINGS))
    assert answered(hers.post("/readings", json=EVERY_PLACE[1:3]))["new"] == 2
    refusal = hers.post("/readings", json=EVERYWHERE)
    assert (refusal.status_code, "Mia may not" in refusal.json()["detail"]) == (403, True)


def test_readings_come_page_by_page_through_the_link_header(pusher: httpx.Client, reader: httpx.Client):
    pusher.post("/readings", json=[*EVERY_PLACE[:3], EVERYWHERE | {"at": "2026-03-02T09:00:00Z"}])
    found, url = [], httpx.URL("/readings", params={"metric": "users", "limit": 2})
    while True:
        page = reader.get(url)
        found += answered(page)["readings"]
        if "next" not in page.links:
            break
        url = page.url.join(page.links["next"]["url"])
    assert [one["value"] for one in found] == [132, 12, 7.5, 132]


def test_readings_from_a_time_on_include_that_time(pusher: httpx.Client, reader: httpx.Client):
    pusher.post("/readings", json=[EVERYWHERE, EVERYWHERE | {"at": "2026-03-02T09:00:00Z", "value": 133}])
    for since, values in ((AT, [132, 133]), ("2026-03-01T11:00:00+01:00", [133]), ("2026-03-03T00:00:00Z", [])):
        found = answered(reader.get("/readings", params={"metric": "users", "since": since}))
        assert [one["value"] for one in found["readings"]] == values


def test_our_own_source_reads_what_the_interface_gives(pusher: httpx.Client, cast: Cast, api_url: str):
    pusher.post("/readings", json=EVERY_PLACE[:3])
    entry = {
        "name": "uptake",
        "url": f"{api_url}/readings",
        "query": {"metric": "users", "limit": 1},
        "headers": {"authorization": f"Bearer {token(cast.stranger, TokenScope.READ)}"},
        "items": "$.readings",
        "fields": {"at": "$.at", "value": "$.value", "domain": "$.domain", "workspace": "$.workspace"},
        "metric": "users",
        "paging": {"by": "link"},
    }
    at = datetime.fromisoformat(AT)
    assert list(HttpJson(HttpJsonSettings.model_validate(entry)).fetch(None, Limits())) == [
        MetricRead("users", at, 132),
        MetricRead("users", at, 12, "MES"),
        MetricRead("users", at, 7.5, None, "mes-prod"),
    ]


def test_metrics_are_listed_with_their_band(reader: httpx.Client):
    found = answered(reader.get("/metrics"))["metrics"]
    assert [one["key"] for one in found if one["key"] in ("users", "scrap")] == ["scrap", "users"]
    assert {"name", "unit", "good", "low", "high", "refresh_days", "kind", "description"} <= found[0].keys()


@on_sqlite
def test_what_is_not_there_is_told(reader: httpx.Client):
    unknown = reader.get("/readings", params={"metric": "user"})
    assert (unknown.status_code, "“user”" in unknown.json()["detail"]) == (404, True)
    assert reader.get("/nothing").json() == {"detail": "Not Found"}
    assert reader.delete("/readings").json() == {"detail": "Method Not Allowed"}
    wrongs: list[dict[str, Any]] = [
        {"since": "yesterday"},
        {"limit": 0},
        {"after": -1},
        {"after": 2**63},
        {"metric": "\0"},
    ]
    for wrong in wrongs:
        assert reader.get("/readings", params={"metric": "users"} | wrong).status_code == 422


@on_sqlite
def test_a_failure_that_nobody_foresaw_tells_nothing_of_the_program(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
):
    def fail(_session: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr("core.api.readings.metric_definitions", fail)
    failure = reader.get("/metrics")
    assert (failure.status_code, failure.json()) == (500, {"detail": "The program failed. Its log says how."})


PLACES = st.sampled_from([{}, {"domain": "MES"}, {"domain": "QUA"}, {"workspace": "mes-prod"}])
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))  # noqa: DTZ001
READINGS = st.builds(
    lambda metric, place, at, value: {"metric": metric, "at": at.isoformat(), "value": value, **place},
    st.sampled_from(["users", "scrap"]),
    PLACES,
    TIMES.map(lambda at: at.replace(minute=0, second=0, microsecond=0)),
    st.floats(allow_nan=False, allow_infinity=False),
)
BATCHES = st.lists(
    READINGS,
    min_size=1,
    max_size=12,
    unique_by=lambda one: (one["metric"], one["at"], one.get("domain", one.get("workspace"))),
)


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=BATCHES, order=st.randoms(use_true_random=False), cuts=st.lists(st.integers(1, 11), max_size=3))
@pytest.mark.usefixtures("patient")
def test_pushing_in_any_order_and_any_batches_gives_the_same_rows(
    pusher: httpx.Client, batch: list[dict[str, Any]], order: Any, cuts: list[int]
):
    forget()
    assert answered(pusher.post("/readings", json=batch))["new"] == len(batch)
    at_once = stored()
    forget()
    shuffled = order.sample(batch, len(batch)) + order.sample(batch, len(batch) // 2)
    edges = [0, *sorted({min(cut, len(shuffled)) for cut in cuts} - {0, len(shuffled)}), len(shuffled)]
    answers = [answered(pusher.post("/readings", json=shuffled[start:end])) for start, end in itertools.pairwise(edges)]
    assert sum(answer["new"] for answer in answers) == len(batch)
    assert sum(answer["changed"] for answer in answers) == 0
    assert sum(answer["same"] for answer in answers) == len(batch) // 2
    assert stored() == at_once


def stored() -> list[tuple[Any, ...]]:
    with transaction() as session:
        return [
            (metric, row.at, row.value, row.domain, row.workspace)
            for metric in ("scrap", "users")
            for row in sorted(
                readings_of(session, metric, since=None, after=0, limit=20_000),
                key=lambda row: (row.at, row.domain or "", row.workspace or ""),
            )
        ]


def forget() -> None:
    with transaction() as session:
        session.exec(delete(Reading).where(col(Reading.id).in_(select(Reading.id))))


def answered(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    return response.json()
