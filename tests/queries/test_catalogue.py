"""Finding data products by what they say of themselves."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import sqlalchemy as sa

from core import db
from core.actions import contracts, glossary, products
from core.actions.word_index import index_missing
from core.model import Level, ProductStatus, WordForm
from core.model.word_index import PRODUCT_WORDS
from core.queries.catalogue import PAGE, Catalogue, catalogue
from core.queries.facets import Facets
from core.queries.history import known_on
from core.rules.spelling import FORGIVEN_FROM
from tests.cast import TODAY, Cast, day, do, product
from tests.contracts.documents import ORDERS, contract
from tests.statements import counted

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def find(cast: Cast, words: str = "", as_of: date = TODAY, page: int = 1, **facets: frozenset) -> Catalogue:
    with db.snapshot() as session:
        narrowed = Facets(**facets)
        return catalogue(session, actor=cast.stranger, as_of=as_of, words=words, facets=narrowed, page=page)


def keys(found: Catalogue) -> list[str]:
    return [hit.key for hit in found.hits]


def test_the_name_comes_before_columns_before_descriptions(cast: Cast):
    described = product(cast, name="A", description="All about shipments")
    with_column = product(cast, name="B")
    do(contracts.publish_contract, with_column, contract({"name": "shipments_id"}), by=cast.engineer)
    named = product(cast, name="Shipments")
    assert keys(find(cast, "shipments")) == [named, with_column, described]


def test_a_whole_word_comes_before_a_beginning_before_a_slip(cast: Cast):
    slip = product(cast, name="A machina")
    begins = product(cast, name="B machines")
    whole = product(cast, name="C machine")
    assert keys(find(cast, "machine")) == [whole, begins, slip]


def test_an_index_that_was_laid_anew_is_filled_when_the_app_starts(cast: Cast):
    key = product(cast, name="Orders")
    do(contracts.publish_contract, key, contract({"name": "shipments_id"}), by=cast.engineer)
    with db.transaction() as session:
        session.execute(sa.delete(PRODUCT_WORDS))
        session.execute(sa.delete(WordForm))
    assert keys(find(cast, "orders")) == []
    db.migrate(index_missing)
    product(cast, name="Shipments")
    db.migrate(index_missing)
    assert keys(find(cast, "orders")) == keys(find(cast, "ordres")) == [key]
    assert keys(find(cast, "shipments")) == ["DP-2", key]


def test_every_word_that_is_typed_stands_somewhere(cast: Cast):
    key = product(cast, name="Orders of the plant", description="Kept by the Übersee team")
    do(products.edit_product, key, by=cast.engineer, semantics="A lot is a batch")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    for words in ("orders plant", "ORDER status", "übersee", "ubersee order_id", "batch ERP", f"{key} number"):
        assert keys(find(cast, words)) == [key], words
    for words in ("orders zebra", "plant of nowhere", "atus"):
        assert keys(find(cast, words)) == [], words


def test_one_wrong_letter_finds_the_product(cast: Cast):
    random = Random(11)
    words = ("Batch", "Machine", "Lieferanten", "Kalibrierung", "Überwachung", "orderNumber")
    for word in words:
        key = product(cast, name=f"Some {word} data")
        for _ in range(12):
            typed = slipped(word.removesuffix("Number").lower(), random)
            assert key in keys(find(cast, typed)), (word, typed)


def test_short_words_and_codes_are_meant_as_they_are_typed(cast: Cast):
    product(cast, name="Scra 47110 line")
    assert keys(find(cast, "scrb")) == keys(find(cast, "47111")) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "*",
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "name:x",
        "a* OR b",
        "%",
        "_",
        "\\",
        "\0",
        "(",
        "^a",
        "&|!:*",
        "{x} : y",
    ],
)
def test_what_people_type_is_never_an_operator(cast: Cast, typed: str):
    other = product(cast, name="Plain")
    assert other not in keys(find(cast, typed))
    if any(letter.isalnum() for letter in typed):
        key = product(cast, name=f"With {typed} inside".replace("\0", ""))
        assert keys(find(cast, typed)) == [key]


def test_facets_are_counted_as_if_each_were_not_chosen(cast: Cast):
    product(cast, name="Orders one", level=Level.SOURCE, domain="QUA")
    product(cast, name="Orders two", level=Level.TECHNICAL)
    product(cast, name="Orders three", level=Level.TECHNICAL, sensitive=True)
    found = find(cast, "orders", level=frozenset({Level.TECHNICAL}), sensitive=frozenset({True}))
    assert (found.total, keys(found)) == (1, ["DP-3"])
    assert found.counts.level == {Level.SOURCE: 0, Level.TECHNICAL: 1}
    assert found.counts.sensitive == {True: 1, False: 1}
    assert found.counts.status == {ProductStatus.PROPOSED: 1}


def test_pages_follow_each_other_without_a_gap(cast: Cast):
    made = {product(cast, name="Orders") for _ in range(PAGE + 3)}
    first, second = find(cast, "orders"), find(cast, "orders", page=2)
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (PAGE + 3, 2, PAGE, 3)
    assert {*keys(first), *keys(second)} == made


def test_the_index_follows_edits_contracts_and_terms(cast: Cast):
    key = product(cast, name="Orders")
    do(products.edit_product, key, by=cast.engineer, name="Shipments", semantics="A parcel is one of many")
    assert (keys(find(cast, "orders")), keys(find(cast, "shipments parcel"))) == ([], [key])
    do(contracts.publish_contract, key, contract({"name": "weight"}, {"name": "parcel_no"}), by=cast.engineer)
    do(glossary.add_term, by=cast.engineer, name="Gewicht", definition="How heavy it is.")
    do(glossary.assign_term, key, "weight", "TERM-1", by=cast.engineer)
    assert [column.path for column in find(cast, "gewicht").hits[0].matched] == ["orders.weight"]
    do(glossary.edit_term, "TERM-1", by=cast.engineer, name="Masse")
    assert (keys(find(cast, "gewicht")), keys(find(cast, "masse"))) == ([], [key])
    do(contracts.publish_contract, key, contract({"name": "parcel_no"}, version="2.0.0"), by=cast.engineer)
    assert keys(find(cast, "weight")) == []


def test_what_matched_is_shown_and_sensitive_products_are_found(cast: Cast):
    key = product(cast, name="Orders", sensitive=True, description="Long ago " * 30 + "the status of a plant")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    (hit,) = find(cast, "status").hits
    assert (hit.columns, hit.described, hit.sensitive) == (2, 2, True)
    assert [column.path for column in hit.matched] == ["orders.status"]
    assert [piece.text for piece in hit.description if piece.is_hit] == ["status"]
    assert sum(len(piece.text) for piece in hit.description) < 220


def test_a_column_is_shown_for_itself_and_for_its_table_only_where_none_is(cast: Cast):
    key = product(cast, name="Deliveries")
    columns = {"name": "weight", "description": "Of the parcel"}, {"name": "carrier"}, {"name": "parcel_id"}
    do(contracts.publish_contract, key, contract(*columns), by=cast.engineer)
    (hit,) = find(cast, "parcel").hits
    assert [it.path for it in hit.matched] == ["orders.parcel_id", "orders.weight"]
    (hit,) = find(cast, "orders").hits
    assert ([it.column for it in hit.matched], hit.matched_in_all) == (["weight", "carrier", "parcel_id"], 3)


def test_a_slip_is_told_only_where_it_is_none_of_what_begins_so(cast: Cast):
    product(cast, name="Factors of the factory")
    assert [it.slips for it in find(cast, "factor factpry").asked] == [(), ("factory",)]


def test_where_nothing_has_all_words_it_is_told_how_many_have_each(cast: Cast):
    for name in ("Energy by part", "Energy by line", "Parts"):
        product(cast, name=name, level=Level.SOURCE)
    found = find(cast, "energy of part")
    assert (found.total, found.alone) == (0, (2, 0, 2))
    assert find(cast, "energy part").alone == find(cast, "zebra").alone == ()
    narrowed = find(cast, "energy part", level=frozenset({Level.BUSINESS}))
    assert (narrowed.total, narrowed.whole, narrowed.alone) == (0, 1, ())


def test_a_past_day_shows_what_was_known(cast: Cast):
    key = product(cast, name="Orders", level=Level.SOURCE)
    do(products.edit_product, key, by=cast.engineer, at=day(3), level=Level.BUSINESS)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer, at=day(3))
    with db.snapshot() as session:
        past = known_on(session, TODAY)
        (hit,) = catalogue(past, actor=cast.stranger, as_of=TODAY, words="orders").hits
    assert (hit.level, hit.columns) == (Level.SOURCE, None)


def test_a_search_is_six_statements_at_most(cast: Cast):
    key = product(cast, name="Orders")
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    with counted() as sent:
        assert find(cast, "orders status", level=frozenset({Level.TECHNICAL})).total == 1
    assert len(sent) <= 6
    with counted() as sent:
        assert find(cast, "orders zebra").alone == (1, 0)
    assert len(sent) <= 6


def slipped(word: str, random: Random) -> str:
    """The word with one letter wrong, missing, too many, or in the place of its neighbour."""
    assert len(word) >= FORGIVEN_FROM
    place, letter = random.randrange(len(word) - 1), random.choice(LETTERS)
    return random.choice(
        [
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )
