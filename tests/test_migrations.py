"""A database that an earlier program filled, taken over by this one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from core import db
from core.access import actor_with
from core.queries.catalogue import catalogue
from core.queries.facets import Facets
from dashboard.server import app, lifespan
from tests.conftest import opened

MIGRATIONS = Path(db.__file__).with_name("migrations")
WRITTEN_IN_0008 = (
    "INSERT INTO person (version, email, name) VALUES (1, 'sam@example.com', 'Sam')",
    "INSERT INTO domain (version, key, name, purpose, cost_centre) VALUES (1, 'LOG', 'Logistics', '', '')",
    "INSERT INTO dataproduct (version, key, name, description, semantics, domain_id, level, status, team, cost_centre,"
    " sensitive) VALUES (1, 'DP-1', 'Port calls', '', '', 1, 1, 'proposed', '', '', false),"
    " (1, 'DP-2', 'Voyages', 'When a vessel leaves', '', 1, 1, 'proposed', '', '', false)",
    "INSERT INTO glossaryterm (version, key, name, definition) VALUES (1, 'TERM-1', 'Berth', 'Where a ship lies')",
    "INSERT INTO contract (product_id, version, status, standard, document, digest, columns, described, source, at,"
    " by_id) VALUES (1, '1.0.0', 'active', 'ODCS', '', '', 1, 1, '', '2026-03-02 08:00:00', 1)",
    'INSERT INTO contractcolumn (contract_id, position, "table", path, type, description, required, term)'
    " VALUES (1, 1, 'calls', 'quay_id', 'string', 'Numbered from the sea', true, 'TERM-1')",
)
"""There was no index of words yet."""


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_in_0008(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """``core.db`` opens a database that a program of schema 0008 has filled."""
    url = f"sqlite:///{tmp_path / 'uptake.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server").create("filled_in_0008")
    with opened(url):
        migrate_to("0008")
        with db.transaction() as session:
            for statement in WRITTEN_IN_0008:
                session.connection().exec_driver_sql(statement)
        yield


@pytest.mark.usefixtures("filled_in_0008")
def test_products_of_an_earlier_program_are_found_once_the_app_has_started():
    with ThreadPoolExecutor(1) as thread:  # the browser of another test may have a loop running in this one
        thread.submit(asyncio.run, start_and_stop()).result()
    assert found("port") == found("quay") == found("berth") == found("sea") == ["DP-1"]
    assert found("vessel") == found("voyagse") == ["DP-2"]


def migrate_to(version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.transaction() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, version)


async def start_and_stop() -> None:
    async with lifespan(app):
        pass


def found(words: str) -> list[str]:
    with db.snapshot() as session:
        actor, on = actor_with(session, "sam@example.com"), date(2026, 3, 3)
        return [hit.key for hit in catalogue(session, actor=actor, as_of=on, words=words, facets=Facets(), page=1).hits]
