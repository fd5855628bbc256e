"""The catalogue: found by words, narrowed, saved; the glossary beside it."""

from __future__ import annotations

from core.actions import contracts, glossary
from core.actions.domains import archive_domain
from dashboard.session import DOMAIN, SEARCH
from tests.cast import Cast, do, live_product, product
from tests.contracts.documents import ORDERS
from tests.dashboard.app import open_page, said, settled, through_dialog


def described(cast: Cast) -> str:
    key = product(cast, name="Production orders", description="What the line is asked to make: **all** of it.")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    return key


def test_an_address_with_words_shows_what_matched_of_each_product(cast: Cast):
    described(cast)
    product(cast, name="Scrap")
    at = open_page("products", person=cast.stranger.email, q="ordrs status")
    told = said(at)
    assert "**1** data product" in told
    assert "Production **orders**" in told
    assert "2 of 2 columns described" in told
    assert "**status**" in told
    assert "Scrap" not in told
    assert "\\*\\*all\\*\\*" in told


def test_nothing_found_says_what_to_do(cast: Cast):
    at = open_page("products", person=cast.stranger.email)
    assert "There is no data product yet" in said(at)
    described(cast)
    told = said(open_page("products", person=cast.stranger.email, q="production zebra"))
    assert "By itself each finds: “production” 1 and “zebra” nothing. Use fewer words" in told
    told = said(open_page("products", person=cast.stranger.email, q="production", status="Live"))
    assert "None of the 1 that were found is like that. Take a facet away." in told
    at = open_page("products", person=cast.stranger.email, q="%")
    at.selectbox(key=DOMAIN).set_value("Quality")
    at = settled(at)
    assert "No data product in Quality, the domain of the sidebar, has all these words" in said(at)


def test_facets_narrow_what_is_found_and_are_counted(cast: Cast):
    described(cast)
    product(cast, name="Sensitive orders", sensitive=True)
    product(cast, name="Sensitive orders of samples", sensitive=True, domain="QUA")
    at = open_page("products", person=cast.stranger.email, q="orders", sensitive="Sensitive")
    assert "**2** data products" in said(at)
    assert "**Sensitive** yes (2), no (1); **Domain** Manufacturing (1), Quality (1)" in said(at)


def test_a_search_is_saved_renamed_and_deleted(cast: Cast):
    described(cast)
    at = open_page("products", person=cast.stranger.email, q="orders")
    at = through_dialog(at, "saved_search_open", "save_search_go", save_search_name="My orders")
    at = settled(at)
    at = through_dialog(at, "saved_search_rename_My orders", "rename_search_go", rename_search_name="Orders of mine")
    at = settled(at)
    at.button(key="saved_search_delete_Orders of mine").click()
    at = settled(at)
    assert "You keep no search yet" in said(at)


def test_the_box_in_the_sidebar_searches_everything_from_here_too(cast: Cast):
    described(cast)
    at = open_page("products", person=cast.stranger.email, q="status")
    at.text_input(key=SEARCH).set_value("production")
    at = settled(at)
    assert at.title[0].value == "Search"
    assert "1 data product" in said(at)


def test_a_term_is_added_and_edited(cast: Cast):
    at = open_page("products", person=cast.engineer.email)
    at.session_state["products_tab"] = "Glossary"
    at = settled(at)
    assert "The glossary is empty" in said(at)
    fields = {"add_term_name": "Order", "add_term_definition": "A promise."}
    at = through_dialog(at, "glossary_add", "add_term_go", **fields)
    at = through_dialog(at, "glossary_edit_TERM-1", "edit_term_go", edit_term_definition="What a customer asked for.")
    assert "What a customer asked for." in said(at)


def test_the_name_of_a_term_finds_the_column_that_holds_it(cast: Cast):
    key = described(cast)
    do(glossary.add_term, by=cast.engineer, name="Werkauftrag", definition="An order of the plant.")
    do(glossary.assign_term, key, "order_id", "TERM-1", by=cast.engineer)
    assert "Werkauftrag" in said(open_page("products", person=cast.stranger.email, q="werkauftrag"))


def test_a_column_is_given_its_term_on_the_page_of_its_product(cast: Cast):
    key = described(cast)
    do(glossary.add_term, by=cast.engineer, name="Werkauftrag", definition="An order of the plant.")
    at = open_page("product", person=cast.engineer.email, key=key)
    through_dialog(at, "product_assign_term", "assign_term_go", assign_term_term="TERM-1")
    assert "Werkauftrag" in said(open_page("products", person=cast.stranger.email, q="werkauftrag"))


def test_a_product_of_a_domain_that_is_archived_stands_in_the_catalogue_still(cast: Cast):
    key = live_product(cast)
    do(archive_domain, "MES", by=cast.engineer)
    at = open_page("products", person=cast.stranger.email)
    assert [button for button in at.button if button.key == f"ask_access_{key}"]
