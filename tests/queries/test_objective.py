from __future__ import annotations

import pytest

from core.actions.bindings import bind
from core.actions.initiatives import link_key_result, link_product
from core.actions.key_results import edit_key_result, finish_step, set_key_result
from core.db import snapshot
from core.errors import NotFound
from core.model import KeyResultKind, Register
from core.queries.objective import Dossier, objective
from core.rules.smart import Letter
from core.rules.smart_rules import Verdict
from core.rules.status import Status
from tests import cast as made
from tests.cast import Cast, day, do, milestones, movement
from tests.queries.reports import report
from tests.statements import counted


def asked(cast: Cast, key: str, n: int = 30) -> Dossier:
    with snapshot() as session:
        return objective(session, key, as_of=day(n).date())


def test_an_objective_shows_its_key_results_with_what_was_said_about_them(cast: Cast):
    key = made.objective(cast)
    key_result = movement(cast, key).key
    report(cast, key_result, 20, 2.0, changed="Two more are live.", next_step="Ask controlling.")
    report(cast, key_result, 10, 1.0)
    dossier = asked(cast, key)
    (file,) = dossier.key_results
    assert [(said.value, said.changed) for said in file.reports] == [(2.0, "Two more are live."), (1.0, "")]
    assert file.reports[0].by == "Olga Owner"
    assert dossier.rollup.progress == pytest.approx(0.4)
    assert dossier.domain is not None
    assert (dossier.owner, dossier.domain.key) == ("Olga Owner", "MES")


def test_milestones_are_passed_on_their_day_and_not_before(cast: Cast):
    key = made.objective(cast)
    steps = milestones(cast, "Agreed", "Signed", objective_key=key).key
    do(finish_step, steps, 1, by=cast.owner, at=day(20), on=day(15).date())
    passed = [[step.done_on for step in asked(cast, key, n).key_results[0].standing.steps] for n in (14, 20)]
    assert passed == [[None, None], [day(15).date(), None]]


def test_it_names_the_initiatives_that_serve_it_and_the_objectives_around_it(cast: Cast):
    above = made.objective(cast, title="Above")
    key = made.objective(cast, parent=above)
    below = made.objective(cast, parent=key)
    initiative = made.initiative(cast)
    do(link_key_result, initiative, movement(cast, key).key, by=cast.engineer)
    dossier = asked(cast, key)
    assert [it.key for it in dossier.key_results[0].initiatives] == [initiative]
    assert dossier.parent is not None
    assert (dossier.parent.key, [child.key for child in dossier.children]) == (above, [below])


def test_without_a_key_result_nothing_is_measured(cast: Cast):
    dossier = asked(cast, made.objective(cast))
    assert (dossier.rollup.status, dossier.rollup.progress, dossier.key_results) == (Status.NO_DATA, None, ())


def test_an_unknown_key_is_not_found(cast: Cast):
    with pytest.raises(NotFound):
        asked(cast, "OBJ-404")


def test_it_costs_eight_statements(cast: Cast):
    key = made.objective(cast)
    movement(cast, key)
    with counted() as statements:
        asked(cast, key)
    assert len(statements) == 8


def test_a_key_result_leads_to_its_objective(cast: Cast):
    key = made.objective(cast)
    key_result = movement(cast, key).key
    assert asked(cast, key_result).objective.key == key


def test_each_key_result_is_judged_as_it_is_written_by_what_surrounds_it(cast: Cast):
    key = made.objective(cast, parent=made.objective(cast, domain=None, owner=cast.manager.email))
    key_result = movement(cast, key, title="Improve reporting in Finance", owner=cast.contributor.email).key
    (file,) = asked(cast, key).key_results
    assert [it.rule.key for it in file.smart.open] == ["verb", "unit", "owner"]
    do(edit_key_result, key_result, by=cast.owner, title="Move five reports", owner=cast.owner.email, unit="reports")
    assert asked(cast, key).key_results[0].smart.open == ()


def test_an_initiative_brings_its_data_products_along(cast: Cast):
    key = made.objective(cast)
    initiative, product = made.initiative(cast), made.product(cast)
    do(link_product, initiative, product, by=cast.engineer)
    do(link_product, initiative, made.product(cast, name="Scrap"), by=cast.engineer)
    do(link_key_result, initiative, movement(cast, key).key, by=cast.engineer)
    (file,) = asked(cast, key).key_results
    assert [(it.key, it.products) for it in file.initiatives] == [("INI-1", ("DP-1", "DP-2"))]
    (links,) = (it for it in file.smart.results if it.rule.key == "links")
    assert links.finding.fact == "INI-1, DP-1, DP-2"


def test_the_managers_own_what_the_company_wants(cast: Cast):
    key = made.objective(cast, domain=None, owner=cast.owner.email)
    company = {"title": "Ten domains named", "kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 10}
    do(set_key_result, key, by=cast.manager, **company)
    do(set_key_result, key, by=cast.manager, owner=cast.manager.email, **company)
    theirs, managers = (file.smart.verdict(Letter.RELEVANT) for file in asked(cast, key).key_results)
    assert (theirs, managers) == (Verdict.FAIL, Verdict.WARN)


def test_how_many_objectives_an_owner_has_counts_those_of_the_quarter_alone(cast: Cast):
    key = made.objective(cast)
    made.objective(cast, quarter="2027-Q1")
    for _ in range(5):
        made.objective(cast)
    movement(cast, key)
    (file,) = asked(cast, key).key_results
    (judged,) = (it for it in file.smart.results if it.rule.key == "objectives")
    assert (judged.verdict, judged.finding.fact) == (Verdict.WARN, "6 of the owner in the quarter")


def test_what_a_key_result_is_read_from_says_what_a_vague_verb_means(cast: Cast):
    key = movement(cast, title="Improve reporting in Finance").key
    do(bind, key, by=cast.owner, source=Register.REPORTS_MIGRATED, domain="MES")
    (file,) = asked(cast, "OBJ-1").key_results
    assert file.written.source == "Excel reports migrated since its start, Manufacturing"
    assert file.smart.verdict(Letter.SPECIFIC) is Verdict.PASS


def test_past_weeks_say_whether_a_target_can_be_reached_and_a_band_be_kept(cast: Cast):
    key = made.objective(cast)
    far = movement(cast, key, unit="reports", target=500, due=day(80).date()).key
    band = {"kind": KeyResultKind.MAINTAIN, "low": 90, "unit": "%", "title": "Loads on time each night"}
    near = do(set_key_result, key, by=cast.owner, **band).key
    for week in range(9):
        report(cast, far, 7 * week, week)
        report(cast, near, 7 * week, 92 + 4 * (week % 2))
    achievable = [
        {it.rule.key for it in file.smart.of(Letter.ACHIEVABLE) if it.verdict is not Verdict.PASS}
        for file in asked(cast, key, 60).key_results
    ]
    assert achievable == [{"speed"}, {"noise"}]
