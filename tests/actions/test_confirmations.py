from __future__ import annotations

import pytest
from sqlmodel import col, select

from core.actions import confirmations
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Confirmation
from tests.cast import NOW, Cast, day, do, initiative, lines, on_sqlite, refused
from tests.statements import counted


def test_a_check_is_vouched_for_with_evidence(cast: Cast):
    key = initiative(cast)
    do(confirmations.confirm, key, "proof_of_value", by=cast.owner, evidence=" Shown to the plant manager ")
    (found,) = vouched()
    assert (found.evidence, found.by_id, found.at) == ("Shown to the plant manager", cast.owner.id, NOW)
    assert lines(key)[-1].changes == {"proof_of_value": [None, "Shown to the plant manager"]}


def test_a_newer_confirmation_takes_the_place_of_the_one_before(cast: Cast):
    key = initiative(cast)
    do(confirmations.confirm, key, "ci_cd", by=cast.engineer, evidence="run 1")
    do(confirmations.confirm, key, "ci_cd", by=cast.engineer, at=day(2), evidence="run 2")
    first, second = vouched()
    assert (first.evidence, first.withdrawn_at) == ("run 1", day(2))
    assert (second.evidence, second.withdrawn_at) == ("run 2", None)
    assert lines(key)[-1].changes == {"ci_cd": ["run 1", "run 2"]}


def test_a_withdrawn_confirmation_stays_on_record(cast: Cast):
    key = initiative(cast)
    do(confirmations.confirm, key, "ci_cd", by=cast.engineer, evidence="run 1")
    do(confirmations.withdraw, key, "ci_cd", by=cast.engineer, at=day(1), reason="It failed since.")
    (found,) = vouched()
    assert (found.withdrawn_at, found.withdrawn_by_id) == (day(1), cast.engineer.id)
    assert (lines(key)[-1].kind, lines(key)[-1].reason) == ("check.withdrawn", "It failed since.")
    assert list(refused(Invalid, confirmations.withdraw, key, "ci_cd", by=cast.engineer, reason="Again.").fields) == [
        "check"
    ]


@pytest.mark.parametrize(
    ("check", "may", "may_not"), [("proof_of_value", "owner", "engineer"), ("people_trained", "engineer", "owner")]
)
def test_each_side_vouches_for_its_own(cast: Cast, check: str, may: str, may_not: str):
    key = initiative(cast)
    refused(NotAllowed, confirmations.confirm, key, check, by=getattr(cast, may_not), evidence="e")
    refused(NotAllowed, confirmations.confirm, key, check, by=cast.manager, evidence="e")
    do(confirmations.confirm, key, check, by=getattr(cast, may), evidence="e")
    refused(NotAllowed, confirmations.withdraw, key, check, by=getattr(cast, may_not), reason="r")


def test_a_confirmation_needs_evidence_and_a_withdrawal_a_reason(cast: Cast):
    key = initiative(cast)
    refusal = refused(Invalid, confirmations.confirm, key, "ci_cd", by=cast.engineer, evidence=" ")
    assert refusal.fields == {"evidence": "Evidence is needed."}
    do(confirmations.confirm, key, "ci_cd", by=cast.engineer, evidence="run 1")
    assert list(refused(Invalid, confirmations.withdraw, key, "ci_cd", by=cast.engineer, reason="").fields) == [
        "reason"
    ]


def test_what_facts_decide_cannot_be_confirmed_by_hand(cast: Cast):
    key = initiative(cast)
    assert list(refused(Invalid, confirmations.confirm, key, "why", by=cast.owner, evidence="e").fields) == ["check"]
    assert refused(NotFound, confirmations.confirm, key, "no_such", by=cast.owner, evidence="e").what == "gate check"


def vouched() -> list[Confirmation]:
    with transaction() as session:
        return list(session.exec(select(Confirmation).order_by(col(Confirmation.id))))


@on_sqlite
def test_a_confirmation_takes_five_statements(cast: Cast):
    """Of what it speaks of the products are read, and no more of the gate."""
    key = initiative(cast)
    with counted() as sent:
        do(confirmations.confirm, key, "proof_of_value", by=cast.owner, evidence="It saved two hours a week.")
    assert len(sent) == 5
