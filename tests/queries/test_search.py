"""Finding things by words of their keys and titles."""

from __future__ import annotations

from datetime import date

import pytest

from core import db
from core.actions import initiatives, reports
from core.queries.search import SHOWN, Found, Kind, search
from tests.cast import NOW, TODAY, Cast, day, do, initiative, movement, product
from tests.statements import counted


def found(cast: Cast, typed: str, as_of: date = TODAY) -> Found:
    with db.snapshot() as session:
        return search(session, typed, actor=cast.stranger, as_of=as_of)


def keys(answer: Found) -> dict[Kind, list[str]]:
    return {group.kind: [hit.key for hit in group.hits] for group in answer.groups}


def test_an_exact_key_comes_first_whatever_else_has_it_in_its_title(cast: Cast):
    for n in range(12):
        initiative(cast, title=f"Scrap {n}")
    do(reports.record_report, by=cast.engineer, domain="MES", name="About INI-1", hours_per_run=1, runs_per_month=1)
    answer = found(cast, "ini-1")
    first = answer.groups[0]
    assert first.kind is Kind.INITIATIVE
    assert [hit.key for hit in first.hits] == ["INI-1", "INI-10", "INI-11", "INI-12"]
    assert [hit.is_exact for hit in first.hits] == [True, False, False, False]
    assert keys(answer)[Kind.REPORT] == ["XLS-1"]


def test_every_kind_is_found_with_the_page_that_shows_it(cast: Cast):
    initiative(cast, title="Zebra work")
    key_result = movement(cast, title="Zebra result")
    built = product(cast, name="Zebra data")
    do(reports.record_report, by=cast.engineer, domain="MES", name="Zebra sheet", hours_per_run=1, runs_per_month=1)
    pages = {hit.key: hit.page_key for group in found(cast, "zebra").groups for hit in group.hits}
    assert pages == {"INI-1": "INI-1", key_result.key: "OBJ-1", built: built, "XLS-1": "XLS-1"}
    assert keys(found(cast, "manufact")) == {Kind.DOMAIN: ["MES"]}
    assert keys(found(cast, "olga")) == {Kind.PERSON: ["olga@example.com"]}
    assert keys(found(cast, "less scrap")) == {Kind.OBJECTIVE: ["OBJ-1"]}


def test_all_words_must_stand_somewhere_in_either_case_and_any_order(cast: Cast):
    initiative(cast, title="Übersicht der Lieferanten")
    initiative(cast, title="Lieferanten")
    assert keys(found(cast, "lieferanten")) == {Kind.INITIATIVE: ["INI-1", "INI-2"]}
    assert keys(found(cast, "LIEFER über")) == {Kind.INITIATIVE: ["INI-1"]}
    assert keys(found(cast, "lieferanten ini-2")) == {Kind.INITIATIVE: ["INI-2"]}


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "100%", "a%b", "\0"])
def test_what_people_type_is_no_pattern(cast: Cast, typed: str):
    initiative(cast, title="Plain")
    assert found(cast, typed).total == 0
    if typed.strip("\0"):
        initiative(cast, title=f"With {typed} inside")
        assert keys(found(cast, typed)) == {Kind.INITIATIVE: ["INI-2"]}


def test_of_many_the_best_twenty_are_shown_and_all_are_counted(cast: Cast):
    for n in range(SHOWN + 5):
        initiative(cast, title=f"Scrap {n}")
    (group,) = found(cast, "scrap").groups
    assert (len(group.hits), group.total) == (SHOWN, SHOWN + 5)


def test_what_came_later_or_was_never_asked_is_not_found(cast: Cast):
    do(initiatives.propose, by=cast.engineer, at=day(3), domain="MES", title="Tomorrow")
    assert found(cast, "tomorrow", NOW.date()).total == 0
    assert found(cast, "tomorrow", day(3).date()).total == 1
    assert found(cast, "   ") == Found((), ())


def test_a_search_is_one_statement(cast: Cast):
    with counted() as sent:
        found(cast, "scrap by machine")
    assert len(sent) == 1
