from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from core.access import Actor
from core.actions import metrics, tokens, workspaces
from core.api import api
from core.api.bearers import buckets
from core.api.limits import Buckets
from core.model import TokenScope
from tests.cast import Cast, do, gather, product

Client = Callable[..., httpx.Client]


@pytest.fixture
def cast(database_url: str) -> Cast:
    """The people of the tests, with the metrics “users” and “scrap”, the workspace “mes-prod” and the product DP-1."""
    cast = gather()
    for key in ("users", "scrap"):
        do(metrics.define_metric, by=cast.engineer, key=key, name=key.capitalize(), unit="pieces")
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod")
    product(cast)
    return cast


@pytest.fixture(scope="session")
def api_url() -> Iterator[str]:
    """The API as it is mounted, on a port of its own; it works on whatever database is open."""
    app = Starlette(routes=[Mount("/api", app=api)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="critical", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api"
    server.should_exit = True
    thread.join()


@pytest.fixture(autouse=True)
def full_buckets() -> Iterator[None]:
    """A token of the same number asks in every test: none has asked before."""
    full = Buckets()
    api.dependency_overrides[buckets] = lambda: full
    yield
    api.dependency_overrides.clear()


@pytest.fixture
def patient() -> None:
    """No limit on how often a token asks."""
    api.dependency_overrides[buckets] = lambda: Buckets(burst=1_000_000)


@pytest.fixture
def client(api_url: str) -> Iterator[Client]:
    """``client(text)`` asks with that token, without one if there is none."""
    opened = []

    def of(token: str | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        opened.append(httpx.Client(base_url=api_url, headers=headers, trust_env=False, timeout=30))
        return opened[-1]

    yield of
    for one in opened:
        one.close()


@pytest.fixture
def pusher(cast: Cast, client: Client) -> httpx.Client:
    return client(token(cast.engineer, TokenScope.PUSH_READINGS))


@pytest.fixture
def reader(cast: Cast, client: Client) -> httpx.Client:
    return client(token(cast.stranger, TokenScope.READ))


def token(by: Actor, scope: TokenScope, name: str | None = None) -> str:
    return do(tokens.issue_token, by=by, name=name or scope, scope=scope)[0]
