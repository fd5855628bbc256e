from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from core.actions import initiatives, intake, phases
from core.db import transaction
from core.errors import GateClosed, Invalid, NotAllowed, Stale
from core.model import Initiative, IntakeOutcome, Phase, Submission
from core.rules.intake import QUESTIONS
from tests.cast import Cast, day, do, initiative, lines, on_sqlite, refused

ANSWERS: dict[str, Any] = {
    "why": "Scrap is seen too late.",
    "business_value": "40 hours a month",
    "budget": 9000,
    "budget_currency": "EUR",
    "local_competence": "Two know SQL",
    "local_resources": "Both, a day a week",
}
ACCEPT = {"outcome": IntakeOutcome.ACCEPTED}


def answered(cast: Cast, **fields: Any) -> str:
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.owner, **{**ANSWERS, "sponsor": cast.owner.email} | fields)
    return key


def sent(cast: Cast, **fields: Any) -> str:
    key = answered(cast, **fields)
    do(intake.submit, key, by=cast.owner)
    return key


def phase(key: str) -> Phase:
    with transaction() as session:
        return session.exec(select(col(Initiative.phase)).where(Initiative.key == key)).one()


def submissions() -> list[tuple[IntakeOutcome | None, str]]:
    with transaction() as session:
        return [(it.outcome, it.answer) for it in session.exec(select(Submission).order_by(col(Submission.id)))]


def test_what_was_sent_is_accepted_through_the_gate_with_one_line(cast: Cast):
    key = sent(cast)
    before = len(lines())
    do(intake.decide_intake, key, by=cast.manager, **ACCEPT)
    assert phase(key) is Phase.INCUBATION
    assert [line.kind for line in lines()[before:]] == ["phase.advanced"]
    assert submissions() == [(IntakeOutcome.ACCEPTED, "")]


@on_sqlite
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda it: it.field)
def test_an_open_question_is_named(cast: Cast, question):
    blank = {"budget": None, "budget_currency": ""} if question.field == "budget" else {question.field: " "}
    refusal = refused(Invalid, intake.submit, answered(cast, **blank), by=cast.owner)
    assert refusal.fields == {question.field: f"“{question.title}” is not answered yet."}


def test_a_closed_gate_keeps_it_at_intake_and_it_still_waits(cast: Cast):
    key = sent(cast, sponsor=None)
    report = refused(GateClosed, intake.decide_intake, key, by=cast.manager, **ACCEPT).report
    assert [it.check.key for it in report.missing] == ["sponsor"]
    assert submissions() == [(None, "")]


def test_whoever_sent_it_leaves_the_decision_to_another_in_every_way(cast: Cast):
    key = sent(cast)
    refused(NotAllowed, intake.decide_intake, key, by=cast.owner, **ACCEPT)
    assert "data team or a manager" in str(refused(NotAllowed, phases.advance, key, by=cast.owner))
    refused(NotAllowed, intake.decide_intake, key, by=cast.contributor, **ACCEPT)
    do(phases.advance, key, by=cast.engineer)
    assert submissions() == [(IntakeOutcome.ACCEPTED, "")]


def test_asking_back_takes_a_question_and_lets_it_be_sent_again(cast: Cast):
    key, back = sent(cast), {"outcome": IntakeOutcome.ASKED_BACK}
    assert "question" in refused(Invalid, intake.decide_intake, key, by=cast.manager, **back).fields
    refused(Invalid, intake.submit, key, by=cast.owner)
    do(intake.decide_intake, key, by=cast.manager, answer="Which machines?", **back)
    refused(Invalid, intake.decide_intake, key, by=cast.manager, **ACCEPT)
    do(intake.submit, key, by=cast.owner, at=day(1))
    assert submissions() == [(IntakeOutcome.ASKED_BACK, "Which machines?"), (None, "")]


def test_declining_takes_a_reason_and_stops_it(cast: Cast):
    key, no = sent(cast), {"outcome": IntakeOutcome.DECLINED}
    assert "reason" in refused(Invalid, intake.decide_intake, key, by=cast.manager, **no).fields
    do(intake.decide_intake, key, by=cast.manager, answer="It exists already.", **no)
    assert submissions() == [(IntakeOutcome.DECLINED, "It exists already.")]
    assert lines(key)[-1].kind == "initiative.stopped"
    refused(Invalid, intake.submit, key, by=cast.owner)


def test_stopping_what_waits_decides_about_it(cast: Cast):
    key = sent(cast)
    do(phases.stop, key, by=cast.owner, reason="We changed our mind.")
    assert submissions() == [(IntakeOutcome.DECLINED, "We changed our mind.")]


def test_only_what_stands_at_intake_is_sent_and_only_in_the_version_that_was_seen(cast: Cast):
    refused(Invalid, intake.submit, initiative(cast, phase=Phase.INCUBATION), by=cast.owner)
    key = answered(cast)
    refused(Stale, intake.submit, key, by=cast.owner, seen=1)
    refused(NotAllowed, intake.submit, key, by=cast.stranger)
    do(intake.submit, key, by=cast.owner, seen=2)
    refused(Stale, intake.decide_intake, key, by=cast.manager, seen=2, **ACCEPT)
