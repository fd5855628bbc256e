"""The interface as people reach it: in the running app, beside the pages."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from typer.testing import CliRunner

from core.model import TokenScope
from core.token_cli import app as token_command
from tests.api.conftest import token
from tests.cast import Cast, on_sqlite
from tests.server import AppServer

READING = {"metric": "users", "at": "2026-03-01T09:00:00Z", "value": 132}


def test_the_running_app_takes_and_gives_readings(cast: Cast, database_url: str, app_server: Callable[..., AppServer]):
    api = f"{app_server(database_url).url}/api"
    push, read = (
        {"authorization": f"Bearer {token(cast.engineer, scope)}"}
        for scope in (TokenScope.PUSH_READINGS, TokenScope.READ)
    )
    with httpx.Client(trust_env=False, timeout=30) as client:
        stored = client.post(f"{api}/readings", json=[READING], headers=push)
        assert stored.json() == {"new": 1, "changed": 0, "same": 0}
        found = client.get(f"{api}/readings", params={"metric": "users"}, headers=read)
        assert [one["value"] for one in found.json()["readings"]] == [132]
        assert found.headers["x-content-type-options"] == "nosniff"
        assert client.get(f"{api}/openapi.json").json()["info"]["title"] == "Uptake"
        assert client.get(f"{api}/metrics").json()["detail"]
        assert client.get(f"{api}/nothing").json() == {"detail": "Not Found"}
        assert client.post(f"{api}/webhooks/github", content=b"{}").status_code == 404
        asked = [client.get(f"{api}/metrics", headers=read).status_code for _ in range(100)]
        assert 429 in asked


@on_sqlite
def test_tokens_are_issued_listed_and_revoked_from_the_command_line(cast: Cast):
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(token_command, arguments)
        return done.exit_code, done.stdout

    mine = ("--as", cast.engineer.email)
    assert run("list") == (0, "There are no tokens. Issue one with “uptake token issue”.\n")
    code, text = run("issue", "grafana", "--scope", "push_readings", *mine)
    assert (code, text.startswith("uptake_1_"), len(text.splitlines())) == (0, True, 1)
    assert run("revoke", "grafana", *mine) == (0, "Revoked “grafana”.\n")
    code, text = run("list")
    assert text.startswith("grafana  push_readings  Erik Engineer, ")
    assert "revoked " in text
    assert run("issue", "grafana", "--scope", "everything")[0] == 2
