"""Events of OpenLineage over HTTP, sent by its own client and by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import DatasetFacet, symlinks_dataset
from openlineage.client.transport.http import HttpConfig, HttpTransport, create_token_provider

from core.actions import ports
from core.model import ObservedFlow, ObservedInput, TokenScope
from tests.api.conftest import Client, token
from tests.cast import Cast, do, lines, on_sqlite, product
from tests.pulls.stored import all_of

POSTGRES = "postgres://mes.example.com:5432"
ORDERS, RATES = "mes.public.orders", "main.qua.scrap_rates"
PRODUCER = "https://example.com/scheduler"


@pytest.fixture
def served(cast: Cast) -> str:
    """DP-1 of Manufacturing and a product of Quality, each with its table. The key of the second."""
    do(ports.add_port, "DP-1", by=cast.engineer, direction="output", name="Table", location=ORDERS)
    rates = product(cast, name="Scrap rates", domain="QUA")
    do(ports.add_port, rates, by=cast.engineer, direction="output", name="Table", location=RATES)
    return rates


def event(state: str = "COMPLETE", at: str = "2026-03-01T09:00:00.123456Z", **changes: Any) -> dict[str, Any]:
    return {
        "eventType": state,
        "eventTime": at,
        "producer": PRODUCER,
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": "0197f5b8-4a1e-7000-8000-000000000000", "facets": {}},
        "job": {"namespace": "airflow", "name": "scrap.rates"},
        "inputs": [{"namespace": POSTGRES, "name": ORDERS, "inputFacets": {}}],
        "outputs": [{"namespace": "unitycatalog://lake", "name": RATES}],
    } | changes


def days() -> list[str]:
    return [f"{row.first_on} {row.last_on} {row.source}" for row in all_of(ObservedFlow)]


def test_the_client_of_the_standard_delivers_a_run_to_its_own_address(cast: Cast, served: str, api_url: str):
    bearer = create_token_provider({"type": "api_key", "apiKey": token(cast.engineer, TokenScope.PUSH_READINGS)})
    transport = HttpTransport(HttpConfig(url=api_url.removesuffix("/api"), auth=bearer))
    named = symlinks_dataset.Identifier("unitycatalog://lake", RATES, "TABLE")
    files: dict[str, DatasetFacet] = {"symlinks": symlinks_dataset.SymlinksDatasetFacet([named])}
    OpenLineageClient(transport=transport).emit(
        RunEvent(
            eventType=RunState.COMPLETE,
            eventTime="2026-03-01T23:30:00-02:00",
            run=Run(str(UUID(int=7))),
            job=Job("airflow", "scrap.rates"),
            inputs=[InputDataset(POSTGRES, ORDERS)],
            outputs=[OutputDataset("s3://lake", "tables/7f3a", facets=files)],
            producer=PRODUCER,
        )
    )
    assert days() == ["2026-03-02 2026-03-02 api:push_readings"]
    assert len(all_of(ObservedInput)) == 1


def test_events_widen_the_days_and_the_same_event_changes_nothing(pusher: httpx.Client, served: str):
    first = pusher.post("/v1/lineage", json=event())
    assert (first.status_code, first.json()) == (200, {"seen": 1, "changed": 2, "remark": ""})
    again = pusher.post("/v1/lineage", json=[event(), event(at="2026-02-01T09:00:00Z"), event(at="2026-03-05T09:00Z")])
    assert (again.json()["seen"], days()) == (3, ["2026-02-01 2026-03-05 api:push_readings"])
    before = lines()
    assert pusher.post("/v1/lineage", json=event()).json()["changed"] == 0
    assert lines() == before


@on_sqlite
def test_a_port_may_name_the_dataset_with_the_place_where_it_lies(pusher: httpx.Client, served: str, cast: Cast):
    do(ports.add_port, served, by=cast.engineer, direction="output", name="Topic", location="kafka://broker:9092/rates")
    pusher.post("/v1/lineage", json=event(outputs=[{"namespace": "kafka://broker:9092", "name": "rates"}]))
    assert len(all_of(ObservedInput)) == 1


@on_sqlite
@pytest.mark.parametrize("state", ["START", "FAIL", "ABORT", "OTHER"])
def test_a_run_that_has_made_nothing_leaves_no_lineage(pusher: httpx.Client, served: str, state: str):
    assert pusher.post("/v1/lineage", json=event(state)).json() == {"seen": 0, "changed": 0, "remark": ""}
    assert days() == []


@on_sqlite
def test_events_of_jobs_and_datasets_are_taken_and_leave_nothing(pusher: httpx.Client, served: str):
    for left in ("eventType", "run"), ("eventType", "run", "job", "inputs", "outputs"):
        told = {name: value for name, value in event().items() if name not in left}
        assert pusher.post("/v1/lineage", json=told).status_code == 200
    assert days() == []


@on_sqlite
def test_unknown_tables_and_days_ahead_are_left_out_and_told(pusher: httpx.Client, served: str):
    unknown = event(inputs=[{"namespace": POSTGRES, "name": "mes.public.nothing"}])
    told = pusher.post("/v1/lineage", json=[unknown, event(at="2126-03-01T09:00:00Z")]).json()
    assert (told["seen"], told["changed"]) == (2, 0)
    assert "belong to no data product and to no domain" in told["remark"]
    assert "lies ahead" in told["remark"]


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "way"),
    [
        ({"eventTime": "2026-03-01"}, ["eventTime"]),
        ({"eventType": "DONE"}, ["eventType"]),
        ({"inputs": [{"name": ORDERS}]}, ["inputs", 0, "namespace"]),
        ({"outputs": [{"namespace": POSTGRES, "name": "a\0b"}]}, ["outputs", 0, "name"]),
    ],
)
def test_an_event_that_is_not_as_specified_is_refused_by_the_field(pusher: httpx.Client, wrong, way):
    refusal = pusher.post("/v1/lineage", json=event() | wrong)
    assert (refusal.status_code, refusal.json()["detail"][0]["loc"]) == (422, ["body", *way])


@on_sqlite
def test_a_short_body_that_tells_millions_of_pairs_is_refused_at_once(pusher: httpx.Client, served: str):
    many = [{"namespace": "s3://lake", "name": f"t{n}"} for n in range(320)]
    refusal = pusher.post("/v1/lineage", json=[event(inputs=many, outputs=many), event()])
    assert (refusal.status_code, refusal.json()["detail"][0]["loc"]) == (422, ["body"])
    assert "102,401 pairs" in refusal.json()["detail"][0]["msg"]
    assert days() == []


@on_sqlite
def test_only_a_token_that_pushes_may_tell_of_runs(client: Client, reader: httpx.Client):
    assert [one.post("/v1/lineage", json=event()).status_code for one in (client(), reader)] == [401, 403]
