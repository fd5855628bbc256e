from __future__ import annotations

from core.actions.ports import add_port, remove_port
from core.actions.products import edit_product
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import PortDirection
from core.queries.access import product_access
from tests.cast import NOW, TODAY, Cast, do, lines, product, refused

TABLE = {"direction": PortDirection.OUTPUT, "name": "Table", "location": "main.mes.orders"}


def tables(key: str) -> tuple[str, ...]:
    with snapshot() as session:
        return product_access(session, key, as_of=TODAY, now=NOW).tables


def test_an_output_port_names_the_table_by_which_the_platform_knows_a_product(cast: Cast):
    key = product(cast)
    do(add_port, key, by=cast.engineer, **TABLE)
    do(add_port, key, by=cast.engineer, direction=PortDirection.INPUT, name="MES", location="opc://line-3")
    assert tables(key) == ("main.mes.orders",)
    do(remove_port, key, "Table", by=cast.engineer, direction=PortDirection.OUTPUT)
    assert tables(key) == ()
    assert [line.kind for line in lines(key)][1:] == ["port.added", "port.added", "port.removed"]


def test_a_table_is_the_output_of_one_product(cast: Cast):
    key, other = product(cast), product(cast, name="Scrap")
    do(add_port, key, by=cast.engineer, **TABLE)
    assert list(refused(Invalid, add_port, key, by=cast.engineer, **TABLE).fields) == ["name"]
    again = TABLE | {"location": "MAIN.mes.orders"}
    assert "DP-1" in refused(Invalid, add_port, other, by=cast.engineer, **again).fields["location"]


def test_a_location_of_several_lines_smuggles_no_other_table_in(cast: Cast):
    key = product(cast)
    smuggled = TABLE | {"location": "main.mes.orders\nmain.hr.salaries"}
    assert list(refused(Invalid, add_port, key, by=cast.engineer, **smuggled).fields) == ["location"]


def test_what_is_read_at_an_address_is_no_table(cast: Cast):
    key = product(cast)
    for name, location in (
        ("Files", "s3://mes/orders.parquet"),
        ("Topic", "kafka:mes.orders"),
        ("Half", "main..orders"),
    ):
        do(add_port, key, by=cast.engineer, direction=PortDirection.OUTPUT, name=name, location=location)
    do(add_port, key, by=cast.engineer, **TABLE)
    assert tables(key) == ("main.mes.orders",)


def test_who_may_edit_the_product_names_its_ports(cast: Cast):
    key = product(cast)
    refused(NotAllowed, add_port, key, by=cast.stranger, **TABLE)
    refused(NotFound, remove_port, key, "Table", by=cast.engineer, direction=PortDirection.OUTPUT)


def test_a_port_is_no_change_of_the_product_that_somebody_else_types_over(cast: Cast):
    key = product(cast)
    do(edit_product, key, by=cast.engineer, team="Line 3")
    do(add_port, key, by=cast.engineer, **TABLE)
    (told,) = refused(Stale, edit_product, key, by=cast.owner, seen=1, team="Line 4").changes
    assert "Line 3" in told
