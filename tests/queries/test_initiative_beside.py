"""What stands on the page of an initiative beside its gate: what was sent, shown, learnt, and how long others took."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.actions import evidence, initiatives, intake, logbook, phases, playbook, retrospectives
from core.db import snapshot
from core.model import IntakeOutcome, LogKind, Phase
from core.queries.initiative import Dossier
from core.queries.initiative import initiative as ask
from core.rules.labour import Handing
from tests.cast import TODAY, Cast, day, do, initiative, movement

ANSWERS: dict[str, Any] = {
    "why": "Scrap is seen too late.",
    "business_value": "40 hours a month",
    "budget": 9000,
    "budget_currency": "EUR",
    "local_competence": "Two know SQL",
    "local_resources": "Both, a day a week",
}


def dossier(cast: Cast, key: str, as_of: date = TODAY) -> Dossier:
    with snapshot() as session:
        return ask(session, key, actor=cast.owner, as_of=as_of)


def test_what_was_sent_waits_until_it_is_decided_and_a_past_day_still_waits(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.owner, **ANSWERS)
    assert dossier(cast, key).submission is None
    do(intake.submit, key, by=cast.owner)
    back = {"outcome": IntakeOutcome.ASKED_BACK, "answer": "Which machines?"}
    do(intake.decide_intake, key, by=cast.manager, at=day(2), **back)
    before, after = (dossier(cast, key, day(n).date()).submission for n in (1, 2))
    assert before is not None
    assert after is not None
    assert (before.waits, before.by, before.answer) == (True, "Olga Owner", "")
    assert (after.outcome, after.answer, after.decided_by) == (
        IntakeOutcome.ASKED_BACK,
        "Which machines?",
        "Mara Manager",
    )


def test_evidence_stands_from_its_day_until_it_is_withdrawn(cast: Cast):
    key = initiative(cast)
    link = {"title": "Minutes", "url": "https://example.com/minutes", "check": "proof_of_value"}
    shown = do(evidence.attach, key, by=cast.engineer, at=day(1), **link)
    do(evidence.attach, key, by=cast.engineer, at=day(2), title="Photo", file_name="../p.png", content=b"png")
    do(evidence.withdraw_evidence, shown.id, by=cast.owner, at=day(3), reason="The wrong day.")
    titles = [[it.title for it in dossier(cast, key, day(n).date()).shelf.evidence] for n in range(4)]
    assert titles == [[], ["Minutes"], ["Minutes", "Photo"], ["Photo"]]
    one = dossier(cast, key, day(1).date()).shelf.evidence[0]
    assert (one.check, one.by, one.at, one.url) == ("proof_of_value", "Erik Engineer", day(1), link["url"])


def test_the_playbook_of_the_phase_and_the_key_results_lie_beside_it(cast: Cast):
    key, result = initiative(cast), movement(cast)
    do(initiatives.link_key_result, key, result.key, by=cast.owner)
    for phase in (Phase.INTAKE, Phase.HANDOVER):
        at_phase = {"phase": phase, "title": f"How {phase} goes", "url": "https://example.com"}
        do(playbook.add_entry, by=cast.admin, **at_phase)
    shelf = dossier(cast, key).shelf
    assert [it.title for it in shelf.playbook] == ["How intake goes"]
    assert [(it.key, it.objective) for it in shelf.key_results] == [(result.key, "OBJ-1")]


def test_what_blocks_it_is_known_since_its_first_word(cast: Cast):
    key = initiative(cast)
    worked: dict[str, Any] = {"by": cast.engineer, "at": day(9), "kind": LogKind.BUILD, "text": "Waiting"}
    for n, blocker in enumerate(("the network", "", "a licence", "the vendor")):
        do(logbook.log, key, on=day(n).date(), blocked_by=blocker, **worked)
    found = dossier(cast, key, day(9).date())
    assert (found.blocked_by, found.blocked_since) == ("the vendor", day(2).date())
    assert dossier(cast, key, day(1).date()).blocked_since is None


def test_the_verdict_says_whether_the_data_team_steps_back(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    worked: dict[str, Any] = {"by": cast.engineer, "kind": LogKind.BUILD, "text": "Built"}
    do(logbook.log, key, on=TODAY, hours_data_team=7, hours_product_team=3, **worked)
    do(phases.advance, key, by=cast.manager, at=day(5), override="r")
    do(logbook.log, key, on=day(6).date(), at=day(6), hours_data_team=8, hours_product_team=2, **worked)
    assert dossier(cast, key, day(6).date()).handing.handing is Handing.STAYING


def test_how_long_similar_ones_took_is_said_of_its_domain_and_of_all_and_not_of_few(cast: Cast):
    for n in range(1, 9):
        other = initiative(cast, domain="MES" if n % 4 else "QUA")
        do(phases.advance, other, by=cast.manager, at=day(n), override="r")
    found = dossier(cast, initiative(cast), day(9).date()).similar
    assert found is not None
    assert (found.here.n, found.here.median, found.here.p85) == (6, 4.0, None)
    assert (found.everywhere.n, found.everywhere.median) == (8, 4.5)
    assert found.everywhere.p85 is not None
    assert dossier(cast, initiative(cast, phase=Phase.COMPLETED), day(9).date()).similar is None


def test_who_looked_back_is_told_from_that_day_on(cast: Cast):
    key = initiative(cast, phase=Phase.COMPLETED)
    do(retrospectives.look_back, key, by=cast.engineer, at=day(2), next_time="Ask the line first.")
    assert dossier(cast, key, day(1).date()).retrospective is None
    written = dossier(cast, key, day(2).date()).retrospective
    assert written is not None
    assert (written.by, written.version, written.next_time) == ("Erik Engineer", 1, "Ask the line first.")
