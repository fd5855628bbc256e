from __future__ import annotations

import pytest

from core.actions.initiatives import link_key_result
from core.actions.key_results import finish_step
from core.db import snapshot
from core.errors import NotFound
from core.queries.objective import Dossier, objective
from core.rules.status import Status
from tests import cast as made
from tests.cast import Cast, day, do, milestones, movement
from tests.queries.reports import report
from tests.statements import counted


def asked(cast: Cast, key: str, n: int = 30) -> Dossier:
    with snapshot() as session:
        return objective(session, key, actor=cast.owner, as_of=day(n).date())


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
    passed = [[step.done_on for step in asked(cast, key, n).key_results[0].standing.steps] for n in (14, 15)]
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


def test_its_activity_holds_what_was_done_to_it_and_to_its_key_results(cast: Cast):
    key = made.objective(cast)
    key_result = movement(cast, key).key
    movement(cast, title="Of another objective")
    report(cast, key_result, 5, 1.0)
    deeds = asked(cast, key).deeds
    assert [(deed.kind, deed.title) for deed in deeds] == [
        ("check_in.made", "Move five reports"),
        ("key_result.set", "Move five reports"),
        ("objective.set", "Less scrap"),
    ]
    assert deeds[0].objective == key


def test_without_a_key_result_nothing_is_measured(cast: Cast):
    dossier = asked(cast, made.objective(cast))
    assert (dossier.rollup.status, dossier.rollup.progress, dossier.key_results) == (Status.NO_DATA, None, ())


def test_an_unknown_key_is_not_found(cast: Cast):
    with pytest.raises(NotFound):
        asked(cast, "OBJ-404")


def test_it_costs_ten_statements(cast: Cast):
    key = made.objective(cast)
    movement(cast, key)
    with counted() as statements:
        asked(cast, key)
    assert len(statements) == 10


def test_a_key_result_leads_to_its_objective(cast: Cast):
    key = made.objective(cast)
    key_result = movement(cast, key).key
    assert asked(cast, key_result).objective.key == key
    assert asked(cast, key_result).deeds == asked(cast, key).deeds
