"""The page of a data product: what it promises, what it lacks, from what it is made."""

from __future__ import annotations

from datetime import timedelta

from core.actions import contracts, lineage, observations, ports, products
from core.actions.observations import LineageSeen
from core.actions.pipelines import QualityChecked, record_quality_results
from dashboard.session import now, today
from tests.cast import Cast, do, live_product, product
from tests.contracts.documents import ORDERS
from tests.dashboard.app import open_page, said, settled, through_dialog

TWO = ORDERS.replace("1.0.0", "2.0.0").replace("name: status", "name: state")


def test_it_says_what_the_product_promises_and_what_it_lacks(cast: Cast):
    key = product(cast, owner=cast.owner.email, team="Line 3", description="Orders of **all** plants.")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    at = open_page("product", person=cast.engineer.email, key=key.lower())
    for told in (
        "DP-1 Work orders",
        "Columns described 2 of 2",
        "Contract 1.0.0",
        "Orders of \\*\\*all\\*\\* plants.",
        "It lacks a cost centre.",
        "Says what it means in the business",
    ):
        assert told in said(at)
    assert at.dataframe[0].value["Column"].tolist() == ["order_id", "status"]


def test_whether_it_can_be_trusted_is_said_first(cast: Cast):
    key = live_product(cast)
    assert "it has no contract and its quality was not measured in 30 days." in verdict(cast, key)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    passed = [QualityChecked(key, today() - timedelta(days=n), passed=True) for n in range(3)]
    do(record_quality_results, passed, by=cast.engineer, at=now(), source="ci")
    assert "Nothing speaks against it" in verdict(cast, key)
    assert "Olga Owner answers for it." in verdict(cast, key)
    failed = [QualityChecked(key, today(), passed=False)]
    do(record_quality_results, failed, by=cast.engineer, at=now(), source="ci")
    assert "its quality failed on 1 of 3 days." in verdict(cast, key)


def test_a_level_that_is_declared_stands_beside_the_one_that_is_reached(cast: Cast):
    key = live_product(cast)
    at = open_page("product", person=cast.engineer.email, key=key)
    assert "Declared as level 2, and lacks something of level 1" in said(at)
    do(products.edit_product, key, by=cast.engineer, level=1, description="Every work order of all plants.")
    at = open_page("product", person=cast.engineer.email, key=key)
    assert "Declared as level 1, and has all that it takes." in said(at)


def test_a_contract_is_pasted_and_published_and_its_versions_are_compared(cast: Cast):
    key = product(cast)
    at = open_page("product", person=cast.engineer.email, key=key)
    assert "No contract yet" in said(at)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    do(contracts.publish_contract, key, TWO, by=cast.engineer, announced_on=today() - timedelta(days=999))
    at = open_page("product", person=cast.engineer.email, key=key)
    assert "orders.status" in said(at)
    assert "renamed to state" in said(at)
    assert at.dataframe[1].value["Change"].tolist() == ["Breaking", "the first one"]
    assert at.dataframe[1].proto.placeholder == "–"
    both = at.dataframe[2].value
    assert both["1.0.0"].tolist() == [
        "status: string, one of “open”, “closed”",
        "order_id: string varchar(20), required, unique, key",
    ]
    assert both["2.0.0"].tolist()[0] == "state: string, one of “open”, “closed”"
    assert both["Change"].tolist() == ["Breaking", "the same"]


def test_what_a_new_version_breaks_is_told_before_it_is_published(cast: Cast):
    key = product(cast)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    at = pasted(open_page("product", person=cast.engineer.email, key=key), TWO)
    assert "It breaks what version 1.0.0 promised." in said(at)
    assert "renamed to state" in said(at)


def test_what_is_pasted_is_read_before_it_is_published(cast: Cast):
    key = product(cast)
    at = pasted(open_page("product", person=cast.engineer.email, key=key), ORDERS + "colour: red\n")
    assert "Line 36\\: colour\\: the standard knows no such field." in said(at)
    at = pasted(open_page("product", person=cast.engineer.email, key=key), ORDERS)
    assert "2 columns, 2 described" in said(at)


def test_a_file_is_uploaded_and_published(cast: Cast):
    key = product(cast)
    at = open_page("product", person=cast.engineer.email, key=key)
    at.button(key="product_publish").click().run()
    at.file_uploader(key="publish_file").set_value(("orders.yaml", b"\xff", "application/yaml"))
    at.button(key="product_publish").click()
    assert "not text in UTF-8" in said(settled(at))
    at.file_uploader(key="publish_file").set_value(("orders.yaml", ORDERS.encode(), "application/yaml"))
    at.button(key="product_publish").click().run()
    at.button(key="product_publish").click()
    at.button(key="publish_go").click()
    assert "Contract 1.0.0" in said(settled(at))


def test_lineage_is_recorded_and_a_circle_refused(cast: Cast):
    orders, report = product(cast), product(cast, name="Report")
    do(lineage.add_input, report, orders, by=cast.engineer)
    at = open_page("product", person=cast.engineer.email, key=orders, product_tab="Lineage")
    at = through_dialog(at, "product_add_input", "add_input_go", add_input_source=report)
    assert "Data cannot flow in a circle." in said(at)
    at = open_page("product", person=cast.engineer.email, key=report, product_tab="Lineage")
    at.button(key=f"remove_input_{orders}").click()
    assert "Made from 0" in said(settled(at))


def test_what_was_seen_to_flow_stands_beside_what_was_declared_and_is_declared_at_a_click(cast: Cast):
    orders, scrap, report = product(cast), product(cast, name="Scrap"), product(cast, name="Report")
    for key in (orders, scrap, report):
        do(ports.add_port, key, by=cast.engineer, direction="output", name="Table", location=f"main.mes.{key}")
    do(lineage.add_input, report, scrap, by=cast.engineer)
    on = today() - timedelta(days=3)
    seen = [LineageSeen((f"main.mes.{key}",), (f"main.mes.{report}",), on, on) for key in (orders, scrap)]
    do(observations.store, seen, by=cast.engineer, at=now(), source="told", whole=False)
    at = open_page("product", person=cast.engineer.email, key=report, product_tab="Lineage")
    assert said(at).count("seen to flow until") == 1
    assert "Seen on the platform, but not declared" in said(at)
    at.button(key=f"declare_input_{orders}").click()
    words = said(settled(at))
    assert words.count("seen to flow until") == 2
    assert "not declared" not in words


def test_a_port_names_the_table_and_is_removed_again(cast: Cast):
    key = product(cast)
    at = open_page("product", person=cast.engineer.email, key=key, product_tab="Lineage")
    typed = {"add_port_name": "Orders", "add_port_location": "main.mes.orders", "add_port_kind": "Delta table"}
    at = through_dialog(at, "product_add_port", "add_port_go", **typed)
    assert "Delta table main.mes.orders" in said(at)
    at.button(key="remove_port_output_Orders").click()
    assert "main.mes.orders" not in said(settled(at))


def test_a_deprecated_product_warns_until_when_it_is_served(cast: Cast):
    key = product(cast, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    do(products.release, key, by=cast.engineer, at=now(), on=today())
    at = open_page("product", person=cast.engineer.email, key=key)
    end = today() + timedelta(days=60)
    told = {"deprecate_notice": "Read Orders instead.", "deprecate_ends_on": end}
    at = through_dialog(at, "product_deprecated", "deprecate_go", **told)
    assert "Please do not start to use it." in said(at)
    assert "Read Orders instead." in said(at)


def test_a_stranger_reads_and_changes_nothing(cast: Cast):
    key = product(cast)
    at = open_page("product", person=cast.stranger.email, key=key)
    assert at.button(key="product_publish").disabled
    assert at.button(key="product_edit").disabled


def test_an_unknown_key_leads_on(cast: Cast):
    assert "There is no data product “DP-99”." in said(open_page("product", person=cast.engineer.email, key="DP-99"))


def verdict(cast: Cast, key: str) -> str:
    at = open_page("product", person=cast.stranger.email, key=key)
    return next(one.value for one in at.markdown if "Look twice" in one.value or "Nothing speaks" in one.value)


def pasted(at, text: str):
    at.button(key="product_publish").click().run()
    next(one for one in at.get("button_group") if one.key == "publish_way").set_value("Paste")
    at.button(key="product_publish").click().run()
    at.text_area(key="publish_text").set_value(text)
    at.button(key="product_publish").click()
    return settled(at)
