"""What was known at the end of a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from core import ledger
from core.actions import (
    check_ins,
    contracts,
    domains,
    glossary,
    initiatives,
    key_results,
    objectives,
    people,
    ports,
    product_documents,
    saved_searches,
    support,
)
from core.actions.key_results import StepPlan
from core.db import snapshot, transaction
from core.model import (
    CheckIn,
    DataProduct,
    Domain,
    InitiativeProduct,
    Objective,
    Person,
    PlanPoint,
    PortDirection,
    ProductPort,
    SavedSearch,
    SourceSystem,
    Step,
    SupportRequest,
)
from core.queries import history
from core.queries.history import known_on
from core.queries.product import product as file_of
from tests.cast import Cast, day, do, initiative, live_product, milestones, movement, objective, product
from tests.contracts.documents import ORDERS, PORTS
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


def test_ports_are_those_of_the_day_with_all_that_was_said_of_them(cast: Cast):
    key, team = product(cast), {"by": cast.engineer}
    table: dict[str, Any] = {"direction": PortDirection.OUTPUT, "name": "Table"}
    do(ports.add_port, key, at=day(1), location="main.mes.orders", kind="table", **table, **team)
    do(ports.remove_port, key, "Table", at=day(3), direction=PortDirection.OUTPUT, **team)
    do(ports.add_port, key, at=day(4), location="main.mes.work", **table, **team)
    do(product_documents.take_ports, key, PORTS, at=day(5), **team)
    first, second = ("Table", "table", "main.mes.orders"), ("Table", "", "main.mes.work")
    cols = ProductPort.name, ProductPort.kind, ProductPort.location
    assert [known(n, *cols) for n in range(5)] == [[], [first], [first], [], [second]]
    assert known(5, *cols) == [second, ("served orders", "", "")]


def test_ports_are_put_back_from_lines_that_told_less_of_them(cast: Cast):
    key = product(cast)
    with transaction() as session:
        made = session.exec(select(DataProduct)).one().id
        session.add(ProductPort(product_id=made, direction=PortDirection.INPUT, name="ERP"))
        told: list[tuple[str, dict[str, Any]]] = [
            ("product.ports_set", {"ports": (None, ["ERP"])}),
            ("port.removed", {"port": ("Table", None), "direction": ("output", None)}),
        ]
        for kind, changes in told:
            ledger.record(session, kind, key, by=cast.engineer, at=day(2), changes=changes)
    cols = ProductPort.direction, ProductPort.name, ProductPort.kind, ProductPort.location
    assert known(1, *cols) == [(PortDirection.OUTPUT, "Table", "", "")]
    assert known(2, *cols) == [(PortDirection.INPUT, "ERP", "", "")]


def test_the_term_of_a_column_is_the_one_of_the_day_in_the_version_of_the_day(cast: Cast):
    key, team = product(cast), {"by": cast.engineer}
    order, lot = (do(glossary.add_term, name=it, definition=it, **team).key for it in ("Order", "Lot"))
    do(contracts.publish_contract, key, ORDERS, **team)
    for n, term in ((2, order), (6, lot), (8, None)):
        do(glossary.assign_term, key, "status", term, at=day(n), **team)
        if n == 2:
            do(contracts.publish_contract, key, ORDERS.replace("1.0.0", "1.0.1"), at=day(4), **team)
    do(glossary.edit_term, order, at=day(7), name="Work order", **team)
    assert [term_of(key, "status", n) for n in (1, 2, 4, 5, 6, 8)] == ["", "Order", "Order", "Order", "Lot", ""]


def term_of(key: str, path: str, n: int) -> str:
    """What the page of the product says n days after the first that the column means."""
    with snapshot() as session:
        on = day(n).date()
        shown = file_of(known_on(session, on), key, as_of=on)
    return next(column.term for column in shown.columns if column.path == path)


def test_help_is_open_on_the_days_on_which_it_was(cast: Cast):
    product_key, team = live_product(cast), {"by": cast.engineer}
    key = do(support.open_support, product_key, at=day(1), on=day(1).date(), title="No rows", **team).key
    do(support.close_support, key, at=day(3), on=day(3).date(), answer="Loaded again", **team)
    do(support.reopen_support, key, at=day(5), reason="Again none", **team)
    closed = [known(n, SupportRequest.closed_on, SupportRequest.answer) for n in (0, 1, 3, 5)]
    assert closed == [[], [(None, "")], [(day(3).date(), "Loaded again")], [(None, "Loaded again")]]


def test_what_people_keep_for_themselves_is_as_it_is_now(cast: Cast):
    do(saved_searches.save_search, "Orders", terms={"q": "order"}, by=cast.owner, at=day(3))
    assert known(1, SavedSearch.name) == ["Orders"]


def known_archived(n: int) -> list[Any]:
    with snapshot() as session:
        return list(known_on(session, day(n).date()).exec(select(Domain.archived_at)))
