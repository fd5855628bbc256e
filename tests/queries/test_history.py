"""What was known at the end of a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from core.actions import check_ins, domains, initiatives, key_results, objectives, people
from core.actions.key_results import StepPlan
from core.db import snapshot
from core.model import (
    CheckIn,
    Domain,
    InitiativeProduct,
    Objective,
    Person,
    PlanPoint,
    SourceSystem,
    Step,
)
from core.queries import history
from core.queries.history import known_on
from tests.cast import Cast, day, do, initiative, milestones, movement, objective, product
from tests.statements import counted


@pytest.fixture(autouse=True)
def _much_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "now", lambda: day(400))


def known(n: int, *columns: Any) -> list[Any]:
    """The columns as they were known n days after the first, in some order of their own."""
    with snapshot() as session:
        return sorted(known_on(session, day(n).date()).exec(select(*columns)))


def test_a_day_that_lasts_costs_nothing_and_one_that_is_over_a_statement(cast: Cast):
    with snapshot() as session, counted() as sent:
        assert known_on(session, day(400).date()) is session
        assert sent == []
        past = known_on(session, day(1).date())
        assert known_on(past, day(1).date()) is past
    assert len(sent) == 1


def test_what_is_read_of_the_past_leaves_the_present_alone(cast: Cast):
    key = objective(cast)
    do(objectives.edit_objective, key, by=cast.owner, at=day(3), title="No waste")
    with snapshot() as session:
        past = known_on(session, day(1).date()).exec(select(Objective)).one()
        present = session.exec(select(Objective)).one()
    assert (past.title, past.version) == ("Less scrap", 1)
    assert (present.title, present.version) == ("No waste", 2)


def test_a_title_is_the_one_of_the_day(cast: Cast):
    key = objective(cast)
    for n, title in ((3, "Less waste"), (5, "No waste")):
        do(objectives.edit_objective, key, by=cast.owner, at=day(n), title=title, weight=n)
    assert [known(n, Objective.title, Objective.weight) for n in (0, 3, 4, 5)] == [
        [("Less scrap", 1)],
        [("Less waste", 3)],
        [("Less waste", 3)],
        [("No waste", 5)],
    ]


def test_who_owned_it_is_named(cast: Cast):
    key = objective(cast)
    do(objectives.edit_objective, key, by=cast.owner, at=day(3), owner=cast.manager.email)
    assert known(2, Objective.owner_id) == [cast.owner.id]
    assert known(3, Objective.owner_id) == [cast.manager.id]


def test_a_union_is_of_that_day_too_with_its_own_columns(cast: Cast):
    key = objective(cast)
    do(objectives.edit_objective, key, by=cast.owner, at=day(3), title="No waste")
    kind = sa.literal("title").label("weight")
    asked = sa.union_all(sa.select(kind, col(Objective.title)), sa.select(kind, col(Domain.name))).order_by("title")
    with snapshot() as session:
        found = known_on(session, day(1).date()).execute(asked).all()
    assert found == [("title", "Less scrap"), ("title", "Manufacturing"), ("title", "Quality")]


def test_what_was_set_later_was_not_there(cast: Cast):
    objective(cast, at=day(2))
    assert known(1, Objective.key) == []


def test_check_ins_are_those_of_the_day(cast: Cast):
    key = movement(cast).key
    told = {"on": day(1).date(), "confidence": 5}
    do(check_ins.check_in, key, by=cast.owner, at=day(1), value=1, **told)
    do(check_ins.check_in, key, by=cast.contributor, at=day(4), value=2, **told)
    do(check_ins.check_in, key, by=cast.owner, at=day(6), value=3, confidence=5, on=day(2).date())
    cols = CheckIn.on, CheckIn.value, CheckIn.by_id, CheckIn.at
    assert known(3, *cols) == [(day(1).date(), 1, cast.owner.id, day(1))]
    assert known(4, *cols) == [(day(1).date(), 2, cast.contributor.id, day(4))]
    assert len(known(6, *cols)) == 2


def test_milestones_are_those_of_the_day_and_passed_if_they_were(cast: Cast):
    key = milestones(cast, "Draft, 1", "Signed").key
    do(key_results.finish_step, key, 1, by=cast.owner, at=day(1), on=day(1).date())
    do(key_results.edit_key_result, key, by=cast.owner, at=day(3), steps=[StepPlan("Live"), StepPlan("Signed")])
    do(key_results.finish_step, key, 2, by=cast.owner, at=day(4), on=day(4).date())
    cols = Step.position, Step.title, Step.weight, Step.done_on
    assert known(0, *cols) == [(1, "Draft, 1", 1, None), (2, "Signed", 1, None)]
    assert known(2, *cols) == [(1, "Draft, 1", 1, day(1).date()), (2, "Signed", 1, None)]
    assert known(3, *cols) == [(1, "Live", 1, None), (2, "Signed", 1, None)]
    assert known(4, *cols) == [(1, "Live", 1, None), (2, "Signed", 1, day(4).date())]


def test_the_plan_is_the_one_of_the_day(cast: Cast):
    key = movement(cast, plan=[(date(2026, 11, 1), 1234567.5)]).key
    do(key_results.edit_key_result, key, by=cast.owner, at=day(3), plan=[(date(2026, 12, 1), 2)])
    assert known(2, PlanPoint.on, PlanPoint.value) == [(date(2026, 11, 1), 1234567.5)]
    assert known(3, PlanPoint.on, PlanPoint.value) == [(date(2026, 12, 1), 2)]


def test_links_come_and_go(cast: Cast):
    ini, one, two = initiative(cast), product(cast), product(cast)
    do(initiatives.link_product, ini, one, by=cast.engineer, at=day(1))
    do(initiatives.unlink_product, ini, one, by=cast.engineer, at=day(3))
    do(initiatives.link_product, ini, two, by=cast.engineer, at=day(4))
    do(initiatives.link_product, ini, one, by=cast.engineer, at=day(5))
    found = [known(n, InitiativeProduct.initiative_id, InitiativeProduct.product_id) for n in range(6)]
    assert found == [[], [(1, 1)], [(1, 1)], [], [(1, 2)], [(1, 1), (1, 2)]]


def test_names_owners_and_systems_are_those_of_the_day(cast: Cast):
    do(domains.add_system, "MES", by=cast.engineer, at=day(2), name="WMS")
    do(domains.archive_domain, "QUA", by=cast.engineer, at=day(2))
    do(domains.edit_domain, "MES", by=cast.engineer, at=day(2), name="Factory", cost_centre="4711")
    do(people.edit_person, cast.owner.email, by=cast.admin, at=day(2), name="Olga New")
    assert known(1, SourceSystem.name) == []
    assert known(2, SourceSystem.name) == ["WMS"]
    do(domains.edit_system, "MES", "WMS", by=cast.engineer, at=day(4), name="Warehouse", vendor="Acme")
    assert (known(3, SourceSystem.name), known(3, SourceSystem.vendor)) == (["WMS"], [""])
    assert (known(4, SourceSystem.name), known(4, SourceSystem.vendor)) == (["Warehouse"], ["Acme"])
    assert known(1, Person.name) != known(2, Person.name)
    assert known(1, Domain.name, Domain.cost_centre) == [("Manufacturing", ""), ("Quality", "")]
    assert known(2, Domain.name, Domain.cost_centre) == [("Factory", "4711"), ("Quality", "")]
    assert [archived for archived in known_archived(1) if archived] == []
    assert [archived for archived in known_archived(2) if archived] == [day(2)]


def known_archived(n: int) -> list[Any]:
    with snapshot() as session:
        return list(known_on(session, day(n).date()).exec(select(Domain.archived_at)))
