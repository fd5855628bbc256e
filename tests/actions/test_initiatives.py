from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import select

from core.actions import initiatives
from core.db import transaction
from core.errors import Invalid, NotAllowed
from core.model import InitiativeKeyResult, InitiativeProduct, Phase, PhaseMove
from tests.cast import NOW, Cast, do, initiative, lines, movement, on_sqlite, product, refused


def test_a_proposal_starts_at_intake_with_its_first_move(cast: Cast):
    found = do(
        initiatives.propose, by=cast.contributor, domain="MES", title="Scrap by machine", sponsor="olga@example.com"
    )
    assert (found.key, found.phase, found.version, found.sponsor_id) == ("INI-1", Phase.INTAKE, 1, cast.owner.id)
    with transaction() as session:
        assert [move.phase for move in session.exec(select(PhaseMove))] == [Phase.INTAKE]
    assert lines("INI-1")[0].changes["domain"] == [None, "MES"]


def test_work_under_way_elsewhere_is_taken_over_in_its_phase(cast: Cast):
    taken = do(initiatives.propose, by=cast.engineer, domain="MES", title="Energy", phase=Phase.HANDOVER)
    assert taken.phase is Phase.HANDOVER


def test_money_is_exact_and_told_in_the_ledger(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.owner, budget="1234567890.15", budget_currency="EUR")
    changes = do(initiatives.edit, key, by=cast.owner, budget=Decimal("1234567890.16"))
    assert changes == {"budget": (Decimal("1234567890.15"), Decimal("1234567890.16"))}
    assert lines(key)[-1].changes == {"budget": ["1234567890.15", "1234567890.16"]}


def test_links_are_made_once_and_taken_away(cast: Cast):
    key, built, served = initiative(cast), product(cast), movement(cast).key
    for _ in range(2):
        do(initiatives.link_product, key, built, by=cast.engineer)
        do(initiatives.link_key_result, key, served, by=cast.engineer)
    assert links() == (1, 1)
    assert [line.changes for line in lines(key)[1:]] == [{"link": [None, built]}, {"link": [None, served]}]
    do(initiatives.unlink_product, key, built, by=cast.engineer)
    do(initiatives.unlink_key_result, key, served, by=cast.engineer)
    assert links() == (0, 0)


def links() -> tuple[int, int]:
    with transaction() as session:
        return len(session.exec(select(InitiativeProduct)).all()), len(session.exec(select(InitiativeKeyResult)).all())


@on_sqlite
@pytest.mark.parametrize(
    ("money", "named"),
    [
        ({"budget": -1, "budget_currency": "EUR"}, "budget"),
        ({"budget": 10**15, "budget_currency": "EUR"}, "budget"),
        ({"budget": "10.005", "budget_currency": "EUR"}, "budget"),
        ({"budget": 10}, "budget_currency"),
        ({"budget": 10, "budget_currency": "EU"}, "budget_currency"),
        ({"yearly_value": -1, "budget_currency": "EUR"}, "yearly_value"),
        ({"yearly_value": "10.005", "budget_currency": "EUR"}, "yearly_value"),
        ({"yearly_value": 10}, "budget_currency"),
    ],
)
def test_a_budget_that_cannot_be_is_refused(cast: Cast, money: dict[str, object], named: str):
    assert list(refused(Invalid, initiatives.edit, initiative(cast), by=cast.owner, **money).fields) == [named]


def test_who_does_not_see_money_does_not_change_it(cast: Cast):
    for money in ({"business_value": "Much"}, {"yearly_value": 10, "budget_currency": "EUR"}):
        refused(NotAllowed, initiatives.edit, initiative(cast), by=cast.engineer, **money)


def test_who_does_not_see_money_proposes_nothing_with_money(cast: Cast):
    given = {"domain": "MES", "title": "Energy", "business_value": ""}
    assert do(initiatives.propose, by=cast.engineer, **given).budget is None
    assert do(initiatives.propose, by=cast.owner, **given | {"business_value": "Much"}).business_value == "Much"
    refused(NotAllowed, initiatives.propose, by=cast.engineer, **given | {"business_value": "Much"})


def test_moving_to_another_domain_takes_the_right_in_both(cast: Cast):
    key = initiative(cast)
    refused(NotAllowed, initiatives.edit, key, by=cast.contributor, domain="QUA")
    do(initiatives.edit, key, by=cast.engineer, domain="QUA")


def test_an_external_key_belongs_to_one_initiative(cast: Cast):
    first, second = initiative(cast, external_key="JIRA-1"), initiative(cast)
    refusal = refused(Invalid, initiatives.edit, second, by=cast.engineer, external_key="JIRA-1")
    assert refusal.fields == {"external_key": "“JIRA-1” is taken by initiative “Scrap by machine”. Choose another."}
    do(initiatives.edit, first, by=cast.engineer, external_key="JIRA-1", title="Scrap")


def test_no_external_key_is_nobodys(cast: Cast):
    initiative(cast, external_key="")
    assert initiative(cast, external_key=" ") == "INI-2"


def test_a_link_taken_away_is_made_again_in_one_go(cast: Cast):
    key, built = initiative(cast), product(cast)
    do(initiatives.link_product, key, built, by=cast.engineer)
    with transaction() as session:
        initiatives.unlink_product(session, key, built, by=cast.engineer, at=NOW)
        initiatives.link_product(session, key, built, by=cast.engineer, at=NOW)
    assert links() == (1, 0)
