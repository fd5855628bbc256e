"""What the board, the page of one initiative and the logbook say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from core.actions import confirmations, initiatives, lending, logbook, phases
from core.db import snapshot, transaction
from core.errors import NotFound
from core.model import DataProduct, HaltKind, LogKind, Phase
from core.queries.initiative import Dossier
from core.queries.initiative import initiative as ask_one
from core.queries.initiatives import Portfolio
from core.queries.initiatives import initiatives as ask_all
from core.queries.ledger import activity
from core.queries.loans import loans
from core.queries.logbook import Logbook
from core.queries.logbook import logbook as ask_log
from tests.cast import TODAY, Cast, day, do, initiative, live_product
from tests.statements import counted


def board(cast: Cast, *, days: int = 0, **terms) -> Portfolio:
    with snapshot() as session:
        return ask_all(session, actor=cast.manager, as_of=TODAY + timedelta(days=days), **terms)


def dossier(cast: Cast, key: str, *, days: int = 0, actor=None) -> Dossier:
    with snapshot() as session:
        return ask_one(session, key, actor=actor or cast.manager, as_of=TODAY + timedelta(days=days))


def book(cast: Cast, *, actor=None, **terms) -> Logbook:
    with snapshot() as session:
        return ask_log(session, actor=actor or cast.engineer, as_of=TODAY, **({"days": 14} | terms))


def log(cast: Cast, key: str, **fields):
    given = {"on": TODAY, "kind": LogKind.BUILD, "text": "Built it"} | fields
    do(logbook.log, key, by=cast.engineer, **given)


def test_a_card_tells_age_gate_labour_and_what_blocks_it(cast: Cast):
    key = initiative(cast, phase=Phase.PRODUCTIONIZATION)
    do(initiatives.link_product, key, live_product(cast), by=cast.engineer)
    log(cast, key, hours_data_team=6, hours_product_team=2, blocked_by="Firewall")
    (row,) = board(cast, days=10).rows
    assert (row.key, row.domain_key, row.phase) == (key, "MES", Phase.PRODUCTIONIZATION)
    assert row.age == pytest.approx(10 + 15 / 24)
    assert (row.checks_passed, row.checks) == (1, 4)
    assert (row.hours_data_team, row.hours_product_team) == (6, 2)
    assert row.blocked_by == "Firewall"


def test_an_age_runs_to_this_moment_and_not_to_the_end_of_today(cast: Cast):
    key, now = initiative(cast), day(0) + timedelta(minutes=2)
    assert board(cast, now=now).rows[0].age == pytest.approx(2 / (24 * 60))
    with snapshot() as session:
        found = ask_one(session, key, actor=cast.manager, as_of=TODAY, now=now)
    assert found.track[0].days == pytest.approx(2 / (24 * 60))


def test_what_blocks_is_what_the_newest_entry_says(cast: Cast):
    key = initiative(cast)
    log(cast, key, blocked_by="Access")
    log(cast, key, text="Access is granted")
    assert board(cast).rows[0].blocked_by == ""


def test_a_column_begins_with_what_is_blocked_then_the_oldest(cast: Cast):
    old, young = initiative(cast), initiative(cast)
    blocked = initiative(cast)
    log(cast, blocked, blocked_by="Access")
    assert [row.key for row in board(cast).in_phase(Phase.INTAKE)] == [blocked, old, young]


def test_what_is_on_hold_stands_apart(cast: Cast):
    key = initiative(cast)
    do(phases.hold, key, by=cast.manager, reason="Waits for the budget")
    portfolio = board(cast)
    assert portfolio.in_phase(Phase.INTAKE) == ()
    assert [row.halt for row in portfolio.halted(HaltKind.HOLD)] == [HaltKind.HOLD]


def test_the_board_of_a_past_day_shows_the_phase_of_that_day(cast: Cast):
    key = initiative(cast)
    do(phases.advance, key, by=cast.manager, at=day(3), override="The pilot cannot wait")
    assert [row.phase for row in board(cast, days=2).rows] == [Phase.INTAKE]
    assert [(row.phase, row.went_past) for row in board(cast, days=4).rows] == [(Phase.INCUBATION, 6)]
    assert board(cast, days=-1).rows == ()


def test_bands_of_past_stays_need_eight_of_them(cast: Cast):
    keys = [initiative(cast) for _ in range(9)]
    for number, key in enumerate(keys[:7]):
        do(phases.advance, key, by=cast.manager, at=day(number + 1), override="Pilot")
    assert board(cast, days=30).rows[-1].cohort is None
    do(phases.advance, keys[7], by=cast.manager, at=day(8), override="Pilot")
    waiting = board(cast, days=30).rows[-1]
    assert waiting.cohort is not None
    assert waiting.cohort.p50 == pytest.approx(4.5)
    assert waiting.is_late


def test_the_board_of_a_domain_leaves_out_the_others(cast: Cast):
    initiative(cast)
    initiative(cast, domain="QUA")
    (row,) = [row for row in board(cast).rows if row.domain_key == "QUA"]
    with snapshot() as session:
        home = ask_one(session, row.key, actor=cast.manager, as_of=TODAY).domain.id
    assert [it.domain_key for it in board(cast, domain=home).rows] == ["QUA"]


def test_the_page_of_an_initiative_says_what_its_gate_still_needs(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION, product_team="Line 3")
    do(confirmations.confirm, key, "proof_of_value", by=cast.owner, evidence="Shown to the plant")
    log(cast, key, hours_data_team=8)
    found = dossier(cast, key)
    assert [result.check.key for result in found.gate.missing] == ["people_trained", "workspace_ready"]
    assert "Shown to the plant" in str(found.gate.results[0].fact)
    assert found.track[1].data_team_share == 1


def test_moves_holds_and_what_a_manager_went_past_stay_on_the_page(cast: Cast):
    key = initiative(cast)
    do(phases.advance, key, by=cast.manager, at=day(1), override="The pilot cannot wait")
    do(phases.hold, key, by=cast.manager, at=day(2), reason="Waits for the bench")
    found = dossier(cast, key, days=3)
    assert (found.turns[0].by, found.turns[0].reason) == ("Mara Manager", "The pilot cannot wait")
    assert "A budget is set" in found.turns[0].went_past
    assert found.halt is not None
    assert found.halt.reason == "Waits for the bench"
    assert dossier(cast, key, days=1).halt is None


def test_money_is_shown_only_to_those_who_may_see_it(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.owner, business_value="30 hours a month", budget=5000, budget_currency="EUR")
    assert dossier(cast, key, actor=cast.owner).initiative.budget == 5000
    hidden = dossier(cast, key, actor=cast.stranger)
    assert (hidden.initiative.budget, hidden.initiative.business_value, hidden.sees_money) == (None, "", False)
    assert "30 hours" not in str([result.fact for result in hidden.gate.results])
    assert [row.budget for row in board(cast).rows] == [5000]


def test_a_product_that_went_live_after_the_day_was_not_live_on_it(cast: Cast):
    key = initiative(cast, phase=Phase.HANDOVER)
    do(initiatives.link_product, key, live_product(cast), by=cast.engineer)
    with transaction() as session:
        session.exec(select(DataProduct)).one().live_on = TODAY + timedelta(days=5)
    hints = [next(it.hint for it in dossier(cast, key, days=n).gate.missing) for n in (4, 5)]
    assert hints[0] == "DP-1 is not live."
    assert hints[1].startswith("Let the product team")


def test_an_unknown_initiative_is_not_found(cast: Cast):
    with pytest.raises(NotFound, match="INI-99"):
        dossier(cast, "INI-99")


def test_people_lent_and_the_ledger_are_told(cast: Cast):
    key = initiative(cast)
    until = TODAY + timedelta(days=13)
    do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=0.5, from_on=TODAY, until_on=until)
    with snapshot() as session:
        assert [(it.person, it.share) for it in loans(session, key)] == [("Erik Engineer", 0.5)]
        assert [it.sentence for it in activity(session, key, as_of=TODAY)][-1] == f"proposed {key}"


def test_the_logbook_shows_the_last_days_and_on_wish_only_mine(cast: Cast):
    key = initiative(cast)
    log(cast, key, on=TODAY - timedelta(days=20), text="Long ago")
    log(cast, key, text="Today")
    do(logbook.log, key, by=cast.owner, on=TODAY, kind=LogKind.BUILD, text="By the product team")
    assert [line.entry.text for line in book(cast).entries] == ["By the product team", "Today"]
    assert [line.entry.text for line in book(cast, mine=True).entries] == ["Today"]
    assert len(book(cast, days=91).entries) == 3


def test_these_questions_take_a_fixed_number_of_statements(cast: Cast):
    for _ in range(5):
        key = initiative(cast)
        log(cast, key)
    with counted() as sent:
        board(cast)
    assert len(sent) == 9
    with counted() as sent:
        dossier(cast, key)
    assert len(sent) == 10
    with counted() as sent:
        book(cast)
    assert len(sent) == 1
