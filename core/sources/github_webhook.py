"""Deliveries of GitHub’s webhook: whether one is genuine, and which requests for workspaces it is about.

A delivery holds neither the commits nor the jobs of a request, so it is only a reason to fetch that request now. The
events to subscribe to are those of ``EVENTS``; others are received and left alone.

GitHub waits ten seconds for an answer, sends at most 25 MB, keeps no order and repeats nothing by itself: answer first,
fetch afterwards, and let the regular fetch find what was missed.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from core.errors import BadFile, NotAllowed
from core.sources.contract import Limits, WorkspaceSeen
from core.sources.github import GitHub
from core.sources.github_answers import Answer, Numbered

EVENTS = {"pull_request", "pull_request_review", "pull_request_review_comment", "issue_comment", "workflow_run"}


@dataclass(frozen=True)
class Delivery:
    """``numbers`` are the pull requests it is about, ``head_sha`` the commit whose run it is about; or neither."""

    id: str
    event: str
    numbers: tuple[int, ...] = ()
    head_sha: str = ""

    @property
    def is_of_interest(self) -> bool:
        return bool(self.numbers or self.head_sha)


class Repository(Answer):
    full_name: str


class Issue(Numbered):
    pull_request: dict[str, object] | None = None


class PushedRun(Answer):
    event: str
    head_sha: str


class Payload(Answer):
    repository: Repository
    pull_request: Numbered | None = None
    issue: Issue | None = None
    workflow_run: PushedRun | None = None


def receive(headers: Mapping[str, str], body: bytes, secret: str, repository: str) -> Delivery:
    """What was delivered; ``headers`` by names in any case, ``repository`` as owner/name.

    Raises NotAllowed unless ``secret`` signed the body, BadFile where it is not a delivery of GitHub.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if not verify(secret, body, named.get("x-hub-signature-256", "")):
        raise NotAllowed("The signature does not match. Enter the same secret in GitHub’s webhook and in Uptake.")
    event, delivery_id = named.get("x-github-event"), named.get("x-github-delivery")
    if not event or not delivery_id:
        raise BadFile("The headers X-GitHub-Event and X-GitHub-Delivery are missing: GitHub sends both.")
    payload = _payload(body) if event in EVENTS else None
    if payload is None or payload.repository.full_name.lower() != repository.lower():
        return Delivery(delivery_id, event)
    numbers, head_sha = requests_of(payload)
    return Delivery(delivery_id, event, numbers, head_sha)


def verify(secret: str, body: bytes, signature: str) -> bool:
    """Whether ``signature``, as in X-Hub-Signature-256, is that of the body; compared in constant time."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(expected.encode(), signature.encode())


def requests_of(payload: Payload) -> tuple[tuple[int, ...], str]:
    """The numbers of the pull requests, or the commit of a run.

    A run's own list of pull requests is empty once they are merged, and for forks: its commit is asked for instead.
    """
    if payload.pull_request:
        return (payload.pull_request.number,), ""
    if payload.issue and payload.issue.pull_request:
        return (payload.issue.number,), ""
    if payload.workflow_run and payload.workflow_run.event == "push":
        return (), payload.workflow_run.head_sha
    return (), ""


def fetch_delivered(source: GitHub, delivery: Delivery, limits: Limits) -> Iterator[WorkspaceSeen]:
    """The requests it is about, as they stand now. Raises SourceFailed."""
    numbers = delivery.numbers or (source.numbers_at(delivery.head_sha, limits) if delivery.head_sha else ())
    for number in numbers:
        if seen := source.fetch_one(number, limits):
            yield seen


def _payload(body: bytes) -> Payload:
    try:
        return Payload.model_validate(json.loads(body))
    except ValidationError as error:
        field_name = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadFile(f"The delivery is not as GitHub documents it: {field_name or 'the whole'}.") from None
    except ValueError:
        raise BadFile(
            "The delivery is not JSON. Choose the content type application/json in GitHub’s webhook."
        ) from None
