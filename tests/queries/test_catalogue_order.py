"""Either kind of database finds the same in the same order: that of a slow search, spelt out here."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import db
from core.actions import contracts
from core.model import Level
from core.queries.catalogue import Catalogue, catalogue
from core.queries.facets import EVERYTHING, Facets
from core.rules.spelling import FORGIVEN_FROM, is_slip, stored_words, words
from tests.cast import TODAY, Cast, do, product
from tests.contracts.documents import contract

ALIKE = ["order", "orders", "ordered", "border", "orderDate", "machine", "machina", "batch", "bitch", "größe", "grosse"]
SHORT = ["kWh", "lot", "l4", "4711", "47110"]
VOCABULARY = [*ALIKE, *SHORT]
PRODUCTS = 26

Places = tuple[set[str], set[str], set[str]]
Shelf = dict[str, tuple[Level, str, Places]]

whole = st.sampled_from(VOCABULARY)
begun = st.builds(lambda word, n: word[:n], whole, st.integers(1, 5))
slipped = st.builds(
    lambda word, n, letter: word[:n] + letter + word[n + 1 :], whole, st.integers(0, 6), st.sampled_from("xeo")
)
typed = st.lists(whole | begun | slipped, min_size=1, max_size=3).map(" ".join)
levels = st.sampled_from([frozenset(), frozenset({Level.SOURCE}), frozenset({Level.SOURCE, Level.BUSINESS})])


def test_what_is_found_its_order_and_its_counts_are_those_of_the_definition(cast: Cast):
    shelf = stocked(cast)

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(typed=typed, level=levels)
    def agree(typed: str, level: frozenset[Level]) -> None:
        found = {key: rank for key, (_, _, places) in shelf.items() if (rank := ranked(places, typed)) is not None}
        kept = [key for key in found if not level or shelf[key][0] in level]
        best = sorted(kept, key=lambda key: (found[key], shelf[key][1].lower(), int(key.removeprefix("DP-"))))
        pages = both_pages(cast, typed, Facets(level=level))
        assert [hit.key for page in pages for hit in page.hits] == best
        assert pages[0].total == len(best)
        assert pages[0].counts.level == Counter(shelf[key][0] for key in found)

    agree()


def test_without_words_all_are_found_by_name(cast: Cast):
    shelf = stocked(cast)
    pages = both_pages(cast, "", EVERYTHING)
    by_name = sorted(shelf, key=lambda key: (shelf[key][1].lower(), int(key.removeprefix("DP-"))))
    assert [hit.key for page in pages for hit in page.hits] == by_name


def both_pages(cast: Cast, typed: str, facets: Facets) -> list[Catalogue]:
    with db.snapshot() as session:
        asked = partial(catalogue, session, actor=cast.stranger, as_of=TODAY, words=typed, facets=facets)
        return [asked(page=page) for page in (1, 2)]


def stocked(cast: Cast) -> Shelf:
    """Products whose names, columns and descriptions are drawn from a few words that are much alike."""
    random, shelf = Random(5), Shelf()
    for n in range(PRODUCTS):
        name, description = (" ".join(random.choices(VOCABULARY, k=random.randint(1, 2))) for _ in range(2))
        level = random.choice(list(Level))
        key = product(cast, name=name, description=description, level=level)
        named: set[str] = set()
        if n % 3:
            column = "_".join(random.choices(VOCABULARY, k=2))
            do(contracts.publish_contract, key, contract({"name": column}), by=cast.engineer)
            named = set(stored_words(f"orders {column}"))
        shelf[key] = level, name, (set(stored_words(f"{key} {name}")), named, set(stored_words(description)))
    return shelf


def ranked(places: Places, typed: str) -> int | None:
    """The sum over the words of where each stands best; None if one stands nowhere."""
    ranks = [min(_ranks(places, word), default=None) for word in dict.fromkeys(words(typed))]
    return None if None in ranks else sum(rank for rank in ranks if rank is not None)


def _ranks(places: Places, word: str) -> list[int]:
    return [
        rank
        for place, stored in enumerate(places)
        for it in stored
        for rank, holds in (
            (2 * place, it == word),
            (2 * place + 1, it.startswith(word)),
            (6 + place, is_forgiven(word, it)),
        )
        if holds
    ]


def is_forgiven(word: str, stored: str) -> bool:
    return len(stored) >= FORGIVEN_FROM and stored.isalpha() and is_slip(word, stored)
