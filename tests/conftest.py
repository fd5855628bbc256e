"""What the tests run on: databases, the running app, a browser. Nothing starts before a test asks for it."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core import db
from core.settings import Settings, settings
from tests import postgres, provision, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET_CHROMIUM = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
DATABASE_NUMBERS = count(1)
RUNNING: list[server.AppServer] = []


@pytest.fixture(scope="session", autouse=True)
def nobodys_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever settings this machine has, no test reads or writes the data of a person."""
    with pytest.MonkeyPatch.context() as patch:
        for name in Settings.model_fields:
            patch.delenv(f"UPTAKE_{name.upper()}", raising=False)
        patch.setenv("UPTAKE_DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('unasked') / 'uptake.sqlite'}")
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated, empty database, which ``core.db`` opens during the test.

    One test on one kind only: ``@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)``.
    """
    url: str = request.getfixturevalue(f"fresh_{request.param}")
    with opened(url):
        yield url


@pytest.fixture
def fresh_sqlite(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'uptake.sqlite')}"


@pytest.fixture
def fresh_postgresql(postgres_server: postgres.Postgres, migrated_postgresql: str) -> Iterator[str]:
    name = f"test_{next(DATABASE_NUMBERS)}"
    yield postgres_server.create(name, template=migrated_postgresql)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "uptake.sqlite"
    with opened(f"sqlite:///{file}"):
        db.migrate()
    return file


@pytest.fixture(scope="session")
def sample_company(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the sample company as of today; for reading only."""
    from seed import demo

    file = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("sample") / "uptake.sqlite")
    with opened(f"sqlite:///{file}"):
        demo.fill(today=datetime.now(UTC).date())
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def migrated_postgresql(postgres_server: postgres.Postgres) -> str:
    with opened(postgres_server.create("migrated")):
        db.migrate()
    return "migrated"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    with postgres.serving(provided("postgresql")) as running:
        yield running


@contextmanager
def opened(database_url: str) -> Iterator[None]:
    """``core.db`` opens this database meanwhile; afterwards every connection to it is closed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPTAKE_DATABASE_URL", database_url)
        settings.cache_clear()
        yield
        db.close()
    settings.cache_clear()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., server.AppServer]]:
    """Starts the app: ``app_server(database_url, UPTAKE_…="…").url``. It runs until the session ends."""
    logs = tmp_path_factory.mktemp("app_server")
    with ExitStack() as running:

        def start(database_url: str, **environment: str) -> server.AppServer:
            log = logs / f"{len(RUNNING)}.log"
            RUNNING.append(running.enter_context(server.serving(database_url, log, **environment)))
            return RUNNING[-1]

        yield start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure carries the end of what each running app has said."""
    report = yield
    if report.failed:
        for app in RUNNING:
            report.sections.append((f"said by the app on {app.url}", app.log.read_text(errors="replace")[-4000:]))
    return report


@pytest.fixture(scope="session")
def chromium() -> Path:
    return provided("chromium")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    flags = [*QUIET_CHROMIUM, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab with a profile of its own: no cookie or cache from another test."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as profile:
        yield profile.new_page()


def provided(name: str) -> Path:
    """What ``tests.provision`` knows under ``name``: the test fails where it is missing, and is skipped if told so."""
    if name in provision.left_out():
        pytest.skip(f"UPTAKE_TESTS_WITHOUT leaves {name} out.")
    if found := provision.PROVISIONS[name].find():
        return found
    pytest.fail(f"This test needs {name}. {provision.PROVISIONS[name].advice}", pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def manifests_scanned_once() -> None:
    """For every AppTest Streamlit reads the metadata of all installed packages: 200 of a small test's 220 ms."""
    if "streamlit" in sys.modules:
        from streamlit.components.v2 import manifest_scanner

        manifest_scanner.scan_component_manifests = functools.lru_cache(maxsize=1)(
            manifest_scanner.scan_component_manifests
        )
