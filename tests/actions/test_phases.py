"""The way of an initiative through its gates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from core.actions import confirmations, initiatives, logbook, phases, products, workspaces
from core.db import transaction
from core.errors import GateClosed, Invalid, NotAllowed, Stale
from core.model import Halt, HaltKind, Initiative, LogKind, MoveKind, Phase, PhaseMove
from tests.cast import NOW, TODAY, Cast, day, do, initiative, lines, on_sqlite, product, refused

READY = {
    "why": "Scrap is seen a day too late.",
    "business_value": "30 hours a month",
    "budget": 120_000,
    "budget_currency": "EUR",
    "local_competence": "Two know SQL",
    "local_resources": "Half a day a week of two",
    "sponsor": "olga@example.com",
}


def test_an_initiative_passes_every_gate_on_its_facts(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY)
    advance(cast, key, 1, Phase.INCUBATION)

    do(initiatives.edit, key, by=cast.owner, product_team="Line 3")
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod")
    do(workspaces.mark_ready, "mes-prod", by=cast.engineer, at=day(1), touchless=True)
    log(cast, key, 2, hours_data_team=16, hours_product_team=4)
    vouch(cast.owner, key, "proof_of_value")
    vouch(cast.engineer, key, "people_trained")
    advance(cast, key, 3, Phase.PRODUCTIONIZATION)

    built = product(cast, owner="olga@example.com", team="Line 3", cost_centre="4711")
    do(initiatives.link_product, key, built, by=cast.engineer)
    for check in ("ci_cd", "quality_checks", "on_call"):
        vouch(cast.engineer, key, check)
    advance(cast, key, 4, Phase.HANDOVER)

    do(products.release, built, by=cast.engineer, on=TODAY)
    log(cast, key, 30, hours_product_team=20)
    vouch(cast.owner, key, "support_agreement")
    advance(cast, key, 31, Phase.COMPLETED)
    assert [(move.phase, move.kind) for move in moves(key)] == [
        (Phase.INTAKE, MoveKind.STARTED),
        *((phase, MoveKind.ADVANCED) for phase in list(Phase)[1:]),
    ]


def test_a_closed_gate_names_what_is_missing_and_who_can_give_it(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY | {"sponsor": None, "local_resources": ""})
    refusal = refused(GateClosed, phases.advance, key, by=cast.engineer)
    assert str(refusal) == (
        "INI-1 cannot move to incubation yet. Missing: Resources in the domain are named (business owner); "
        "The sponsor is the domain's business owner (business owner)."
    )
    assert [result.check.key for result in refusal.report.missing] == ["local_resources", "sponsor"]
    assert refusal.report.passed == 4
    assert now(key).phase is Phase.INTAKE


@on_sqlite
@pytest.mark.parametrize(
    "lacking", ["why", "business_value", "budget", "local_competence", "local_resources", "sponsor"]
)
def test_each_fact_of_the_intake_closes_its_gate(cast: Cast, lacking: str):
    key = initiative(cast, by=cast.owner, **READY | {lacking: None if lacking in ("budget", "sponsor") else ""})
    refusal = refused(GateClosed, phases.advance, key, by=cast.engineer)
    assert [result.check.key for result in refusal.report.missing] == [lacking]


def test_a_manager_goes_past_a_gate_with_a_reason_that_stays(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY | {"why": ""})
    do(phases.advance, key, by=cast.manager, override=" The board wants it. ")
    move, line = moves(key)[-1], lines(key)[-1]
    assert (move.kind, move.reason, move.missing) == (MoveKind.OVERRIDDEN, "The board wants it.", ["why"])
    assert (line.kind, line.reason) == ("phase.overridden", "The board wants it.")
    assert line.changes == {"phase": ["intake", "incubation"], "missing": [None, ["why"]]}


def test_a_reason_given_at_an_open_gate_is_a_plain_advance(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY)
    do(phases.advance, key, by=cast.manager, override="To be sure.")
    assert moves(key)[-1].kind is MoveKind.ADVANCED


def test_nobody_but_a_manager_goes_past_a_gate(cast: Cast):
    key = initiative(cast)
    for actor in (cast.engineer, cast.owner):
        refused(NotAllowed, phases.advance, key, by=actor, override="I want it.")
    assert now(key).phase is Phase.INTAKE


def test_an_initiative_goes_back_with_a_reason(cast: Cast):
    key = initiative(cast, phase=Phase.COMPLETED)
    do(phases.send_back, key, Phase.INCUBATION, by=cast.owner, reason="It came back.")
    assert now(key).phase is Phase.INCUBATION
    assert (lines(key)[-1].kind, lines(key)[-1].reason) == ("phase.sent_back", "It came back.")


def test_going_back_is_to_an_earlier_phase_and_has_a_reason(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    for to in (Phase.INCUBATION, Phase.HANDOVER):
        assert list(refused(Invalid, phases.send_back, key, to, by=cast.owner, reason="r").fields) == ["to"]
    assert list(refused(Invalid, phases.send_back, key, Phase.INTAKE, by=cast.owner, reason=" ").fields) == ["reason"]


def test_a_completed_initiative_has_no_next_phase(cast: Cast):
    key = initiative(cast, phase=Phase.COMPLETED)
    assert list(refused(Invalid, phases.advance, key, by=cast.manager, override="r").fields) == ["phase"]
    assert list(refused(Invalid, phases.hold, key, by=cast.manager, reason="r").fields) == ["phase"]


@pytest.mark.parametrize(("halt", "kind"), [(phases.hold, HaltKind.HOLD), (phases.stop, HaltKind.STOP)])
def test_a_halted_initiative_waits_until_it_is_resumed(cast: Cast, halt: Any, kind: HaltKind):
    key = initiative(cast, by=cast.owner, **READY)
    do(halt, key, by=cast.engineer, reason="No budget.", at=day(1))
    assert "No budget." in str(refused(Invalid, phases.advance, key, by=cast.engineer, at=day(2)))
    assert list(refused(Invalid, phases.hold, key, by=cast.engineer, at=day(2), reason="r").fields) == ["phase"]
    do(phases.resume, key, by=cast.owner, at=day(3))
    with transaction() as session:
        found = session.exec(select(Halt)).one()
    assert (found.kind, found.ended_at, found.ended_by_id) == (kind, day(3), cast.owner.id)
    advance(cast, key, 4, Phase.INCUBATION)


def test_there_is_nothing_to_resume_while_it_is_under_way(cast: Cast):
    assert list(refused(Invalid, phases.resume, initiative(cast), by=cast.engineer).fields) == ["phase"]


def test_moves_and_halts_are_recorded_in_the_order_of_time(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY)
    refused(Invalid, phases.advance, key, by=cast.engineer, at=NOW - timedelta(seconds=1))
    refused(Invalid, phases.hold, key, by=cast.engineer, at=NOW - timedelta(days=1), reason="r")
    do(phases.hold, key, by=cast.engineer, at=day(2), reason="r")
    refused(Invalid, phases.resume, key, by=cast.engineer, at=day(1))
    do(phases.resume, key, by=cast.engineer, at=day(4))
    assert list(refused(Invalid, phases.advance, key, by=cast.engineer, at=day(3)).fields) == ["at"]


def test_a_move_seen_too_late_is_refused(cast: Cast):
    key = initiative(cast, by=cast.owner, **READY)
    do(phases.advance, key, by=cast.engineer, seen=1)
    refusal = refused(Stale, phases.advance, key, by=cast.manager, seen=1, override="r")
    assert refusal.changes == ["Erik Engineer moved INI-1 forward; phase: “intake” → “incubation”"]


@on_sqlite
@pytest.mark.parametrize("name", ["contributor", "stranger", "admin"])
def test_moving_takes_the_right_to(cast: Cast, name: str):
    key, actor = initiative(cast, by=cast.owner, **READY), getattr(cast, name)
    refused(NotAllowed, phases.advance, key, by=actor)
    refused(NotAllowed, phases.hold, key, by=actor, reason="r")


def advance(cast: Cast, key: str, n: int, expected: Phase) -> None:
    assert do(phases.advance, key, by=cast.engineer, at=day(n)).phase is expected


def log(cast: Cast, key: str, n: int, **hours: float) -> None:
    worked: dict[str, Any] = {"on": day(n).date(), "kind": LogKind.BUILD, "text": "A sprint", **hours}
    do(logbook.log, key, by=cast.engineer, at=day(n), **worked)


def vouch(actor: Any, key: str, check: str) -> None:
    do(confirmations.confirm, key, check, by=actor, evidence="https://wiki.example.com/evidence")


def moves(key: str) -> list[PhaseMove]:
    with transaction() as session:
        of = select(PhaseMove).join(Initiative).where(Initiative.key == key).order_by(col(PhaseMove.id))
        return list(session.exec(of))


def now(key: str) -> Initiative:
    with transaction() as session:
        return session.exec(select(Initiative).where(Initiative.key == key)).one()
