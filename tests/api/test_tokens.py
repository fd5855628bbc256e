"""Tokens: told once, good for their scope until they are revoked, and not more often than allowed."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from sqlmodel import col, select

from core.actions import people, tokens
from core.api import api
from core.api.bearers import buckets
from core.api.limits import MOST_BYTES, Buckets
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound
from core.model import ApiToken, TokenScope
from core.queries.tokens import bearer_of
from tests.api.conftest import Client, token
from tests.cast import NOW, Cast, day, do, lines, on_sqlite, refused

READ, PUSH = TokenScope.READ, TokenScope.PUSH_READINGS


def test_a_token_opens_what_its_scope_says_for_the_person_who_issued_it(cast: Cast):
    text, row = do(tokens.issue_token, by=cast.engineer, name="grafana", scope=PUSH)
    with transaction() as session:
        holder = bearer_of(session, text)
    assert holder is not None
    assert (holder.name, holder.scope, holder.actor) == ("grafana", PUSH, cast.engineer)
    assert (row.by_id, row.created_at, row.revoked_at) == (cast.engineer.id, NOW, None)
    assert lines("grafana")[-1].changes == {"scope": [None, "push_readings"]}


def test_only_the_digest_of_a_token_is_kept(cast: Cast):
    text = token(cast.engineer, READ)
    secret = text.split("_", 2)[2]
    with transaction() as session:
        kept = session.exec(select(ApiToken).order_by(col(ApiToken.id))).all()
    told = " ".join(f"{row.model_dump()}" for row in [*kept, *lines()])
    assert kept[-1].digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in told


def test_a_revoked_token_opens_nothing_and_its_name_is_free_again(cast: Cast, client: Client):
    first = client(token(cast.engineer, READ, "grafana"))
    assert first.get("/metrics").status_code == 200
    assert "is taken" in str(refused(Invalid, tokens.issue_token, by=cast.engineer, name=" grafana ", scope=READ))
    row = do(tokens.revoke_token, "grafana", by=cast.engineer, at=day(1))
    assert row.revoked_at == day(1)
    assert first.get("/metrics").status_code == 401
    assert client(token(cast.engineer, READ, "grafana")).get("/metrics").status_code == 200
    assert [line.kind for line in lines("grafana")] == ["token.issued", "token.revoked", "token.issued"]


def test_the_tokens_of_an_archived_person_open_nothing(cast: Cast, client: Client):
    theirs = client(token(cast.engineer, READ))
    do(people.archive_person, cast.engineer.email, by=cast.admin)
    assert theirs.get("/metrics").status_code == 401


def test_only_who_may_store_readings_issues_a_token_to_push_them(cast: Cast):
    assert "data team" in str(refused(NotAllowed, tokens.issue_token, by=cast.stranger, name="x", scope=PUSH))
    assert token(cast.stranger, READ)


def test_one_revokes_ones_own_tokens_and_an_admin_anybodys(cast: Cast):
    for name in ("one", "two"):
        token(cast.engineer, READ, name)
    refused(NotAllowed, tokens.revoke_token, "one", by=cast.stranger)
    do(tokens.revoke_token, "one", by=cast.engineer)
    do(tokens.revoke_token, "two", by=cast.admin)
    refused(NotFound, tokens.revoke_token, "two", by=cast.admin)


@on_sqlite
def test_a_token_needs_a_name_of_some_length(cast: Cast):
    for name in (" ", "a" * 61, "a\0"):
        assert "name" in refused(Invalid, tokens.issue_token, by=cast.engineer, name=name, scope=READ).fields


def test_a_token_of_another_scope_is_refused(pusher: httpx.Client, reader: httpx.Client):
    for refusal in (pusher.get("/metrics"), reader.post("/readings", json=[])):
        assert refusal.status_code in (403, 422)
    refusal = reader.post("/readings", json={"metric": "users", "at": "2026-03-01T09:00:00Z", "value": 1})
    assert (refusal.status_code, "scope" in refusal.json()["detail"]) == (403, True)


@on_sqlite
def test_without_a_token_that_was_issued_nothing_opens(cast: Cast, client: Client):
    good = token(cast.engineer, READ)
    wrong = [
        None,
        "x",
        good[:-1],
        good + "x",
        good.replace("uptake_1_", "uptake_2_"),
        "uptake_1_",
        "uptake_99999999999_x",
    ]
    for text in wrong:
        refusal = client(text).get("/metrics")
        assert refusal.status_code == 401
        assert refusal.headers["www-authenticate"] == "Bearer"
        assert "token" in refusal.json()["detail"]
    assert client().get("/metrics", headers={"authorization": f"Basic {good}"}).status_code == 401


@on_sqlite
def test_who_asks_too_often_is_told_when_to_come_again(reader: httpx.Client, monkeypatch: pytest.MonkeyPatch):
    limits = Buckets(rate=0.1, burst=2, now=lambda: 100.0)
    monkeypatch.setitem(api.dependency_overrides, buckets, lambda: limits)
    answers = [reader.get("/metrics") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "10"


def test_a_bucket_fills_again_as_time_goes_by_for_each_holder_apart():
    now = [0.0]
    asked = Buckets(rate=2, burst=3, now=lambda: now[0])
    assert [asked.take(1) for _ in range(4)] == [0, 0, 0, 0.5]
    assert asked.take(2) == 0
    now[0] = 0.5
    assert [asked.take(1) for _ in range(2)] == [0, 0.5]
    now[0] = 100
    assert [asked.take(1) for _ in range(4)] == [0, 0, 0, 0.5]


@on_sqlite
def test_a_body_that_is_too_large_is_refused_announced_or_not(pusher: httpx.Client):
    def endless():
        for _ in range(MOST_BYTES // 65_536 + 2):
            yield b" " * 65_536

    for content in (b" " * (MOST_BYTES + 1), endless()):
        try:
            refusal = pusher.post("/readings", content=content, headers={"content-type": "application/json"})
        except httpx.WriteError:
            continue  # the server has answered and hung up before all was sent
        assert (refusal.status_code, "8 MB" in refusal.json()["detail"]) == (413, True)
