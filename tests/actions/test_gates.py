from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from core.actions import confirmations, initiatives, phases
from core.actions.gates import set_gate
from core.db import transaction
from core.errors import GateClosed, Invalid, NotAllowed, NotFound
from core.model import Demand, GateSetting, Phase, PhaseMove
from tests.cast import TODAY, Cast, day, do, initiative, lines, refused

ELSE = {
    "why": "Late",
    "local_competence": "SQL",
    "local_resources": "Half a day",
    "budget": 1,
    "budget_currency": "EUR",
}


def test_an_advised_check_no_longer_closes_the_gate(cast: Cast):
    key = initiative(cast, **ELSE, sponsor=cast.owner.email, by=cast.owner)
    assert missing(cast, key) == ["business_value"]
    do(set_gate, "business_value", by=cast.admin, demand=Demand.ADVISED, since=TODAY)
    do(phases.advance, key, by=cast.owner)
    assert lines("business_value")[-1].changes == {"demand": ["required", "advised"], "since": [None, "2026-10-05"]}


def test_a_check_is_required_from_its_day_on(cast: Cast):
    key = initiative(cast, phase=Phase.PRODUCTIONIZATION)
    do(set_gate, "contract", by=cast.admin, demand=Demand.REQUIRED, since=TODAY + timedelta(days=3))
    assert "contract" not in missing(cast, key, days=2)
    assert "contract" in missing(cast, key, days=3)


def test_a_move_keeps_what_was_missing_whatever_is_decided_later(cast: Cast):
    key = initiative(cast, **ELSE, sponsor=cast.owner.email, by=cast.owner)
    do(phases.advance, key, by=cast.manager, override="The board wants it.")
    do(set_gate, "business_value", by=cast.admin, at=day(1), demand=Demand.OFF, since=day(1).date())
    with transaction() as session:
        assert session.exec(select(PhaseMove.missing).order_by(col(PhaseMove.id))).all() == [[], ["business_value"]]


def test_the_level_stays_until_another_is_wanted(cast: Cast):
    asked = {"by": cast.admin, "since": TODAY}
    do(set_gate, "product_level", demand=Demand.REQUIRED, **asked)
    do(set_gate, "product_level", demand=Demand.REQUIRED, level=3, **asked)
    do(set_gate, "product_level", demand=Demand.ADVISED, **asked)
    with transaction() as session:
        (row,) = session.exec(select(GateSetting))
    assert (row.demand, row.level, row.since) == (Demand.ADVISED, 3, TODAY)
    assert [line.changes.get("level") for line in lines("product_level")] == [None, [2, 3], None]


def test_what_is_asked_so_already_changes_nothing(cast: Cast):
    do(set_gate, "why", by=cast.admin, demand=Demand.REQUIRED, since=TODAY)
    assert lines("why") == []


def test_only_an_admin_decides_and_never_backwards(cast: Cast):
    fits = {"demand": Demand.OFF, "since": TODAY}
    refused(NotAllowed, set_gate, "why", by=cast.manager, **fits)
    refused(NotFound, set_gate, "no_such", by=cast.admin, **fits)
    for field, wrong in {"since": TODAY - timedelta(days=1), "level": 2}.items():
        assert list(refused(Invalid, set_gate, "why", by=cast.admin, **{**fits, field: wrong}).fields) == [field]
    for level in (0, 4):
        refusal = refused(Invalid, set_gate, "product_level", by=cast.admin, level=level, **fits)
        assert refusal.fields == {"level": "There are the levels 1, 2, 3 of a data product."}


@pytest.mark.parametrize("anew", [False, True])
def test_a_confirmation_that_expired_closes_the_gate_until_it_is_given_anew(cast: Cast, anew: bool):
    key = initiative(cast, phase=Phase.INCUBATION, why="Scrap is seen too late.")
    do(confirmations.confirm, key, "proof_of_value", by=cast.owner, evidence="Shown to the plant")
    assert "proof_of_value" not in missing(cast, key)
    do(initiatives.edit, key, by=cast.owner, why="Tools break.")
    assert "proof_of_value" in missing(cast, key)
    if anew:
        do(confirmations.confirm, key, "proof_of_value", by=cast.owner, at=day(1), evidence="Shown again")
    assert ("proof_of_value" in missing(cast, key, days=1)) is not anew


def missing(cast: Cast, key: str, days: int = 0) -> list[str]:
    refusal = refused(GateClosed, phases.advance, key, by=cast.manager, at=day(days))
    return [result.check.key for result in refusal.report.missing]
