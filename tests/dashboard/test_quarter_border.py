"""The pages that speak of a quarter on its last day, from which on it can be closed, and on the first of the next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.queries import history
from core.rules.quarters import quarter_of
from dashboard import session
from seed import demo
from tests.conftest import opened
from tests.dashboard.app import open_page
from tests.dashboard.test_every_page import ADDRESSES, MOST_STATEMENTS
from tests.statements import counted

LAST_DAY = quarter_of(datetime.now(UTC).date()).previous.end
PAGES: list[tuple[str, dict[str, str]]] = [
    *((name, {}) for name in ("home", "review", "present", "close", "objective", "calibration", "domain", "product")),
    *(("domain", {"part": part}) for part in ("Work", "Maturity")),
    ("domains", {"view": "Table"}),
]


@pytest.fixture(scope="module", autouse=True)
def _company_of_that_day(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with opened(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('border') / 'uptake.sqlite')}"):
        demo.fill(today=LAST_DAY)
        yield


@pytest.mark.parametrize("days_later", [0, 1])
@pytest.mark.parametrize(("name", "address"), PAGES)
def test_a_page_asks_few_questions_at_the_border_of_a_quarter_too(
    name: str, address: dict[str, str], days_later: int, monkeypatch: pytest.MonkeyPatch
):
    now = datetime.combine(LAST_DAY + timedelta(days=days_later), datetime.min.time(), UTC)
    for asked in (history, session):
        monkeypatch.setattr(asked, "now", lambda: now + timedelta(hours=12))
    at = open_page(name, person="admin@localhost", **ADDRESSES.get(name, {}), **address)
    with counted() as sent:
        at.run()
    assert not at.exception
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)
