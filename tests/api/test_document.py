"""The OpenAPI document keeps its word, whatever is sent; tried with requests that Schemathesis makes from it."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from core.api import api
from core.model import TokenScope
from tests.api.conftest import Client, token
from tests.cast import Cast, on_sqlite

OPERATIONS = [
    *(("/readings", "post"), ("/readings", "get"), ("/metrics", "get"), ("/webhooks/github", "post")),
    *(
        (path, "post")
        for path in ("/deployments", "/contract-checks", "/quality-results", "/product-uses", "/v1/lineage")
    ),
]
NOT_PROMISED = {
    "positive_data_acceptance",  # a document cannot say which metrics, domains and data products there are
    "max_response_time",
}


@on_sqlite
def test_the_document_names_every_operation_and_no_page_shows_it(cast: Cast, client: Client):
    document = client().get("/openapi.json").json()
    named = [(path, method) for path, methods in document["paths"].items() for method in methods]
    assert sorted(named) == sorted(OPERATIONS)
    assert document["servers"] == [{"url": "/api"}]
    assert [client().get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


@on_sqlite
@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_document_keeps_its_word(
    cast: Cast, api_url: str, path: str, method: str, mode: GenerationMode, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {"REPOSITORY": "acme/workspaces", "TOKEN": "ghp_read", "WEBHOOK_SECRET": "secret"}.items():
        monkeypatch.setenv(f"UPTAKE_GITHUB_{name}", value)
    load_all_checks()
    checks: list[Any] = [
        check for name, check in zip(CHECKS.get_all_names(), CHECKS.get_all(), strict=True) if name not in NOT_PROMISED
    ]
    scope = TokenScope.PUSH_READINGS if method == "post" else TokenScope.READ
    headers = {"Authorization": f"Bearer {token(cast.engineer, scope)}"}
    operation = schemathesis.openapi.from_dict(api.openapi())[path][method]

    @settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        if mode is GenerationMode.POSITIVE:
            name_what_is_there(case)
        case.call_and_validate(base_url=api_url, headers=headers, checks=checks)

    send()


def name_what_is_there(case: schemathesis.Case) -> None:
    """Else hardly any request would get past the names of metrics and places."""
    if "metric" in (case.query or {}):
        case.query["metric"] = "users"
    for reading in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(reading, dict) and "metric" in reading:
            reading.update({"metric": "users", "at": "2026-03-01T09:00:00Z", "domain": "MES", "workspace": None})
        if isinstance(reading, dict) and "product" in reading:
            reading["product"] = "DP-1"
            reading.update({"at": "2026-03-01T09:00:00Z"} if "at" in reading else {"on": "2026-03-01"})
