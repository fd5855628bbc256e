from __future__ import annotations

from core.access import Actor, actor_with
from core.actions import maturity, people
from core.actions.confirmations import confirm
from core.actions.decisions import decide, finish_decision
from core.actions.gates import set_gate
from core.actions.initiatives import link_product
from core.actions.lending import lend
from core.actions.logbook import log
from core.actions.phases import advance, hold, send_back
from core.actions.pipelines import Deployed, record_deployments
from core.actions.workspaces import mark_ready, request_workspace
from core.db import snapshot
from core.model import Demand, LogKind, Phase, Role
from core.queries.home import Desk, home
from core.queries.initiative import initiative as dossier
from tests.cast import QUARTER, Cast, day, do, initiative, milestones, movement, product
from tests.queries.reports import report
from tests.statements import counted


def desk(who: Actor, n: int = 20, **terms) -> Desk:
    with snapshot() as session:
        return home(session, actor=who, as_of=day(n).date(), **terms)


def incubating(cast: Cast) -> str:
    return initiative(cast, phase=Phase.INCUBATION)


def test_a_check_in_waits_for_the_owner_of_the_key_result_once_a_cadence_has_gone_by(cast: Cast):
    key = movement(cast).key
    report(cast, key, 10, 1.0)
    assert desk(cast.owner, 16).check_ins == ()
    (due,) = desk(cast.owner, 17).check_ins
    assert (due.standing.key, due.due_on, due.is_late) == (key, day(17).date(), False)
    assert desk(cast.owner, 21).check_ins[0].is_late
    assert desk(cast.manager, 21).check_ins == ()


def test_a_reached_target_asks_for_no_more_check_ins(cast: Cast):
    report(cast, movement(cast).key, 1, 5.0)
    milestones(cast, "Agreed")
    assert [due.standing.title for due in desk(cast.owner).check_ins] == ["Agree on terms"]


def test_a_manager_and_the_owner_of_a_domain_see_what_needs_a_decision(cast: Cast):
    report(cast, movement(cast).key, 19, -1.0)
    assert [len(desk(who).decisions) for who in (cast.manager, cast.owner, cast.engineer)] == [1, 1, 0]


def test_a_check_waits_for_a_word_once_the_initiative_has_been_in_its_phase_for_a_sprint(cast: Cast):
    key = incubating(cast)
    assert desk(cast.owner, 13).unconfirmed == ()
    assert [it.check.key for it in desk(cast.owner, 14).unconfirmed] == ["proof_of_value", "people_trained"]
    do(confirm, key, "proof_of_value", by=cast.owner, at=day(15), evidence="Shown to the plant manager.")
    assert [it.check.key for it in desk(cast.owner, 15).unconfirmed] == ["people_trained"]


def test_days_in_a_phase_are_those_of_all_visits_as_on_the_page_of_the_initiative(cast: Cast):
    key = initiative(cast, phase=Phase.HANDOVER)
    do(send_back, key, by=cast.manager, at=day(4), to=Phase.PRODUCTIONIZATION, reason="No tests")
    do(advance, key, by=cast.manager, at=day(10), override="The pilot cannot wait")
    asked = next(it for it in desk(cast.owner, 20, now=day(20)).unconfirmed if it.initiative.key == key)
    with snapshot() as session:
        page = dossier(session, key, actor=cast.owner, as_of=day(20).date(), now=day(20))
    assert asked.initiative.days_in_phase == next(it.days for it in page.track if it.phase is Phase.HANDOVER) == 14


def test_a_log_is_silent_after_as_many_days_as_the_policy_says(cast: Cast):
    key = incubating(cast)
    do(log, key, by=cast.engineer, at=day(3), on=day(3).date(), kind=LogKind.BUILD, text="Built it.")
    assert desk(cast.engineer, 17).quiet == ()
    (quiet,) = desk(cast.engineer, 18).quiet
    assert (quiet.key, quiet.days_quiet, quiet.is_mine) == (key, 15, False)


def test_the_silent_log_of_ones_own_loan_comes_first(cast: Cast):
    incubating(cast)
    lent = incubating(cast)
    terms = {"share": 0.5, "from_on": day(0).date(), "until_on": day(30).date()}
    do(lend, lent, cast.stranger.email, by=cast.engineer, **terms)
    assert [it.key for it in desk(cast.stranger).quiet] == [lent]
    assert not any(it.is_mine for it in desk(cast.engineer).quiet)


def test_nothing_is_asked_of_an_initiative_at_intake_or_on_hold(cast: Cast):
    initiative(cast)
    do(hold, incubating(cast), by=cast.engineer, reason="No budget.")
    found = desk(cast.owner)
    assert (found.unconfirmed, found.quiet) == ((), ())


def test_what_was_decided_waits_for_its_owner_until_it_is_done(cast: Cast):
    what = {"text": "Add a shift", "quarter": QUARTER, "owner": cast.owner.email, "by": cast.manager}
    late = do(decide, at=day(1), due=day(5).date(), **what).key
    ahead = do(decide, at=day(1), due=day(30).date(), domain="MES", **what).key
    assert [(row.key, row.is_overdue) for row in desk(cast.owner).to_do] == [(late, True), (ahead, False)]
    assert [row.key for row in desk(cast.owner, domain=cast.contributor.grants[0].domain_id).to_do] == [ahead]
    assert desk(cast.manager).to_do == ()
    do(finish_decision, late, by=cast.owner, at=day(18), on=day(18).date())
    assert [row.key for row in desk(cast.owner).to_do] == [ahead]
    assert len(desk(cast.owner, 17).to_do) == 2


def test_a_workspace_waits_for_the_data_team_until_it_is_ready(cast: Cast):
    do(request_workspace, by=cast.engineer, at=day(1), domain="MES", name="mes-dev")
    assert [(it.name, it.days) for it in desk(cast.engineer).asked.workspaces] == [("mes-dev", 19)]
    assert desk(cast.owner).asked.workspaces == ()
    do(mark_ready, "mes-dev", by=cast.engineer, at=day(10), touchless=True)
    assert desk(cast.engineer).asked.workspaces == ()
    assert desk(cast.engineer, 9).asked.workspaces


def test_news_are_of_ones_own_domains_and_name_what_they_are_about(cast: Cast):
    initiative(cast, domain="QUA", title="Elsewhere")
    initiative(cast, title="Here")
    assert [deed.title for deed in desk(cast.contributor).news.deeds][:2] == ["Here", "Manufacturing"]
    assert "Elsewhere" in [deed.title for deed in desk(cast.manager).news.deeds]


def test_news_of_a_decision_say_what_it_is_and_lead_to_its_objective(cast: Cast):
    what = {"text": "Add a shift", "quarter": QUARTER, "owner": cast.owner.email, "due": day(9).date()}
    do(decide, at=day(1), by=cast.manager, key_result=movement(cast).key, **what)
    news = desk(cast.contributor).news.deeds[0]
    assert (news.subject, news.title, news.objective) == ("DEC-1", "Add a shift", "OBJ-1")


def test_news_about_people_are_for_those_who_may_search_the_ledger(cast: Cast):
    assert not any(deed.kind.startswith(("person.", "role.")) for deed in desk(cast.manager).news.deeds)
    assert any(deed.kind == "role.granted" for deed in desk(cast.admin).news.deeds)


def test_an_exemption_waits_for_whoever_may_approve_it_and_did_not_ask(cast: Cast):
    why = {"reason": "There is no network yet.", "until_on": day(30).date()}
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **why)
    do(people.grant, cast.manager.email, Role.BUSINESS_OWNER, by=cast.admin, domain="QUA")
    with snapshot() as session:
        manager = actor_with(session, cast.manager.email)
    do(maturity.ask_exemption, "QUA", "B2", by=manager, **why)
    assert [(it.criterion, it.domain_key) for it in desk(manager).exemptions] == [("B1", "MES")]
    assert desk(cast.owner).exemptions == desk(cast.engineer).exemptions == ()
    do(maturity.approve_exemption, "MES", "B1", by=manager, at=day(21))
    assert len(desk(manager, 20).exemptions) == 1, "as it was known on that day"
    assert desk(manager, 21).exemptions == ()


def test_it_costs_eight_statements_however_much_waits(cast: Cast):
    for _ in range(3):
        incubating(cast)
        movement(cast)
    with counted() as statements:
        desk(cast.engineer)
    assert len(statements) == 8


def test_what_is_off_or_proven_by_a_pipeline_is_not_asked_of_anybody(cast: Cast):
    key, made = initiative(cast, phase=Phase.PRODUCTIONIZATION), product(cast)
    do(link_product, key, made, by=cast.engineer)
    asked = {"ci_cd", "quality_checks", "on_call"}
    assert {it.check.key for it in desk(cast.engineer).unconfirmed} == asked
    told = [Deployed(made, "prod", day(1), succeeded=True)]
    do(record_deployments, told, by=cast.engineer, at=day(1), source="ci")
    do(set_gate, "on_call", by=cast.admin, at=day(1), demand=Demand.OFF, since=day(1).date())
    assert {it.check.key for it in desk(cast.engineer).unconfirmed} == {"quality_checks"}
