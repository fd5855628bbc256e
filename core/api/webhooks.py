"""Webhooks of platforms: answered at once, and fetched for afterwards."""

import hashlib
import logging
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from pydantic import BaseModel

from core import db
from core.actions.deliveries import claim_delivery, release_delivery
from core.actions.observations import store
from core.actions.people import system_actor
from core.api.faults import Problem
from core.errors import BadFile, NotFound, Refusal
from core.model import SHORT
from core.sources.contract import Limits, SourceFailed
from core.sources.github import GitHub
from core.sources.github import configured as configured_github
from core.sources.github_webhook import Delivery, fetch_delivered, receive

log = logging.getLogger(__name__)

BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    403: {"model": Problem, "description": "The signature is not that of the body."},
    404: {"model": Problem, "description": "No repository is configured."},
}

router = APIRouter(prefix="/webhooks", responses=RESPONSES)


class Taken(StrEnum):
    """``known`` was taken before, ``ignored`` is of no interest here."""

    TAKEN = "taken"
    KNOWN = "known"
    IGNORED = "ignored"


class Answer(BaseModel):
    delivery: Taken


async def whole_body(request: Request) -> bytes:
    return await request.body()


@router.post("/github", status_code=HTTPStatus.ACCEPTED, openapi_extra=BODY)
def github(request: Request, body: Annotated[bytes, Depends(whole_body)], later: BackgroundTasks) -> Answer:
    """A delivery of GitHub’s webhook, signed with its secret: the request it is about is read anew."""
    source = _github()
    secret = source.settings.webhook_secret
    delivery = receive(request.headers, body, secret.get_secret_value() if secret else "", source.settings.repository)
    if not delivery.is_of_interest:
        return Answer(delivery=Taken.IGNORED)
    if len(delivery.id) > SHORT:
        raise BadFile(f"The header X-GitHub-Delivery has more than {SHORT} characters.")
    # The signature covers the body alone: sent again under another id, it is still the same delivery.
    names = {delivery.id, f"sha256:{hashlib.sha256(body).hexdigest()}"}
    with db.transaction() as session:
        if not claim_delivery(session, names, source=source.name, at=datetime.now(UTC)):
            return Answer(delivery=Taken.KNOWN)
    later.add_task(_fetch, source, delivery, names)
    return Answer(delivery=Taken.TAKEN)


def _github() -> GitHub:
    for source in configured_github():
        if isinstance(source, GitHub):
            return source
    raise NotFound("repository", "UPTAKE_GITHUB_REPOSITORY")


def _fetch(source: GitHub, delivery: Delivery, names: Collection[str]) -> None:
    """Read the requests it is about and store them; after a failure the delivery may come again."""
    stored = False
    try:
        seen = list(fetch_delivered(source, delivery, Limits()))
        with db.transaction() as session:
            now = datetime.now(UTC)
            store(session, seen, by=system_actor(session, at=now), at=now, source=source.name, whole=False)
        stored = True
    except (SourceFailed, Refusal) as failure:
        log.warning("The delivery %s was not taken in: %s", delivery.id, failure)
    finally:
        if not stored:
            with db.transaction() as session:
                release_delivery(session, names)
