"""One data product on its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import db
from core.actions import contracts, initiatives, lineage, support
from core.actions.people import archive_person
from core.errors import NotFound
from core.model import ChangeGrade
from core.queries.contracts import contract_comparison, contract_document
from core.queries.history import known_on
from core.queries.product import product as asked
from tests.cast import NOW, TODAY, Cast, do, live_product, movement, product
from tests.contracts.documents import ORDERS
from tests.statements import counted

TWO = ORDERS.replace("1.0.0", "2.0.0").replace("name: status", "name: state")


def test_a_product_with_its_contract_its_neighbours_and_its_support(cast: Cast):
    key, source, report = live_product(cast), product(cast, name="Events"), product(cast, name="Report")
    do(lineage.add_input, key, source, by=cast.engineer)
    do(lineage.add_input, report, key, by=cast.engineer)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    do(contracts.publish_contract, key, TWO, by=cast.engineer, announced_on=TODAY)
    do(support.open_support, key, by=cast.engineer, title="Late", on=TODAY)
    named = do(initiatives.propose, by=cast.owner, domain="MES", title="Scrap").key
    do(initiatives.link_product, named, key, by=cast.owner)
    result = movement(cast)
    do(initiatives.link_key_result, named, result.key, by=cast.owner)
    with db.snapshot() as session, counted() as statements:
        found = asked(session, key, as_of=TODAY)
    assert len(statements) <= 7
    assert ([it.key for it in found.inputs], [it.key for it in found.outputs]) == ([source], [report])
    assert [(v.version, v.grade) for v in found.versions] == [("2.0.0", ChangeGrade.BREAKING), ("1.0.0", None)]
    assert [row.path for row in found.columns] == ["order_id", "state"]
    assert [line.title for line in found.support] == ["Late"]
    assert found.initiatives == ((named, "Scrap", ""),)
    assert [(it.key, it.objective) for it in found.key_results] == [(result.key, "OBJ-1")]
    with db.snapshot() as session:
        new, old = (version.id for version in found.versions)
        compared = contract_comparison(session, old, new)
        assert [str(change) for change in compared.changes] == ["orders.status: renamed to state"]
        assert [(it.before.name, it.after.name, it.grade) for it in compared.columns if it.before and it.after] == [
            ("status", "state", ChangeGrade.BREAKING),
            ("order_id", "order_id", None),
        ]
        assert contract_document(session, old) == ORDERS


def test_on_a_past_day_later_versions_and_inputs_are_not_there(cast: Cast):
    key, source = product(cast), product(cast, name="Events")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    later = {"by": cast.engineer, "at": NOW + timedelta(days=3)}
    do(contracts.publish_contract, key, TWO, **later)
    do(lineage.add_input, key, source, **later)
    with db.snapshot() as session:
        past = asked(known_on(session, TODAY), key, as_of=TODAY)
        now = asked(session, key, as_of=TODAY + timedelta(days=3))
    assert ([v.version for v in past.versions], len(past.inputs)) == (["1.0.0"], 0)
    assert ([v.version for v in now.versions], len(now.inputs)) == (["2.0.0", "1.0.0"], 1)


def test_an_owner_who_has_left_owns_it_no_more_from_that_day_on(cast: Cast):
    key = live_product(cast)
    do(archive_person, cast.owner.email, by=cast.admin, at=NOW + timedelta(days=3))
    later = TODAY + timedelta(days=3)
    with db.snapshot() as session:
        past, now = asked(known_on(session, TODAY), key, as_of=TODAY), asked(session, key, as_of=later)
    assert (past.has_owner, now.has_owner) == (True, False)
    assert ("an owner" in now.lacks, now.doubts[0]) == (True, "it has no owner who is still here")


def test_an_unknown_key_is_not_found(cast: Cast):
    with db.snapshot() as session, pytest.raises(NotFound):
        asked(session, "DP-99", as_of=TODAY)
