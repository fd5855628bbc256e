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
from sqlmodel import select

from core import db
from core.access import actor_with
from core.model import Exemption, Workspace
from core.queries.catalogue import catalogue
from core.queries.facets import Facets
from dashboard.server import app, lifespan
from tests.conftest import opened
from tests.postgres import Postgres

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
    "INSERT INTO workspace (version, name, domain_id, template, requested_by, request_url, requested_at, state,"
    " touched_by, attempts, tags) VALUES"
    " (1, 'port-dev', 1, '', '', 'https://github.com/o/r/pull/1', '2026-03-02 08:00:00', 'open', '[]', 1, '[]'),"
    " (1, 'port-lab', 1, '', '', '', '2026-03-02 08:00:00', 'open', '[]', 1, '[]')",
    "UPDATE dataproduct SET workspace_id = 1",
    "INSERT INTO exemption (domain_id, criterion, reason, until_on, at, by_id, ended_at) VALUES"
    " (1, 'B1', 'No network', '2026-09-01', '2026-03-02 08:00:00', 1, '2026-03-03 08:00:00'),"
    " (1, 'B2', 'No network', '2026-09-01', '2026-03-02 08:00:00', 1, NULL)",
    "INSERT INTO event (at, by_id, kind, subject, changes, reason) VALUES ('2026-03-03 08:00:00', 1, 'exemption.ended',"
    " 'LOG', '{\"criterion\": [\"B1\", null]}', 'It is there')",
    "INSERT INTO pull (source, started_at, outcome, counts, error, cursor, scope) VALUES"
    " ('requests', '2026-03-02 08:00:00', 'succeeded', '{\"workspaces\": 1}', '', '', ''),"
    " ('tables', '2026-03-02 08:00:00', 'succeeded', '{\"tables\": 1}', '', '', '')",
)
"""There was no index of words yet, and nobody knew where a workspace was read."""


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_in_0008(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """``core.db`` opens a database that a program of schema 0008 has filled."""
    url = f"sqlite:///{tmp_path / 'uptake.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql")
    with opened(url):
        migrate_to("0008")
        with db.transaction() as session:
            for statement in WRITTEN_IN_0008:
                session.connection().exec_driver_sql(statement)
        yield


@pytest.fixture
def empty_postgresql(postgres_server: Postgres) -> Iterator[str]:
    yield postgres_server.create("empty")
    postgres_server.drop("empty")


@pytest.mark.usefixtures("filled_in_0008")
def test_products_of_an_earlier_program_are_found_once_the_app_has_started():
    with ThreadPoolExecutor(1) as thread:  # the browser of another test may have a loop running in this one
        thread.submit(asyncio.run, start_and_stop()).result()
    assert found("port") == found("quay") == found("berth") == found("sea") == ["DP-1"]
    assert found("vessel") == found("voyagse") == ["DP-2"]


@pytest.mark.usefixtures("filled_in_0008")
def test_workspaces_of_an_earlier_program_are_told_by_the_one_source_that_read_any():
    db.migrate()
    with db.snapshot() as session:
        told = dict(session.exec(select(Workspace.name, Workspace.source)).all())
    assert told == {"port-dev": "requests", "port-lab": ""}


@pytest.mark.usefixtures("filled_in_0008")
def test_who_ended_an_exemption_of_an_earlier_program_and_why_is_taken_from_the_ledger():
    db.migrate()
    with db.snapshot() as session:
        told = session.exec(select(Exemption.criterion, Exemption.ended_by_id, Exemption.ended_because)).all()
    assert sorted(told) == [("B1", 1, "It is there"), ("B2", None, "")]


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
