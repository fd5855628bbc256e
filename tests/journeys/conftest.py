"""A small company in the present quarter, served by the running app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.actions import check_ins, initiatives, workspaces
from core.model import Phase
from core.rules.quarters import quarter_of
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

LATE, BLOCKED = "Late key result", "Scrap by machine"


@pytest.fixture(scope="session")
def company(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The cast, one key result far behind although its owner is confident, one initiative before its gate."""
    file = tmp_path_factory.mktemp("journeys") / "uptake.sqlite"
    file.write_bytes(migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    with opened(url):
        _tell()
    return url


def _tell() -> None:
    now = datetime.now(UTC)
    quarter = quarter_of(now.date())
    cast = people.gather()
    objective = people.objective(cast, quarter=quarter.label)
    result = people.movement(cast, objective, title=LATE, start_on=quarter.start - timedelta(days=60))
    people.do(check_ins.check_in, result.key, by=cast.owner, at=now, on=now.date(), value=0.5, confidence=9)
    people.do(workspaces.request_workspace, by=cast.engineer, at=people.NOW, domain="MES", name="mes-dev")
    people.do(workspaces.mark_ready, "mes-dev", by=cast.engineer, at=people.day(1), touchless=True)
    product = people.product(cast, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    key = people.initiative(cast, title=BLOCKED, phase=Phase.PRODUCTIONIZATION)
    people.do(initiatives.link_product, key, product, by=cast.engineer)
    people.do(initiatives.link_key_result, key, result.key, by=cast.engineer)
    people.initiative(cast, title="Tool life before it breaks")


@pytest.fixture(scope="session")
def served(company: str, app_server: Callable[..., AppServer]) -> AppServer:
    return app_server(company)


@pytest.fixture
def screen(served: AppServer, page: Page) -> Iterator[Screen]:
    """The running app in a browser; whatever a test does there, nothing may leave the app's own origin."""
    strangers: list[str] = []
    page.on("request", lambda request: strangers.append(request.url) if _is_strange(request.url, served.url) else None)
    yield Screen(page, served.url)
    assert strangers == []


def _is_strange(address: str, origin: str) -> bool:
    return not address.startswith((origin, origin.replace("http", "ws"), "data:", "blob:"))
