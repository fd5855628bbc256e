"""Deliveries of GitHub's webhook: genuine ones lead to the requests they are about, others are refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from core.errors import BadFile, NotAllowed
from core.sources.contract import Limits
from core.sources.github import GitHub
from core.sources.github_settings import GitHubSettings
from core.sources.github_webhook import Delivery, fetch_delivered, receive, verify
from tests.sources.github_server import MERGED, REPOSITORY, Repository, job, merged_pull, run, serving
from tests.world import SHARED, needs_shared

SECRET = "It's a Secret to Everybody"


def deliver(event: str, body: bytes, repository: str = REPOSITORY, **headers: str) -> Delivery:
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    sent = {"X-GitHub-Event": event, "X-GitHub-Delivery": "72d3162e", "X-Hub-Signature-256": signature} | headers
    return receive(sent, body, SECRET, repository)


def payload(**parts: object) -> bytes:
    return json.dumps({"repository": {"full_name": REPOSITORY}} | parts).encode()


def test_the_signature_of_the_documentation_is_right():
    signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert verify(SECRET, b"Hello, World!", signature)
    assert not verify(SECRET, b"Hello, World?", signature)
    assert not verify("another", b"Hello, World!", signature)


@needs_shared
@pytest.mark.parametrize(
    ("event", "file"),
    [
        ("pull_request", "pull_request-opened"),
        ("pull_request", "pull_request-closed.with-organization"),
        ("pull_request_review", "pull_request_review-submitted"),
    ],
)
def test_a_delivery_names_its_pull_request(event, file):
    body = (SHARED / "data/github" / f"{file}.payload.json").read_bytes()
    assert deliver(event, body, "Codertocat/Hello-World") == Delivery("72d3162e", event, numbers=(2,))
    assert not deliver(event, body, "acme/other").is_of_interest


@needs_shared
@pytest.mark.parametrize("file", ["workflow_run-requested", "workflow_run-completed.with-pull-requests"])
def test_a_run_of_a_push_names_its_commit_and_other_runs_nothing(file):
    sent = json.loads((SHARED / "data/github" / f"{file}.payload.json").read_bytes())
    assert not deliver("workflow_run", json.dumps(sent).encode(), "octo-org/octo-repo").is_of_interest
    sent["workflow_run"]["event"] = "push"
    pushed = deliver("workflow_run", json.dumps(sent).encode(), "Octo-Org/octo-repo")
    assert pushed.head_sha == sent["workflow_run"]["head_sha"]


def test_a_comment_counts_on_a_pull_request_and_not_on_an_issue():
    issue = {"number": 7, "pull_request": {"url": "https://api.github.com/pulls/7"}}
    assert deliver("issue_comment", payload(issue=issue)).numbers == (7,)
    assert not deliver("issue_comment", payload(issue={"number": 8})).is_of_interest


def test_other_events_are_received_and_left_alone():
    assert not deliver("ping", b'{"zen": "Keep it logically awesome."}').is_of_interest
    assert not deliver("star", payload()).is_of_interest


@pytest.mark.parametrize("signature", ["", "sha256=", "sha1=757107ea", "sha256=" + "0" * 64, "é"])
def test_a_delivery_that_the_secret_did_not_sign_is_refused(signature):
    with pytest.raises(NotAllowed, match="same secret"):
        deliver("pull_request", payload(), **{"X-Hub-Signature-256": signature})


def test_without_a_secret_nothing_is_genuine():
    assert not verify("", b"{}", "sha256=" + hmac.new(b"", b"{}", hashlib.sha256).hexdigest())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"payload=%7B%7D", "not JSON"),
        (b"\xff", "not JSON"),
        (b"{}", "repository"),
        (payload(pull_request={"id": 1}), "pull_request.number"),
        (b"[]", "the whole"),
    ],
)
def test_a_delivery_unlike_the_documentation_is_refused(body, told):
    with pytest.raises(BadFile, match=told):
        deliver("pull_request", body)


def test_a_delivery_without_its_headers_is_refused():
    with pytest.raises(BadFile, match="X-GitHub-Delivery"):
        deliver("pull_request", payload(), **{"X-GitHub-Delivery": ""})


def test_the_requests_of_a_delivery_are_fetched_as_they_stand_now():
    with serving() as server:
        server.repository = Repository(
            pulls=[merged_pull(1), merged_pull(2, labels=[])],
            runs=[run()],
            jobs=[job()],
            pulls_of_commit={MERGED: [1, 2]},
        )
        settings = GitHubSettings(repository=REPOSITORY, base_url=server.url, token="t", label="workspace")
        source, limits = GitHub(settings), Limits(time=timedelta(seconds=20))
        [by_commit] = fetch_delivered(source, Delivery("1", "workflow_run", head_sha=MERGED), limits)
        [by_number] = fetch_delivered(source, Delivery("2", "pull_request", numbers=(1,)), limits)
        assert by_commit == by_number
        assert by_commit.ready_at
        assert list(fetch_delivered(source, Delivery("3", "ping"), limits)) == []
