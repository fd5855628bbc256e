"""Every write has exactly one line in the ledger, and what changes nothing has none."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import core.actions
from core.access import Actor
from core.actions import (
    access_requests,
    acknowledgements,
    bindings,
    carrying,
    check_ins,
    closing,
    comments,
    common,
    confirmations,
    context_map,
    contracts,
    copies,
    decisions,
    deliveries,
    domains,
    drafts,
    duplicates,
    evidence,
    gates,
    glossary,
    grades,
    initiatives,
    intake,
    key_results,
    lending,
    lineage,
    logbook,
    mappings,
    maturity,
    metrics,
    objectives,
    observations,
    people,
    phases,
    pipelines,
    playbook,
    policy,
    ports,
    product_documents,
    products,
    pulls,
    pushes,
    readings,
    reminders,
    reports,
    retrospectives,
    reviews,
    saved_searches,
    snapshots,
    submissions,
    support,
    tokens,
    workspaces,
)
from core.actions.key_results import StepPlan
from core.actions.pipelines import ContractChecked, Deployed, QualityChecked, Used
from core.actions.pushes import Pushed
from core.actions.readings import ReadingValue
from core.db import transaction
from core.model import (
    IntakeOutcome,
    KeyResultKind,
    Level,
    LogKind,
    Phase,
    PortDirection,
    Register,
    ReminderKind,
    Role,
    TokenScope,
)
from core.model.gates import Demand
from core.rules.grading import Outcome
from core.rules.maturity import MATURITY, DomainFacts, Profile, Switches, judge
from core.rules.reminders import Occasion
from core.sources.contract import MetricRead
from tests.actions.quarter_end import END
from tests.cast import NOW, QUARTER, TODAY, Cast, do, lines
from tests.contracts.documents import ORDERS, PORTS

Told = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
FORWARD = {"override": "The board decided so."}


def test_every_verb_writes_exactly_one_line(cast: Cast):
    for verb, args, fields in story(cast):
        before = len(lines())
        do(verb, *args, **fields)
        subjects = [line.subject for line in lines()[before:]]
        assert len(subjects) == len(set(subjects)) == OF_SEVERAL.get(verb, 1), verb.__name__


OF_SEVERAL = {logbook.log_week: 2, logbook.take_back_log: 2}
"""Verbs that write about several things, each of which has its line, and how many those are in the story."""


def test_the_story_leaves_no_verb_out(cast: Cast):
    assert {verb for verb, _, _ in story(cast)} == {verb for verb in verbs() if "by" in asked(verb)} - DRAFTS


DRAFTS = {drafts.keep_draft, drafts.check_draft, drafts.discard_draft}


def test_who_acts_is_left_out_only_where_they_are_found_and_in_the_bookkeeping_of_the_program():
    found = {people.local_admin, people.system_actor}
    kept = {verb for verb in verbs() if verb.__module__ in (deliveries.__name__, pulls.__name__)}
    assert {verb for verb in verbs() if "by" not in asked(verb)} == found | kept


@pytest.mark.parametrize("found", [people.local_admin, people.system_actor])
def test_whom_the_program_adds_is_recorded_once(database_url: str, found: Callable[..., Actor]):
    added = do(found)
    assert do(found) == added
    assert [line.kind for line in lines(added.email)] == ["person.added"]


def test_bookkeeping_writes_no_line(cast: Cast):
    """It says how the program got on, at every pull and delivery; what came of it has a line of its own."""
    before = len(lines())
    with transaction() as session:
        pulls.lease(session, "catalog", holder="one", at=NOW, until=NOW + timedelta(hours=1))
        cut_short, good = (pulls.begin_pull(session, "catalog", at=NOW) for _ in range(2))
        pulls.fail_pull(session, cut_short.id, at=NOW, error="Nobody answered.")
        pulls.finish_pull(session, good.id, at=NOW, counts={"tables": 1}, cursor="7", scope="", remark="")
        pulls.release(session, "catalog", holder="one")
        deliveries.claim_delivery(session, ["1"], source="github", at=NOW)
        deliveries.release_delivery(session, ["1"])
    assert len(lines()) == before


def test_a_draft_is_no_fact_and_writes_no_line(cast: Cast):
    before = len(lines())
    do(drafts.keep_draft, TODAY, {"INI-1": {"text": "Half of a"}}, by=cast.engineer, seen=0)
    do(drafts.check_draft, TODAY, by=cast.engineer, seen=0)
    do(drafts.discard_draft, TODAY, by=cast.engineer, seen=1)
    assert len(lines()) == before


def test_saying_the_same_again_writes_no_line(cast: Cast):
    told = list(story(cast))
    for verb, args, fields in told:
        do(verb, *args, **fields)
        if verb in REPEATABLE:
            before = len(lines())
            do(verb, *args, **{name: value for name, value in fields.items() if name != "seen"})
            assert len(lines()) == before, verb.__name__


REPEATABLE = {
    access_requests.renew_access,
    access_requests.record_hand_over,
    retrospectives.look_back,
    people.edit_person,
    people.grant,
    people.revoke,
    domains.edit_domain,
    context_map.edit_relation,
    context_map.observe_flow,
    domains.edit_system,
    initiatives.edit,
    initiatives.link_product,
    initiatives.link_key_result,
    initiatives.unlink_product,
    initiatives.unlink_key_result,
    products.edit_product,
    contracts.publish_contract,
    glossary.edit_term,
    glossary.assign_term,
    saved_searches.save_search,
    lineage.add_input,
    lineage.remove_input,
    reports.edit_report,
    mappings.remember_mapping,
    metrics.edit_metric,
    metrics.adopt_default_metrics,
    metrics.set_target,
    readings.store_readings,
    pushes.push_readings,
    observations.store,
    objectives.edit_objective,
    key_results.edit_key_result,
    key_results.move_key_result,
    bindings.bind,
    check_ins.check_in,
    acknowledgements.acknowledge,
    comments.see_mentions,
    grades.grade,
    reviews.hold_review,
    reviews.note,
    decisions.edit_decision,
    policy.change_policy,
    maturity.switch_criterion,
    snapshots.take_snapshot,
    gates.set_gate,
    pipelines.record_deployments,
    pipelines.record_contract_checks,
    pipelines.record_quality_results,
    pipelines.record_uses,
    reminders.record_reminders,
    reminders.set_reminders,
}


def verbs() -> set[Callable[..., Any]]:
    """Every function of the room that takes the time at which it happens."""
    found: set[Callable[..., Any]] = set()
    for module in pkgutil.iter_modules(core.actions.__path__, "core.actions."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if not name.startswith("_") and {"session", "at"} <= asked(function) and function.__module__ == module.name:
                found.add(function)
    return found - PARTS


PARTS = {
    submissions.settle,
    people.give_role,
    readings.keep_series,
    carrying.carry_over,
    copies.copy_key_result,
    common.stamps,
    drafts.load_draft,
    drafts.put_back,
}
"""Of verbs, which record the whole themselves."""


def asked(verb: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(verb).parameters)


def story(cast: Cast) -> Iterator[Told]:
    """A verb after the other, each building on those before."""
    yield from _people(cast)
    yield from _register(cast)
    yield from _goals(cast)
    yield from _initiative(cast)
    yield from _quarter_end(cast)


def _people(cast: Cast) -> Iterator[Told]:
    admin = {"by": cast.admin}
    yield people.add_person, (), {"email": "New@Example.com", "name": "Nina New", **admin}
    yield people.edit_person, ("new@example.com",), {"name": "Nina Newman", "seen": 1, **admin}
    yield people.grant, ("new@example.com", Role.MANAGER), {"domain": "MES", **admin}
    yield people.revoke, ("new@example.com", Role.MANAGER), {"domain": "MES", **admin}
    yield people.archive_person, ("new@example.com",), admin
    yield reminders.set_reminders, (), {"wanted": False, "by": cast.owner}
    silence = Occasion(ReminderKind.CHECK_IN_STALE, "KR-1.1", TODAY)
    yield reminders.record_reminders, (cast.owner.email, [silence]), {"by": cast.engineer}
    yield policy.change_policy, ("behind_gap", 0.3), {"since": TODAY, **admin}
    yield maturity.switch_criterion, ("B3",), {"on": True, "since": TODAY, "reason": "It is told now.", **admin}
    exemption = {"reason": "It has no systems.", "until_on": TODAY, "by": cast.owner}
    yield maturity.ask_exemption, ("MES", "A2"), exemption
    yield maturity.approve_exemption, ("MES", "A2"), {"by": cast.manager}
    yield maturity.end_exemption, ("MES", "A2"), {"by": cast.manager, "reason": "It has one."}
    nothing = Profile("MES", "Manufacturing", TODAY, (judge(MATURITY[0], DomainFacts("MES", "", TODAY), Switches()),))
    yield snapshots.take_snapshot, ([snapshots.Taken(TODAY, {1: nothing})],), {"by": cast.engineer}
    yield gates.set_gate, ("contract",), {"demand": Demand.REQUIRED, "since": TODAY, **admin}


def _register(cast: Cast) -> Iterator[Told]:
    team, owner = {"by": cast.engineer}, cast.owner.email
    yield domains.add_domain, (), {"key": "LOG", "name": "Logistics", "business_owner": owner, **team}
    yield domains.edit_domain, ("LOG",), {"business_owner": cast.manager.email, "parent": "MES", **team}
    yield domains.add_system, ("LOG",), {"name": "WMS", **team}
    yield domains.edit_system, ("LOG", "WMS"), {"vendor": "Acme", **team}
    yield domains.add_system, ("LOG",), {"name": "TMS", **team}
    yield context_map.relate, (("LOG", "WMS"), ("LOG", "TMS")), {"patterns": ["conformist"], **team}
    yield context_map.edit_relation, ("REL-1",), {"patterns": [], "note": "Files", "seen": 1, **team}
    yield context_map.end_relation, ("REL-1",), {"reason": "The TMS was switched off.", **team}
    yield context_map.observe_flow, ("LOG", "MES"), {"on": TODAY, **team}
    yield domains.archive_domain, ("LOG",), team
    complete = {"owner": owner, "team": "Line 3", "cost_centre": "4711", "sensitive": True}
    yield products.add_product, (), {"domain": "MES", "name": "Work orders", "level": Level.TECHNICAL, **team}
    yield products.edit_product, ("DP-1",), {**complete, **team}
    yield products.add_product, (), {"domain": "MES", "name": "Orders", "level": Level.SOURCE, **team}
    yield lineage.add_input, ("DP-1", "DP-2"), team
    yield lineage.remove_input, ("DP-1", "DP-2"), team
    yield contracts.publish_contract, ("DP-1", ORDERS), team
    yield product_documents.take_ports, ("DP-1", PORTS), team
    yield glossary.add_term, (), {"name": "Order", "definition": "What a customer asked us to make.", **team}
    yield glossary.edit_term, ("TERM-1",), {"definition": "A promise to a customer.", **team}
    yield glossary.assign_term, ("DP-1", "status", "TERM-1"), team
    yield saved_searches.save_search, ("Orders",), {"terms": {"q": "order"}, **team}
    yield saved_searches.rename_search, ("Orders", "Work orders"), team
    yield saved_searches.delete_search, ("Work orders",), team
    yield products.incubate, ("DP-1",), team
    yield products.release, ("DP-1",), {"on": TODAY, **team}
    port = {"direction": PortDirection.OUTPUT, **team}
    yield ports.add_port, ("DP-1",), {"name": "Table", "location": "main.mes.orders", **port}
    yield ports.remove_port, ("DP-1", "Table"), port
    yield from _access(cast)
    told = {"source": "api", **team}
    yield pipelines.record_deployments, ([Deployed("DP-1", "prod", NOW, True)],), told
    yield pipelines.record_contract_checks, ([ContractChecked("DP-1", "9f2c1e0", NOW, True)],), told
    yield pipelines.record_quality_results, ([QualityChecked("DP-1", TODAY, True)],), told
    yield pipelines.record_uses, ([Used("DP-1", "QUA", TODAY, 3)],), told
    yield support.open_support, ("DP-1",), {"title": "Columns went missing", "on": TODAY, **team}
    yield support.close_support, ("SUP-1",), {"on": TODAY, "answer": "They are back.", **team}
    yield support.reopen_support, ("SUP-1",), {"reason": "They are gone again.", **team}
    yield products.deprecate, ("DP-1",), {"notice": "Read “Orders” instead.", "ends_on": TODAY, **team}
    yield products.retire, ("DP-1",), team
    yield workspaces.request_workspace, (), {"domain": "MES", "name": "mes-prod", **team}
    yield workspaces.mark_ready, ("mes-prod",), {"touchless": True, **team}
    yield workspaces.mark_used, ("mes-prod",), team
    cost = {"hours_per_run": 30, "runs_per_month": 2}
    yield reports.record_report, (), {"domain": "MES", "name": "Scrap.xlsx", **cost, **team}
    yield reports.edit_report, ("XLS-1",), {"domain": "QUA", "owner": owner, **team}
    yield reports.start_migration, ("XLS-1",), team
    yield reports.migrate_report, ("XLS-1", "DP-1"), {"on": TODAY, **team}
    yield reports.reopen_report, ("XLS-1",), {"reason": "Two columns are missing.", **team}
    yield reports.retire_report, ("XLS-1",), {"on": TODAY, **team}
    yield mappings.remember_mapping, ("initiatives", "a1b2", {"columns": {"Titel": "title"}}), team
    yield metrics.define_metric, (), {"key": "users", "name": "Active users", **team}
    yield metrics.edit_metric, ("users",), {"low": 10, "owner": owner, **team}
    yield metrics.adopt_default_metrics, (), team
    yield metrics.set_target, ("users",), {"since": TODAY, "low": 12, **team}
    yield metrics.annotate, ("users",), {"on": TODAY, "text": "A new portal", "process_changed": True, **team}
    yield readings.store_readings, ("users", [ReadingValue(NOW, 12)]), {"source": "catalog", **team}
    yield pushes.push_readings, ([Pushed("users", ReadingValue(NOW, 13))],), {"source": "api", **team}
    yield observations.store, ([MetricRead("users", NOW, 14)],), {"source": "catalog", "whole": True, **team}
    yield tokens.issue_token, (), {"name": "Warehouse", "scope": TokenScope.PUSH_READINGS, **team}
    yield tokens.revoke_token, ("Warehouse",), team


def _access(cast: Cast) -> Iterator[Told]:
    asker, owner, manager = {"by": cast.stranger}, {"by": cast.owner}, {"by": cast.manager}
    wanted = {"purpose": "The footprint of a part", "principal": cast.stranger.email, "domain": "QUA"}
    yield access_requests.ask_access, ("DP-1",), {**wanted, **asker}
    yield access_requests.decide_access, ("ACC-1",), {"granted": True, "review_on": TODAY + timedelta(days=90), **owner}
    yield access_requests.second_access, ("ACC-1",), {"granted": True, **manager}
    yield access_requests.renew_access, ("ACC-1",), {"until_on": TODAY + timedelta(days=180), **manager}
    yield (
        access_requests.record_hand_over,
        ("ACC-1", "grant"),
        {"failure": "It answered with 500.", "by": cast.engineer},
    )
    yield access_requests.revoke_access, ("ACC-1",), {"reason": "The report is done.", **asker}


def _goals(cast: Cast) -> Iterator[Told]:
    owner = {"by": cast.owner}
    aim = {"title": "Less scrap", "quarter": QUARTER, "owner": cast.owner.email, "domain": "MES"}
    yield objectives.set_objective, (), {**aim, **owner}
    yield objectives.edit_objective, ("OBJ-1",), {"weight": 2, **owner}
    by_five = {"kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 5}
    yield key_results.set_key_result, ("OBJ-1",), {"title": "Five reports", **by_five, **owner}
    steps = [StepPlan("Draft"), StepPlan("Signed")]
    in_steps = {"title": "Terms", "kind": KeyResultKind.MILESTONE, "steps": steps}
    yield key_results.set_key_result, ("OBJ-1",), {**in_steps, **owner}
    planned = {"target": 6, "plan": [(date(2026, 11, 1), 2)]}
    yield key_results.edit_key_result, ("KR-1.1",), {**planned, **owner}
    yield key_results.edit_key_result, ("KR-1.2",), {"steps": [*steps, StepPlan("Live")], **owner}
    yield key_results.finish_step, ("KR-1.2", 1), {"on": TODAY, **owner}
    yield key_results.reopen_step, ("KR-1.2", 1), {"reason": "Not signed.", **owner}
    yield check_ins.check_in, ("KR-1.1",), {"on": TODAY, "value": 1, "confidence": 6, **owner}
    yield check_ins.check_in, ("KR-1.1",), {"on": TODAY, "value": 2, "confidence": 6, **owner}
    yield acknowledgements.acknowledge, ("KR-1.1",), {"on": TODAY, "by": cast.manager}
    yield comments.comment, ("OBJ-1",), {"text": "@Mara Manager: it runs.", **owner}
    yield comments.see_mentions, ("OBJ-1",), {"by": cast.manager}
    yield comments.withdraw_comment, (1,), owner
    yield bindings.bind, ("KR-1.1",), {"source": Register.REPORTS_MIGRATED, "domain": "MES", **owner}
    yield bindings.unbind, ("KR-1.1",), owner
    yield from _review(cast)


def _review(cast: Cast) -> Iterator[Told]:
    manager = {"by": cast.manager}
    yield reviews.hold_review, (QUARTER,), {"on": TODAY, **manager}
    yield reviews.note, ("OBJ-1",), {"on": TODAY, "text": "A second shift was promised.", **manager}
    what = {"text": "Give a second shift", "owner": cast.owner.email, "due": TODAY, "quarter": QUARTER}
    yield decisions.decide, (), {**what, "key_result": "KR-1.1", **manager}
    yield decisions.edit_decision, ("DEC-1",), {"due": TODAY + timedelta(days=7), **manager}
    yield decisions.finish_decision, ("DEC-1",), {"on": TODAY, "outcome": "From Monday on", "by": cast.owner}
    yield decisions.reopen_decision, ("DEC-1",), {"reason": "It did not come.", **manager}


def _initiative(cast: Cast) -> Iterator[Told]:
    team, manager, owner = {"by": cast.engineer}, {"by": cast.manager}, {"by": cast.owner}
    yield initiatives.propose, (), {"domain": "MES", "title": "Scrap by machine", **team}
    yield initiatives.edit, ("INI-1",), {"why": "Scrap is seen too late.", "sponsor": cast.owner.email, **team}
    yield initiatives.link_product, ("INI-1", "DP-1"), team
    yield initiatives.unlink_product, ("INI-1", "DP-1"), team
    yield initiatives.link_key_result, ("INI-1", "KR-1.1"), team
    yield initiatives.unlink_key_result, ("INI-1", "KR-1.1"), team
    answers = {"business_value": "40 hours a month", "budget": 9000, "budget_currency": "EUR"}
    answers |= {"local_competence": "Two know SQL", "local_resources": "Both for a day a week"}
    yield initiatives.edit, ("INI-1",), {**answers, **owner}
    yield intake.submit, ("INI-1",), owner
    asked_back = {"outcome": IntakeOutcome.ASKED_BACK, "answer": "Which machines?"}
    yield intake.decide_intake, ("INI-1",), {**asked_back, **manager}
    yield intake.submit, ("INI-1",), owner
    yield intake.decide_intake, ("INI-1",), {"outcome": IntakeOutcome.ACCEPTED, **manager}
    yield phases.advance, ("INI-1",), {**FORWARD, **manager}
    yield confirmations.confirm, ("INI-1", "proof_of_value"), {"evidence": "Shown on Monday", **owner}
    yield confirmations.withdraw, ("INI-1", "proof_of_value"), {"reason": "A wrong figure.", **owner}
    worked = {"on": TODAY, "kind": LogKind.TRAINING, "text": "SQL for two", "hours_data_team": 4}
    yield logbook.log, ("INI-1",), {**worked, **team}
    lent = {"share": 0.5, "from_on": TODAY, "until_on": TODAY + timedelta(days=13)}
    yield lending.lend, ("INI-1", cast.engineer.email), {**lent, **team}
    yield lending.end_loan, ("INI-1", cast.engineer.email), {"on": TODAY, **team}
    yield phases.send_back, ("INI-1", Phase.INTAKE), {"reason": "The sponsor left.", **team}
    yield phases.hold, ("INI-1",), {"reason": "Waiting for the budget.", **team}
    yield phases.resume, ("INI-1",), team
    yield evidence.attach, ("INI-1",), {"title": "Minutes", "url": "https://example.com/minutes", **team}
    yield evidence.withdraw_evidence, (1,), {"reason": "The wrong day.", **team}
    yield phases.stop, ("INI-1",), {"reason": "Nobody needs it.", **team}
    yield initiatives.propose, (), {"domain": "MES", "title": "Tool life", "phase": Phase.COMPLETED, **team}
    rows = {key: {"text": "Built it", "kind": "build"} for key in ("INI-1", "INI-2")}
    later = {"at": NOW + timedelta(minutes=1), **team}
    yield logbook.log_week, (date(2026, 10, 5), rows), {"seen": 0, **later}
    yield logbook.take_back_log, (), later
    yield retrospectives.look_back, ("INI-2",), {"next_time": "Ask the line first.", **team}
    entry = {"phase": Phase.INTAKE, "title": "Template", "url": "https://example.com/template", "by": cast.admin}
    yield playbook.add_entry, (), entry
    yield playbook.edit_entry, (1,), {**entry, "note": "One page", "seen": 1}
    yield playbook.remove_entry, (1,), {"by": cast.admin}


def _quarter_end(cast: Cast) -> Iterator[Told]:
    owner, manager = {"by": cast.owner, "at": END}, {"by": cast.manager, "at": END}
    reached = Outcome(1.0, True)
    yield duplicates.duplicate_objective, ("OBJ-1", "2027-Q1"), owner
    yield key_results.move_key_result, ("KR-2.1", "OBJ-1"), owner
    for key in ("KR-1.1", "KR-1.2", "KR-2.1"):
        yield grades.grade, (key,), {"outcome": reached, "score": 1.0, **owner}
    outcomes = dict.fromkeys(("KR-1.1", "KR-1.2", "KR-2.1"), reached)
    yield closing.close_quarter, (QUARTER,), {"outcomes": outcomes, "snapshot": str, **manager}
    yield closing.reopen_quarter, (QUARTER,), {"reason": "A wrong figure.", **manager}
