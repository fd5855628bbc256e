"""What pipelines tell over HTTP: once or many times, stored whole or refused by the place in the batch."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlmodel import select

from core.db import transaction
from core.model import ContractCheck, Deployment, ProductUse, QualityResult, Table, TokenScope
from tests.api.conftest import Client, token
from tests.cast import Cast, lines, on_sqlite

AT = "2026-03-01T09:00:00Z"
DEPLOYED = {"product": "DP-1", "target": "prod", "at": AT, "succeeded": True, "url": "https://ci.example.com/1"}
CHECKED = {"product": "DP-1", "revision": "9f2c1e0", "at": AT, "passed": True}
TESTED = {"product": "DP-1", "on": "2026-03-01", "passed": True}
USED = {"product": "DP-1", "domain": "QUA", "on": "2026-03-01", "people": 3}
EACH: list[Any] = [
    pytest.param("/deployments", DEPLOYED, {"succeeded": False}, Deployment, id="deployments"),
    pytest.param("/contract-checks", CHECKED, {"passed": False}, ContractCheck, id="contract-checks"),
    pytest.param("/quality-results", TESTED, {"passed": False}, QualityResult, id="quality-results"),
    pytest.param("/product-uses", USED, {"people": 4}, ProductUse, id="product-uses"),
]
SAYS: dict[type[Table], str] = {
    Deployment: "deployment.recorded",
    ContractCheck: "contract_check.recorded",
    QualityResult: "quality_result.recorded",
    ProductUse: "product_use.recorded",
}


@pytest.mark.parametrize(("path", "told", "otherwise", "table"), EACH)
def test_new_changed_and_same_entries_are_told_apart(
    pusher: httpx.Client, cast: Cast, path: str, told: dict[str, Any], otherwise: dict[str, Any], table: type[Table]
):
    for body, answer in (
        (told, (1, 0, 0)),
        ([told, told], (0, 0, 2)),
        (told | otherwise, (0, 1, 0)),
        (told | otherwise, (0, 0, 1)),
    ):
        found = pusher.post(path, json=body)
        assert (found.status_code, tuple(found.json().values())) == (200, answer)
    with transaction() as session:
        (row,) = session.exec(select(table))
    assert {**told, **otherwise}.items() >= {name: getattr(row, name) for name in otherwise}.items()
    said = [line for line in lines("DP-1") if line.kind == SAYS[table]]
    assert [line.by_id for line in said] == [cast.engineer.id] * 2
    assert said[0].changes == {"source": [None, "api:push_readings"], "new": [None, 1]}


def test_a_deployment_keeps_who_told_it_and_where_it_is_seen(pusher: httpx.Client):
    pusher.post("/deployments", json=[DEPLOYED, DEPLOYED | {"target": "test", "by_pipeline": False}])
    with transaction() as session:
        rows = session.exec(select(Deployment).order_by(Deployment.target)).all()
    assert [(row.target, row.by_pipeline, row.source) for row in rows] == [
        ("prod", True, "api:push_readings"),
        ("test", False, "api:push_readings"),
    ]
    assert rows[0].url == "https://ci.example.com/1"


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"product": "DP-99"}, "product"),
        ({"at": "2126-03-01T09:00:00Z"}, "at"),
        ({"at": "2026-03-01"}, "at"),
        ({"target": " "}, "target"),
        ({"succeeded": 1}, "succeeded"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://user:secret@example.com"}, "url"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_one_wrong_entry_refuses_the_batch_by_its_place(pusher: httpx.Client, wrong: dict[str, Any], field: str):
    refusal = pusher.post("/deployments", json=[DEPLOYED, DEPLOYED | wrong])
    assert (refusal.status_code, refusal.json()["detail"][0]["loc"]) == (422, ["body", 1, field])
    assert pusher.post("/deployments", json=DEPLOYED | wrong).json()["detail"][0]["loc"] == ["body", field]
    with transaction() as session:
        assert session.exec(select(Deployment)).all() == []


@on_sqlite
def test_two_entries_that_say_otherwise_of_the_same_one_are_refused(pusher: httpx.Client):
    refusal = pusher.post("/quality-results", json=[TESTED, TESTED | {"passed": False}])
    assert refusal.json()["detail"] == [{"loc": ["body", 1, "on"], "msg": "Entry 0 says otherwise of the same one."}]


@on_sqlite
def test_a_token_that_reads_pushes_nothing(cast: Cast, client: Client):
    reader = client(token(cast.engineer, TokenScope.READ))
    assert [reader.post(path, json=[]).status_code for path in ("/deployments", "/quality-results")] == [403, 403]


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "field"), [({"domain": "XYZ"}, "domain"), ({"people": -1}, "people"), ({"people": 1.5}, "people")]
)
def test_a_use_names_a_domain_and_a_number_of_people(pusher: httpx.Client, wrong: dict[str, Any], field: str):
    refusal = pusher.post("/product-uses", json=[USED, USED | wrong])
    assert (refusal.status_code, refusal.json()["detail"][0]["loc"]) == (422, ["body", 1, field])
