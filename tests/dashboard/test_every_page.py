"""Every page on the sample company: it opens, for everybody, with few statements to the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from core.db import snapshot
from core.model import Membership, Person, Role
from tests.addresses import ADDRESSES, NAMES, PARTS
from tests.conftest import opened
from tests.dashboard.app import open_page
from tests.statements import counted

MOST_STATEMENTS = 12


@pytest.fixture(scope="module", autouse=True)
def _sample(sample_company: str) -> Iterator[None]:
    with opened(sample_company):
        yield


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_the_database_few_questions(name: str):
    at = open_page(name, person="admin@localhost", **ADDRESSES.get(name, {}))
    with counted() as sent:
        at.run()
    assert not at.exception
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)


@pytest.mark.parametrize(("name", "address"), PARTS)
def test_a_further_part_of_a_page_asks_few_questions_too(name: str, address: dict[str, str]):
    at = open_page(name, person="admin@localhost", **ADDRESSES.get(name, {}) | address)
    with counted() as sent:
        at.run()
    assert not at.exception
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_for_a_person_who_may_only_read_on_a_past_day(name: str):
    past = (datetime.now(UTC) - timedelta(days=100)).date().isoformat()
    at = open_page(name, person=viewer(), as_of=past, **ADDRESSES.get(name, {}))
    assert any("read-only" in warning.value for warning in at.warning)
    with counted() as sent:
        at.run()
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)


@pytest.mark.parametrize("name", ["objective", "domain", "initiative", "intake", "metric"])
def test_an_unknown_key_is_met_with_a_way_on(name: str):
    at = open_page(name, person="admin@localhost", key="NO-SUCH-KEY")
    assert "Not found" in [title.value for title in at.title]


def viewer() -> str:
    with snapshot() as session:
        only_reading = Membership.role == Role.VIEWER, Person.email != "admin@localhost"
        return session.exec(select(Person.email).join(Membership).where(*only_reading)).first() or ""
