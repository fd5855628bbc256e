"""How fast the catalogue is searched: ``python -m tests.bench.catalogue [PRODUCTS] [COLUMNS OF EACH] [ROUNDS]``.

Names, columns and descriptions are made of a vocabulary whose words are as unevenly common as in language (Zipf). Each
question is asked as the page asks it: hits with what matched, counts of all facets, in a snapshot of its own.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles

import sqlalchemy as sa
from sqlmodel import Session, col

from core import db
from core.access import Actor
from core.actions.people import local_admin
from core.actions.word_index import index_products
from core.model import Contract, ContractColumn, DataProduct, Domain, Level, ProductStatus
from core.queries.catalogue import catalogue
from core.queries.facets import Facets
from core.settings import settings
from tests import postgres, provision

AT = datetime(2026, 1, 1, tzinfo=UTC)
BEGINS, ENDS = ("b", "cl", "d", "fl", "g", "k", "m", "pr", "s", "tr"), ("a", "en", "i", "or", "u")
SYLLABLES = [begin + end for begin in BEGINS for end in ENDS]
VOCABULARY, DOMAINS, BLOCK = 20_000, 40, 1000


class Words:
    """Words of two to four syllables, drawn as often as language draws them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            made["".join(random.choices(SYLLABLES, k=random.randint(2, 4)))] = None
        self.all = list(made)
        self._weights = list(accumulate(1 / (n + 10) for n in range(VOCABULARY)))

    def draw(self, count: int) -> list[str]:
        return self.random.choices(self.all, cum_weights=self._weights, k=count)


def main(products: int, columns: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", f"sqlite:///{Path(folder) / 'uptake.sqlite'}", products, columns, rounds)
    if programs := provision.PROVISIONS["postgresql"].find():
        with postgres.serving(programs) as server:
            _measure("PostgreSQL", server.create("bench"), products, columns, rounds)


def _measure(name: str, url: str, products: int, columns: int, rounds: int) -> None:
    os.environ["UPTAKE_DATABASE_URL"] = url
    settings.cache_clear()
    db.migrate()
    words = Words(Random(7))
    with db.transaction() as session:
        actor = local_admin(session, at=AT)
        _fill(session, words, actor, products, columns)
    started = time.perf_counter()
    for first in range(0, products, BLOCK):
        with db.transaction() as session:
            index_products(session, range(first + 1, min(first + BLOCK, products) + 1))
    print(f"{name}: indexed {products / (time.perf_counter() - started):,.0f} products a second")
    if session.get_bind().dialect.name == "postgresql":
        with db.transaction() as session:
            session.connection().exec_driver_sql("ANALYZE")
    everything: list[float] = []
    for kind, questions in _questions(words, rounds).items():
        took = [_asked(question, actor) for question in questions]
        everything += (seconds for seconds, _ in took)
        _say(name, kind, [seconds for seconds, _ in took], sum(found for _, found in took) / len(took))
    _say(name, "all of them", everything)
    db.close()


def _fill(session: Session, words: Words, actor: Actor, products: int, columns: int) -> None:
    connection, random = session.connection(), words.random
    homes = [
        {"key": f"D{n}", "name": f"Domain {n}", "version": 1, "purpose": "", "cost_centre": ""} for n in range(DOMAINS)
    ]
    connection.execute(sa.insert(Domain), homes)
    home_ids = list(session.execute(sa.select(col(Domain.id))).scalars())
    for first in range(1, products + 1, BLOCK):
        ids = range(first, min(first + BLOCK, products + 1))
        session.add_all(
            DataProduct(
                id=n,
                key=f"DP-{n}",
                name=" ".join(words.draw(3)).capitalize(),
                description=" ".join(words.draw(15)),
                domain_id=random.choice(home_ids),
                level=random.choice(list(Level)),
                status=random.choice([it for it in ProductStatus if it is not ProductStatus.LIVE]),
                sensitive=random.random() < 0.1,
            )
            for n in ids
        )
        session.flush()
        session.add_all(_contract(n, columns, actor) for n in ids)
        session.flush()
        session.expunge_all()
        connection.execute(
            sa.insert(ContractColumn),
            [row for n in ids for row in _columns(n, columns, words)],
        )


def _contract(n: int, columns: int, actor: Actor) -> Contract:
    return Contract(
        id=n,
        product_id=n,
        version="1.0.0",
        standard="ODCS 3.1.0",
        document="",
        digest="",
        columns=columns,
        described=columns,
        at=AT,
        by_id=actor.id,
    )


def _columns(n: int, columns: int, words: Words) -> Iterator[dict[str, object]]:
    for place in range(columns):
        yield {
            "contract_id": n,
            "position": place,
            "table": "t",
            "path": "_".join(words.draw(2)),
            "type": "string",
            "description": " ".join(words.draw(5)),
            "required": False,
            "term": "",
        }


def _questions(words: Words, rounds: int) -> dict[str, list[str]]:
    def some(count: int) -> list[str]:
        return words.draw(count)

    return {
        "nothing typed": [""] * rounds,
        "one word": [some(1)[0] for _ in range(rounds)],
        "two words": [" ".join(some(2)) for _ in range(rounds)],
        "a beginning": [some(1)[0][:4] for _ in range(rounds)],
        "two letters": [some(1)[0][:2] for _ in range(rounds)],
        "a slip": [_slipped(next(w for w in some(100) if len(w) > 4), words.random) for _ in range(rounds)],
        "a column": ["_".join(some(2)) for _ in range(rounds)],
        "the commonest word": [words.all[0]] * rounds,
        "nothing found": [f"qqq{n}" for n in range(rounds)],
    }


def _slipped(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + "q" + word[place + 1 :]


def _asked(question: str, actor: Actor) -> tuple[float, int]:
    started = time.perf_counter()
    with db.snapshot() as session:
        chosen = Facets(level=frozenset({Level.TECHNICAL}))
        found = catalogue(session, actor=actor, as_of=datetime.now(UTC).date(), words=question, facets=chosen)
    return time.perf_counter() - started, found.total


def _say(name: str, kind: str, seconds: list[float], found: float | None = None) -> None:
    cut = quantiles(seconds, n=100)
    told = "" if found is None else f", {found:,.0f} found"
    print(f"{name}, {kind}: p50 {cut[49] * 1000:.0f} ms, p95 {cut[94] * 1000:.0f} ms{told}", flush=True)


if __name__ == "__main__":
    main(*(int(given) for given in (sys.argv[1:] + ["20000", "25", "40"][len(sys.argv) - 1 :])))
