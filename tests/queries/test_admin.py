"""People, policy and the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import db
from core.actions import domains, people, policy
from core.errors import NotAllowed
from core.model import Role
from core.queries import admin
from core.queries.ledger import LINES_ON_A_PAGE, LedgerFilter, LedgerPage, ledger_page
from tests.cast import NOW, TODAY, Cast, day, do, initiative
from tests.statements import counted


def ledger(cast: Cast, *, page: int = 1, **asked: str) -> LedgerPage:
    with db.snapshot() as session:
        return ledger_page(session, LedgerFilter(**asked), actor=cast.admin, as_of=TODAY, page=page)


def test_people_are_listed_with_every_role_and_its_domain(cast: Cast):
    do(people.archive_person, cast.stranger.email, by=cast.admin)
    with db.snapshot() as session, counted() as sent:
        rows = {row.name: row for row in admin.people(session, as_of=TODAY)}
    assert len(sent) == 2
    assert "Sam Stranger" not in rows
    assert [(held.role, held.domain) for held in rows["Olga Owner"].roles] == [(Role.BUSINESS_OWNER, "Manufacturing")]
    assert [(held.role, held.domain) for held in rows["Mara Manager"].roles] == [(Role.MANAGER, None)]


def test_a_threshold_says_since_when_it_holds_and_by_whom(cast: Cast):
    later = TODAY + timedelta(days=3)
    do(policy.change_policy, "on_track_gap", 0.2, by=cast.admin, since=later)
    with db.snapshot() as session:
        before, after = (
            {it.key: it for it in admin.thresholds(session, as_of=day)}["on_track_gap"] for day in (TODAY, later)
        )
    assert (before.value, before.since, before.by) == (0.1, None, None)
    assert (after.value, after.default, after.since, after.by) == (0.2, 0.1, later, "Ada Admin")


def test_every_kind_of_row_is_counted_in_one_statement(cast: Cast):
    initiative(cast)
    with db.snapshot() as session, counted() as sent:
        found = admin.counts(session)
    assert (found["Initiatives"], found["Domains"], len(sent)) == (1, 2, 1)


def test_the_ledger_is_found_by_words_of_subject_person_reason_and_values(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.owner, cost_centre="Köln 4711")
    assert [line.sentence for line in ledger(cast, words="köln").lines] == ["changed the domain MES"]
    assert ledger(cast, words="olga MES").lines[0].changes == {"cost_centre": ["", "Köln 4711"]}
    assert ledger(cast, words="olga nowhere").total == 0
    assert ledger(cast, words="%").total == 0


def test_the_ledger_is_narrowed_by_person_and_kind(cast: Cast):
    assert {line.by for line in ledger(cast, by=cast.engineer.email).lines} == {"Erik Engineer"}
    assert {line.sentence for line in ledger(cast, kind="domain").lines} == {
        "added the domain MES",
        "added the domain QUA",
    }
    assert ledger(cast, kind="domain.added").total == 2


def test_the_ledger_is_paged_newest_first(cast: Cast):
    for n in range(LINES_ON_A_PAGE):
        initiative(cast, title=f"Initiative {n}")
    first, second = ledger(cast), ledger(cast, page=2)
    assert len(first.lines) == LINES_ON_A_PAGE
    assert first.lines[0].sentence == f"proposed INI-{LINES_ON_A_PAGE}"
    assert (first.total, first.pages) == (second.total, 2)
    assert len(second.lines) == first.total - LINES_ON_A_PAGE


def test_the_ledger_ends_with_the_day(cast: Cast):
    do(domains.add_domain, by=cast.engineer, at=day(1), key="LOG", name="Logistics")
    assert ledger(cast, words="LOG").total == 0


def test_only_an_admin_may_search_the_ledger(cast: Cast):
    with db.snapshot() as session, pytest.raises(NotAllowed, match="Mara Manager"):
        ledger_page(session, LedgerFilter(), actor=cast.manager, as_of=NOW.date())
