"""Domains side by side, and one domain for its business owner."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core import db
from core.access import Actor
from core.actions import check_ins, domains, initiatives, phases, reports, workspaces
from core.actions.policy import change_policy
from core.errors import NotFound
from core.model import Level, Phase, ReportState
from core.queries import domains as questions
from core.queries.domain_brief import DomainBrief, domain_brief
from core.queries.portraits import Portrait
from core.rules.also_waits import Place
from core.rules.quarters import quarter_named
from core.rules.status import Status
from core.snapshots import take_snapshot
from tests.cast import NOW, QUARTER, TODAY, Cast, day, do, initiative, live_product, movement, product
from tests.statements import counted

LAST_DAY_OF_QUARTER = (quarter_named(QUARTER).end - TODAY).days


def asked(key: str = "MES", *, by: Actor, now: datetime = NOW) -> questions.DomainPage:
    with db.snapshot() as session:
        return questions.domain(session, key, actor=by, as_of=now.date(), now=now)


def listed(*, by: Actor, now: datetime = NOW) -> dict[str, Portrait]:
    with db.snapshot() as session:
        found = questions.domains(session, actor=by, as_of=now.date(), now=now)
    return {portrait.domain.key: portrait for portrait in found}


def brief(key: str = "MES", *, by: Actor, now: datetime = NOW) -> DomainBrief:
    with db.snapshot() as session:
        return domain_brief(session, key, actor=by, as_of=now.date(), now=now)


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
    gate = shown.gates[it.initiatives[0].key]
    assert gate.passed < len(gate.results)
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


def test_the_gate_of_an_initiative_says_what_it_waits_for(cast: Cast):
    written = dict.fromkeys(("why", "local_competence", "local_resources"), "Known")
    key = initiative(cast, **written)
    do(initiatives.edit, key, by=cast.owner, business_value="Hours", budget=1, budget_currency="EUR")
    assert len(asked(by=cast.owner).gates[key].missing) == 1


def test_a_brief_agrees_with_the_list_and_takes_its_profile_from_the_day(cast: Cast):
    initiative(cast)
    movement(cast)
    report(cast)
    product(cast, status="incubating")
    found = brief(by=cast.owner)
    assert found.portrait == listed(by=cast.owner)["MES"]
    assert [it.key for it in found.profile.result("A1").missing] == ["DP-1"]
    do(take_snapshot, by=cast.engineer)
    assert brief(by=cast.owner).medians == {it.pillar: it.level for it in found.profile.pillars if it.level is not None}


def test_hours_are_worth_something_to_who_may_see_money_once_an_hour_is(cast: Cast):
    do(reports.migrate_report, report(cast), live_product(cast), by=cast.owner, on=TODAY)
    assert brief(by=cast.manager, now=day(30)).worth_year is None
    do(change_policy, "value_of_an_hour", 50, by=cast.admin, since=TODAY)
    found = brief(by=cast.manager, now=day(30))
    assert found.worth_year == pytest.approx(50 * found.portrait.hours_freed_year)
    assert found.worth_quarter == pytest.approx(50 * found.portrait.hours_freed_quarter)
    assert brief(by=cast.stranger, now=day(30)).worth_year is None


def test_a_business_owner_is_asked_for_once(cast: Cast):
    assert [(it.place, it.key) for it in brief("QUA", by=cast.owner).waits] == [(Place.DOMAIN, "QUA")]
    product(cast, domain="QUA", status="incubating")
    found = brief("QUA", by=cast.owner)
    assert "business owner" in found.profile.steps[0].sentence
    assert found.waits == ()


def test_a_late_check_in_waits_until_it_is_made(cast: Cast):
    key_result = movement(cast, start_on=TODAY)
    (waiting,) = brief(by=cast.owner, now=day(12)).waits
    assert waiting.sentence == f"The check-in on {key_result.key} Move five reports is 2 days overdue."
    assert (waiting.who, waiting.place, waiting.key) == ("Olga Owner", Place.OBJECTIVE, "OBJ-1")
    do(check_ins.check_in, key_result.key, by=cast.owner, at=day(12), on=day(12).date(), value=4, confidence=8)
    assert brief(by=cast.owner, now=day(12)).waits == ()


def test_an_excel_report_past_its_planned_day_waits(cast: Cast):
    key = report(cast, planned_on=TODAY)
    assert brief(by=cast.owner).waits == ()
    (waiting,) = brief(by=cast.owner, now=day(3)).waits
    assert waiting.sentence == f"{key} Shift report should have moved to the platform 3 days ago."


def test_an_unknown_domain_is_refused_by_name(cast: Cast):
    for question in (asked, brief):
        with pytest.raises(NotFound, match="NONE"):
            question("NONE", by=cast.owner)


@pytest.mark.parametrize("n", [0, LAST_DAY_OF_QUARTER])
def test_a_page_costs_at_most_ten_statements_at_any_size(cast: Cast, n: int):
    for n in range(4):
        movement(cast)
        report(cast, name=f"Report {n}")
        initiative(cast)
    for question in (listed, asked, brief):
        with counted() as sent:
            question(by=cast.owner, now=day(n))
        assert len(sent) <= 10
