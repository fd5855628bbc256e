"""Domains side by side, and one domain for its business owner."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core import db
from core.access import Actor
from core.actions import check_ins, domains, initiatives, phases, reports, workspaces
from core.errors import NotFound
from core.model import Level, Phase, ReportState
from core.queries import domains as questions
from core.queries.portraits import Portrait
from core.rules.next_action import NextAction, Place
from core.rules.status import Status
from tests.cast import NOW, TODAY, Cast, day, do, initiative, live_product, movement, product
from tests.statements import counted


def asked(key: str = "MES", *, by: Actor, now: datetime = NOW) -> questions.DomainPage:
    with db.snapshot() as session:
        return questions.domain(session, key, actor=by, as_of=now.date(), now=now)


def listed(*, by: Actor, now: datetime = NOW) -> dict[str, Portrait]:
    with db.snapshot() as session:
        found = questions.domains(session, actor=by, as_of=now.date(), now=now)
    return {portrait.domain.key: portrait for portrait in found}


def told(key: str = "MES", *, by: Actor, now: datetime = NOW) -> NextAction:
    action = asked(key, by=by, now=now).portrait.next_action
    assert action is not None
    return action


def equip(cast: Cast) -> None:
    """All that a domain needs before its results are looked at."""
    do(domains.edit_domain, "MES", by=cast.engineer, cost_centre="4711")
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")


def report(cast: Cast, **fields: object) -> str:
    given = {"domain": "MES", "name": "Shift report", "hours_per_run": 5, "runs_per_month": 6} | fields
    return do(reports.record_report, by=cast.engineer, **given).key


def test_a_domain_shows_all_that_belongs_to_it(cast: Cast):
    do(domains.add_domain, by=cast.engineer, key="LINE", name="Line 3", parent="MES")
    do(domains.add_system, "MES", by=cast.engineer, name="Hydra", kind="MES")
    initiative(cast)
    live_product(cast)
    product(cast, name="Scrap", level=Level.BUSINESS)
    movement(cast)
    report(cast)
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    shown = asked(by=cast.owner)
    it = shown.portrait
    assert it.business_owner is not None
    assert (it.business_owner.name, it.domain.name) == ("Olga Owner", "Manufacturing")
    assert [child.key for child in shown.children] == ["LINE"]
    assert [system.name for system in it.systems] == ["Hydra"]
    assert it.phases == {Phase.INTAKE: 1}
    assert it.initiatives[0].gate.passed < len(it.initiatives[0].gate.results)
    assert it.levels == {Level.TECHNICAL: 1, Level.BUSINESS: 1}
    assert [line.lacks for line in it.products] == [(), ("an owner", "a team", "a cost centre")]
    assert [line.rollup.status for line in it.objectives] == [Status.NO_DATA]
    assert it.hours_at_stake == 30
    assert (len(it.workspaces), it.ready) == (1, 0)


def test_every_domain_is_listed_with_what_is_its_own(cast: Cast):
    initiative(cast)
    initiative(cast, domain="QUA")
    initiative(cast, domain="QUA")
    rows = listed(by=cast.stranger)
    assert {key: len(row.initiatives) for key, row in rows.items()} == {"MES": 1, "QUA": 2}


def test_the_list_and_the_page_of_a_domain_agree(cast: Cast):
    initiative(cast)
    movement(cast)
    report(cast)
    assert listed(by=cast.owner)["MES"] == asked(by=cast.owner).portrait


def test_hours_are_freed_from_the_day_of_the_migration(cast: Cast):
    key = report(cast)
    do(reports.migrate_report, key, live_product(cast), by=cast.owner, on=TODAY)
    it = asked(by=cast.owner, now=day(30)).portrait
    assert it.moved == 1
    assert it.hours_freed_quarter == pytest.approx(30 * 31 * 12 / 365.25)
    assert it.hours_at_stake == 0


def test_the_day_before_nothing_of_it_had_happened(cast: Cast):
    moved = report(cast, recorded_on=TODAY - timedelta(days=9))
    next_day = {"at": day(1)}
    key = initiative(cast, **next_day)
    do(reports.migrate_report, moved, live_product(cast), by=cast.owner, on=day(1).date(), **next_day)
    later = report(cast, name="Recorded a day later", recorded_on=day(1).date(), **next_day)
    it = asked(by=cast.owner, now=day(0)).portrait
    assert key not in [line.key for line in it.initiatives]
    assert [(row.key, row.state) for row in it.reports] == [(moved, ReportState.IN_USE)]
    assert later not in [row.key for row in it.reports]


def test_the_phase_and_the_halt_are_those_of_the_day(cast: Cast):
    key = initiative(cast)
    do(phases.advance, key, by=cast.manager, at=day(2), override="The board decided so.")
    do(phases.hold, key, by=cast.manager, at=day(4), reason="No people")
    halted_by_day = {n: asked(by=cast.owner, now=day(n)).portrait.initiatives[0] for n in (1, 3, 5)}
    assert [line.phase for line in halted_by_day.values()] == [Phase.INTAKE, Phase.INCUBATION, Phase.INCUBATION]
    assert [line.halt is not None for line in halted_by_day.values()] == [False, False, True]


def test_the_first_thing_to_do_is_to_name_a_business_owner(cast: Cast):
    action = told("QUA", by=cast.owner)
    assert action.sentence.startswith("Quality has no business owner.")
    assert (action.place, action.key) == (Place.DOMAIN, "QUA")


def test_the_business_owner_is_told_of_the_last_check_of_a_gate(cast: Cast):
    equip(cast)
    written = dict.fromkeys(("why", "local_competence", "local_resources"), "Known")
    key = initiative(cast, **written)
    do(initiatives.edit, key, by=cast.owner, business_value="Hours", budget=1, budget_currency="EUR")
    action = told(by=cast.owner)
    assert (action.place, action.key, action.who) == (Place.INITIATIVE, key, "Olga Owner")
    assert "one thing" in action.sentence


def test_a_late_check_in_is_the_next_action_until_it_is_made(cast: Cast):
    equip(cast)
    key_result = movement(cast, start_on=TODAY)
    action = told(by=cast.owner, now=day(12))
    assert f"The check-in on {key_result.key} Move five reports is 2 days overdue." in action.sentence
    do(check_ins.check_in, key_result.key, by=cast.owner, at=day(12), on=day(12).date(), value=4, confidence=8)
    assert asked(by=cast.owner, now=day(12)).portrait.next_action is None


def test_an_unknown_domain_is_refused_by_name(cast: Cast):
    with pytest.raises(NotFound, match="NONE"):
        asked("NONE", by=cast.owner)


def test_a_page_costs_at_most_eleven_statements_at_any_size(cast: Cast):
    for n in range(4):
        movement(cast)
        report(cast, name=f"Report {n}")
        initiative(cast)
    for question in (listed, asked):
        with counted() as sent:
            question(by=cast.owner)
        assert len(sent) <= 11
