"""GitHub’s webhook: a genuine delivery is fetched for, once; any other changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import col, select

from core.db import transaction
from core.model import Delivery, Workspace
from core.sources.github_settings import GitHubSettings
from tests.api.conftest import Client
from tests.cast import Cast, on_sqlite
from tests.sources.github_server import REPOSITORY, GitHubServer, Mood, Repository, pull, serving

SECRET = "It's a Secret to Everybody"
PAYLOAD = {"repository": {"full_name": REPOSITORY}, "pull_request": {"number": 1, "updated_at": "2026-03-01T09:00:00Z"}}


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubServer]:
    for name in GitHubSettings.model_fields:
        monkeypatch.delenv(f"UPTAKE_GITHUB_{name.upper()}", raising=False)
    with serving() as server:
        server.repository = Repository(pulls=[pull(1)])
        given = {
            "REPOSITORY": REPOSITORY,
            "BASE_URL": server.url,
            "TOKEN": "ghp_read",
            "WEBHOOK_SECRET": SECRET,
            "DOMAIN_PATTERN": "(?i)for (mes|qua)",
        }
        for name, value in given.items():
            monkeypatch.setenv(f"UPTAKE_GITHUB_{name}", value)
        server.repository.pulls[0]["title"] = "Workspace for MES"
        yield server


def deliver(
    client: httpx.Client,
    body: bytes | None = None,
    id_: str = "72d3162e",
    event: str = "pull_request",
    signature: str | None = None,
) -> httpx.Response:
    body = json.dumps(PAYLOAD).encode() if body is None else body
    genuine = f"sha256={hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}"
    sent = {
        "x-github-event": event,
        "x-github-delivery": id_,
        "x-hub-signature-256": genuine if signature is None else signature,
        "content-type": "application/json",
    }
    return client.post("/webhooks/github", content=body, headers=sent)


def test_a_delivery_is_answered_and_its_request_stored(github: GitHubServer, cast: Cast, client: Client):
    answer = deliver(client())
    assert (answer.status_code, answer.json()) == (202, {"delivery": "taken"})
    assert [row.name for row in workspaces_after(1)] == ["Workspace for MES #1"]


def test_a_delivery_that_comes_again_is_not_taken_again_under_any_id(github: GitHubServer, cast: Cast, client: Client):
    deliver(client())
    workspaces_after(1)
    asked = len(github.asked)
    assert deliver(client()).json() == {"delivery": "known"}
    assert deliver(client(), id_="another").json() == {"delivery": "known"}
    assert len(github.asked) == asked


def test_a_signature_of_another_body_or_secret_is_refused(github: GitHubServer, cast: Cast, client: Client):
    genuine = deliver(client(), b'{"repository": {"full_name": "acme/other"}}')
    assert genuine.json() == {"delivery": "ignored"}
    signature = genuine.request.headers["x-hub-signature-256"]
    for wrong in (signature, "", "sha256=", "sha1=" + "0" * 40, "sha256=" + "0" * 64):
        refusal = deliver(client(), signature=wrong)
        assert (refusal.status_code, "signature" in refusal.json()["detail"]) == (403, True)
    assert github.asked == []
    assert deliveries() == []


def test_a_delivery_that_could_not_be_fetched_for_may_come_again(github: GitHubServer, cast: Cast, client: Client):
    github.moods = [Mood(404)]
    deliver(client())
    wait_until(lambda: github.moods == [] and deliveries() == [])
    assert deliver(client()).json() == {"delivery": "taken"}
    assert len(workspaces_after(1)) == 1


@on_sqlite
def test_what_is_no_delivery_of_github_is_refused(github: GitHubServer, cast: Cast, client: Client):
    for body in (b"", b"{", b"[]", b"{}", b'{"repository": 7}', b"\xff"):
        assert deliver(client(), body).status_code == 400
    assert deliver(client(), event="").status_code == 400
    assert deliver(client(), id_="a" * 81).status_code == 400
    assert deliver(client(), event="star").json() == {"delivery": "ignored"}


@on_sqlite
def test_without_a_repository_or_a_secret_no_delivery_is_taken(
    github: GitHubServer, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("UPTAKE_GITHUB_WEBHOOK_SECRET")
    assert deliver(client()).status_code == 403
    monkeypatch.setenv("UPTAKE_GITHUB_BASE_URL", "http://example.com")
    assert deliver(client()).status_code == 503
    monkeypatch.delenv("UPTAKE_GITHUB_BASE_URL")
    monkeypatch.delenv("UPTAKE_GITHUB_REPOSITORY")
    assert deliver(client()).status_code == 404


def workspaces_after(count: int) -> list[Workspace]:
    """Those of GitHub, once there are so many."""

    def found() -> list[Workspace]:
        with transaction() as session:
            return list(session.exec(select(Workspace).where(col(Workspace.request_url) != "")))

    wait_until(lambda: len(found()) >= count)
    return found()


def deliveries() -> list[str]:
    with transaction() as session:
        return list(session.exec(select(Delivery.id)))


def wait_until(is_so) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)
