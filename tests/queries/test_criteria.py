"""Which criteria of maturity count, since when, and why."""

from __future__ import annotations

from datetime import date, timedelta

from core import db
from core.actions import maturity, workspaces
from core.model import MaturityOutcome
from core.queries.criteria import CriterionRow, criteria
from core.queries.maturity import maturity as asked
from core.rules.maturity import TITLES
from tests.cast import TODAY, Cast, day, do, product
from tests.statements import counted


def rows(as_of: date = TODAY) -> dict[str, CriterionRow]:
    with db.snapshot() as session:
        return {row.criterion.id: row for row in criteria(session, as_of=as_of)}


def test_a_criterion_counts_from_its_first_fact_on(cast: Cast):
    before = rows()
    assert list(before) == list(TITLES)
    assert (before["B1"].is_on, before["B1"].since) == (False, None)
    assert before["B1"].why == "not yet: no requests for workspaces anywhere"
    do(workspaces.request_workspace, by=cast.engineer, at=day(2), domain="MES", name="mes-dev")
    now = rows(day(5).date())["B1"]
    assert (now.is_on, now.since, now.why) == (True, day(2).date(), "first requests for workspaces arrived")
    assert not rows()["B1"].is_on


def test_a_product_in_use_lets_its_criteria_count_and_no_day_is_made_up(cast: Cast):
    product(cast, status="incubating")
    found = rows()["A1"]
    assert (found.is_on, found.since, found.why) == (True, None, "there are data products")


def test_an_admins_word_goes_before_the_facts_from_its_day_on(cast: Cast):
    tomorrow = TODAY + timedelta(days=1)
    do(maturity.switch_criterion, "B3", by=cast.admin, on=True, since=TODAY, reason="It is told now.")
    do(maturity.switch_criterion, "B3", by=cast.admin, on=False, since=tomorrow, reason="No more.")
    today, later = rows()["B3"], rows(tomorrow)["B3"]
    assert (today.is_on, today.since, today.why) == (True, TODAY, "switched on by Ada Admin")
    assert (later.is_on, later.since, later.why) == (False, tomorrow, "switched off by Ada Admin")
    assert [(it.since, it.on) for it in today.history] == [(tomorrow, False), (TODAY, True)]


def test_a_criterion_that_is_handed_back_to_the_facts_counts_from_the_first_of_them_on(cast: Cast):
    product(cast, status="incubating")
    tomorrow = TODAY + timedelta(days=1)
    do(maturity.switch_criterion, "A1", by=cast.admin, on=False, since=TODAY, reason="Not yet.")
    do(maturity.switch_criterion, "A1", by=cast.admin, on=None, since=tomorrow, reason="Now.")
    assert [rows(on)["A1"].is_on for on in (TODAY, tomorrow)] == [False, True]
    assert rows(tomorrow)["A1"].why == "there are data products"
    with db.snapshot() as session:
        assert asked(session, as_of=tomorrow).profiles[2].result("A1").counts


def test_the_list_and_the_profile_agree_on_what_counts(cast: Cast):
    product(cast, status="incubating")
    do(maturity.switch_criterion, "B3", by=cast.admin, on=True, since=TODAY, reason="It is told now.")
    with db.snapshot() as session:
        profile = asked(session, as_of=TODAY).of("MES")
    assert profile is not None
    off = {it.criterion for it in profile.results if it.outcome is MaturityOutcome.OFF}
    assert off == {key for key, row in rows().items() if not row.is_on}


def test_the_list_costs_two_statements(cast: Cast):
    with counted() as sent:
        rows()
    assert len(sent) == 2
