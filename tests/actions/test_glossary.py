"""Terms of the glossary, and searches that people keep."""

from __future__ import annotations

from sqlmodel import col, select

from core.actions import contracts, glossary, saved_searches
from core.actions.saved_searches import MOST
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import ContractColumn, SavedSearch
from tests.cast import Cast, do, product, refused
from tests.contracts.documents import ORDERS, contract


def term(cast: Cast, name: str = "Order", **fields: str) -> str:
    return do(glossary.add_term, by=cast.engineer, name=name, definition="What was asked for.", **fields).key


def test_a_term_stays_with_its_column_from_version_to_version(cast: Cast):
    key, meant = product(cast), term(cast)
    do(contracts.publish_contract, key, ORDERS, by=cast.engineer)
    do(glossary.assign_term, key, "status", meant, by=cast.engineer)
    do(contracts.publish_contract, key, ORDERS.replace("1.0.0", "1.0.1"), by=cast.engineer)
    with snapshot() as session:
        held = session.exec(select(ContractColumn.term).where(ContractColumn.path == "status"))
        assert held.all() == [meant, meant]
    do(glossary.assign_term, key, "status", None, by=cast.engineer)
    with snapshot() as session:
        newest = select(ContractColumn.term).where(ContractColumn.path == "status").order_by(col(ContractColumn.id))
        assert session.exec(newest).all() == [meant, ""]


def test_a_column_is_named_so_that_it_cannot_be_mistaken(cast: Cast):
    key, meant = product(cast), term(cast)
    told = {"by": cast.engineer}
    assert "no contract yet" in str(refused(Invalid, glossary.assign_term, key, "id", meant, **told))
    tables = [{"name": name, "properties": [{"name": "id"}]} for name in ("heads", "lines")]
    do(contracts.publish_contract, key, contract(schema=tables), by=cast.engineer)
    assert "heads and lines" in str(refused(Invalid, glossary.assign_term, key, "id", meant, **told))
    assert "has no column “no”" in str(refused(Invalid, glossary.assign_term, key, "no", meant, **told))
    refused(NotFound, glossary.assign_term, key, "id", "TERM-9", table="lines", **told)
    do(glossary.assign_term, key, "id", meant, table="lines", **told)


def test_a_term_has_a_name_of_its_own_and_a_definition(cast: Cast):
    key = term(cast, domain="MES")
    assert "is taken" in str(refused(Invalid, glossary.add_term, by=cast.engineer, name="Order", definition="Again"))
    assert "needed" in str(refused(Invalid, glossary.edit_term, key, by=cast.engineer, definition=" "))
    do(glossary.edit_term, key, by=cast.owner, definition="A promise.", seen=1)
    refused(Stale, glossary.edit_term, key, by=cast.owner, definition="Another.", seen=1)
    refused(NotAllowed, glossary.edit_term, key, by=cast.owner, domain=None)
    refused(NotAllowed, glossary.add_term, by=cast.stranger, name="Lot", definition="A batch")


def test_a_search_is_ones_own(cast: Cast):
    do(saved_searches.save_search, "Orders", terms={"q": "order", "level": ""}, by=cast.stranger)
    refused(NotFound, saved_searches.delete_search, "Orders", by=cast.owner)
    do(saved_searches.save_search, "Orders", terms={"q": "orders"}, by=cast.stranger)
    with snapshot() as session:
        assert session.exec(select(SavedSearch.terms)).all() == [{"q": "orders"}]
    do(saved_searches.delete_search, "Orders", by=cast.stranger)


def test_a_search_gets_another_name_that_is_not_taken(cast: Cast):
    for name in ("Orders", "Lots"):
        do(saved_searches.save_search, name, terms={"q": name}, by=cast.stranger)
    assert "another search" in str(refused(Invalid, saved_searches.rename_search, "Orders", "Lots", by=cast.stranger))
    refused(Invalid, saved_searches.rename_search, "Orders", " ", by=cast.stranger)
    refused(Invalid, saved_searches.rename_search, "Orders", "x" * 500, by=cast.stranger)
    refused(NotFound, saved_searches.rename_search, "Orders", "Mine", by=cast.owner)
    do(saved_searches.rename_search, "Orders", " Work orders ", by=cast.stranger)
    with snapshot() as session:
        kept = session.exec(select(SavedSearch.name, SavedSearch.terms).order_by(col(SavedSearch.name)))
        assert kept.all() == [("Lots", {"q": "Lots"}), ("Work orders", {"q": "Orders"})]


def test_a_search_that_asks_for_nothing_or_is_one_too_many_is_refused(cast: Cast):
    refused(Invalid, saved_searches.save_search, "Empty", terms={"q": ""}, by=cast.stranger)
    refused(Invalid, saved_searches.save_search, "Long", terms={"q": "x" * 5000}, by=cast.stranger)
    for n in range(MOST):
        do(saved_searches.save_search, f"No {n}", terms={"q": "x"}, by=cast.stranger)
    refused(Invalid, saved_searches.save_search, "One more", terms={"q": "x"}, by=cast.stranger)
