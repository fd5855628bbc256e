"""Versions of a contract are published, held against the one before, and kept as they came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from core.actions import contracts, lineage, products, workspaces
from core.actions.product_documents import take_ports
from core.db import snapshot
from core.errors import BadFile, Invalid, NotAllowed
from core.model import ChangeGrade, Contract, ContractColumn
from tests.cast import TODAY, Cast, do, lines, live_product, on_sqlite, product, refused
from tests.contracts.documents import ORDERS, PORTS

TWO = ORDERS.replace("1.0.0", "2.0.0").replace("name: status", "name: state")


def test_a_version_is_kept_as_it_came_with_its_columns(cast: Cast):
    key = product(cast)
    text = f"\ufeff# as typed\r\n{ORDERS}\n\n"
    contract = publish(cast, key, text)
    with snapshot() as session:
        assert session.get_one(Contract, contract.id).document == text
        columns = session.exec(select(ContractColumn).order_by(col(ContractColumn.position))).all()
    assert (contract.columns, contract.described, contract.grade) == (2, 2, None)
    assert [(c.table, c.path, c.type, c.required) for c in columns] == [
        ("orders", "order_id", "string", True),
        ("orders", "status", "string", False),
    ]


def test_the_same_document_again_changes_nothing(cast: Cast):
    key = product(cast)
    first = publish(cast, key, ORDERS)
    publish(cast, key, TWO)
    assert publish(cast, key, ORDERS).id == first.id
    assert [line.kind for line in lines(key)] == ["product.added", *["contract.published"] * 2]


def test_a_major_version_may_break_what_was_promised_and_both_are_kept(cast: Cast):
    key = product(cast)
    publish(cast, key, ORDERS)
    later = TODAY + timedelta(days=30)
    second = publish(cast, key, TWO, announced_on=TODAY, effective_on=later)
    assert (second.grade, second.announced_on, second.effective_on) == (ChangeGrade.BREAKING, TODAY, later)
    assert lines(key)[-1].changes["breaks"][1] == ["orders.status: renamed to state"]
    with snapshot() as session:
        assert session.exec(select(Contract.version).order_by(col(Contract.id))).all() == ["1.0.0", "2.0.0"]


def test_a_small_version_that_breaks_something_is_refused_with_all_that_breaks(cast: Cast):
    key = product(cast)
    publish(cast, key, ORDERS)
    broken = TWO.replace("2.0.0", "1.1.0").replace("value: 24", "value: 48")
    refusal = refused(Invalid, contracts.publish_contract, key, broken, by=cast.engineer)
    for told in ("breaks what 1.0.0 promised", "orders.status: renamed to state", "24 h became 48 h", "major version"):
        assert told in refusal.fields["document"]


def test_what_breaks_a_live_product_is_published_once_its_consumers_were_told(cast: Cast):
    key = live_product(cast)
    publish(cast, key, ORDERS)
    refusal = refused(Invalid, contracts.publish_contract, key, TWO, by=cast.engineer)
    assert "Tell the consumers first" in refusal.fields["announced_on"]
    assert publish(cast, key, TWO, announced_on=TODAY).version == "2.0.0"


@pytest.mark.parametrize(
    ("version", "told"),
    [("0.9.0", "older than 1.0.0"), ("1.0.0", "published already"), ("newest", "is no version such as")],
)
def test_versions_only_grow(cast: Cast, version: str, told: str):
    key = product(cast)
    publish(cast, key, ORDERS)
    other = ORDERS.replace("version: 1.0.0", f"version: {version}").replace("goes on", "goes on today")
    assert told in refused(Invalid, contracts.publish_contract, key, other, by=cast.engineer).fields["document"]


@on_sqlite
def test_what_is_no_valid_contract_is_refused_with_its_line(cast: Cast):
    key = product(cast)
    for text, told in ((ORDERS + "colour: red\n", "Line 36: colour"), ("a: [", "Line 2: this is not YAML")):
        assert told in str(refused(BadFile, contracts.publish_contract, key, text, by=cast.engineer))
    assert [line.kind for line in lines(key)] == ["product.added"]


@on_sqlite
def test_what_does_not_follow_in_time_is_refused(cast: Cast):
    key, tomorrow = product(cast), TODAY + timedelta(days=1)
    for fields in ({"announced_on": tomorrow}, {"announced_on": TODAY, "effective_on": TODAY - timedelta(days=1)}):
        refused(Invalid, contracts.publish_contract, key, ORDERS, by=cast.engineer, **fields)


@on_sqlite
def test_a_stranger_publishes_nothing(cast: Cast):
    refused(NotAllowed, contracts.publish_contract, product(cast), ORDERS, by=cast.stranger)


def test_a_product_with_columns_that_nobody_described_does_not_go_live(cast: Cast):
    key = product(cast, owner="olga@example.com", team="Line 3", cost_centre="4711")
    publish(cast, key, ORDERS.replace("    description: Whether work on the order goes on.\n", ""))
    refusal = refused(Invalid, products.release, key, by=cast.engineer, on=TODAY)
    assert refusal.fields == {"columns": "Every column needs a description; 1 of 2 lack one: orders.status."}
    publish(cast, key, ORDERS.replace("1.0.0", "1.0.1"))
    do(products.release, key, by=cast.engineer, on=TODAY)


def test_a_product_is_made_from_others_and_never_from_itself(cast: Cast):
    orders, lines_of, report = product(cast), product(cast, name="Lines"), product(cast, name="Report")
    for made, taken in ((lines_of, orders), (report, lines_of), (report, orders), (report, orders)):
        do(lineage.add_input, made, taken, by=cast.engineer)
    for made, taken in ((orders, orders), (orders, report)):
        refusal = refused(Invalid, lineage.add_input, made, taken, by=cast.engineer)
        assert refusal.fields == {"source": f"{taken} is made from {made} itself. Data cannot flow in a circle."}
    do(lineage.remove_input, report, lines_of, by=cast.engineer)
    do(lineage.remove_input, report, orders, by=cast.engineer)
    do(lineage.add_input, orders, report, by=cast.engineer)
    assert [line.kind for line in lines(report)].count("product.input_added") == 2


def test_who_reads_a_deprecated_product_is_told_until_when(cast: Cast):
    key, end = live_product(cast), TODAY + timedelta(days=90)
    gone = do(products.deprecate, key, by=cast.engineer, notice="Read “Orders” instead.", ends_on=end)
    assert (gone.notice, gone.ends_on) == ("Read “Orders” instead.", end)
    assert "served until" in str(refused(Invalid, products.retire, key, by=cast.engineer))
    do(products.edit_product, key, by=cast.engineer, ends_on=TODAY)
    assert list(refused(Invalid, products.edit_product, key, by=cast.engineer, notice=" ").fields) == ["notice"]
    back = do(products.release, key, by=cast.engineer, on=TODAY)
    assert (back.notice, back.ends_on) == ("", None)


@on_sqlite
@pytest.mark.parametrize(
    ("told", "field"), [({"notice": " "}, "notice"), ({"ends_on": TODAY - timedelta(days=1)}, "ends_on")]
)
def test_a_deprecation_without_a_notice_or_an_end_is_refused(cast: Cast, told, field: str):
    given = {"notice": "Read “Orders” instead.", "ends_on": TODAY} | told
    assert list(refused(Invalid, products.deprecate, live_product(cast), by=cast.engineer, **given).fields) == [field]


@on_sqlite
def test_a_product_lives_in_a_workspace_and_says_what_it_means(cast: Cast):
    key = product(cast)
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod")
    changes = do(products.edit_product, key, by=cast.engineer, workspace="mes-prod", semantics="One row per order.")
    assert changes == {"workspace": (None, "mes-prod"), "semantics": ("", "One row per order.")}
    assert list(refused(Invalid, products.edit_product, key, by=cast.engineer, notice="Soon").fields) == ["notice"]


def test_ports_are_taken_over_once(cast: Cast):
    key = product(cast)
    assert do(take_ports, key, PORTS, by=cast.engineer) == ["served orders"]
    assert do(take_ports, key, PORTS, by=cast.engineer) == []
    assert [line.kind for line in lines(key)] == ["product.added", "product.ports_set"]
    refused(NotAllowed, take_ports, key, PORTS, by=cast.stranger)


def publish(cast: Cast, key: str, document: str, **fields) -> Contract:
    return do(contracts.publish_contract, key, document, by=cast.engineer, **fields)
