"""Finding data products by words of their names, columns and descriptions: one way to ask FTS5 and PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col

from core.model import WordForm
from core.model.word_index import PLACES, PRODUCT_WORDS
from core.queries.words import MAX_WORDS
from core.rules.spelling import is_slip, runs, typed_forms, words

BEFORE, SHOWN = 40, 200
"""Characters of a long text that are shown before the first word that was sought, and in all."""


@dataclass(frozen=True)
class Sought:
    """A word that was typed, and the words of the index that are one letter apart from it and do not begin so."""

    word: str
    slips: tuple[str, ...] = ()

    def means(self, found: str) -> bool:
        """Whether a word of a text may be what was typed."""
        return found.startswith(self.word) or found in self.slips


@dataclass(frozen=True)
class Piece:
    """A part of a text; one that ``is_hit`` holds a word that was sought."""

    text: str
    is_hit: bool = False


def sought(session: Session, typed: str) -> tuple[Sought, ...]:
    """The first eight words that were typed; at most one statement."""
    asked = tuple(dict.fromkeys(words(typed.replace("\0", " "))))[:MAX_WORDS]
    by_form = {form for word in asked for form in typed_forms(word)}
    if not by_form:
        return tuple(map(Sought, asked))
    known = sa.select(col(WordForm.word)).where(col(WordForm.form).in_(sorted(by_form))).distinct()
    stored = sorted(session.execute(known).scalars())
    return tuple(
        Sought(word, tuple(it for it in stored if is_slip(word, it) and not it.startswith(word))) for word in asked
    )


def ranked(dialect: str, asked: Sequence[Sought]) -> sa.CTE:
    """``product`` and ``rank``, the best 0, of those that have every word: a slip comes after all that was meant as it
    was typed, the name before columns before descriptions, a whole word before a beginning; summed over the words."""
    first, *others = (_best(dialect, it) for it in asked)
    found: sa.FromClause = first
    for it in others:
        found = found.join(it, it.c.product == first.c.product)
    rank = sum((it.c.rank for it in others), first.c.rank)
    return sa.select(first.c.product, rank.label("rank")).select_from(found).cte()


def pieces(text: str, asked: Sequence[Sought]) -> tuple[Piece, ...]:
    """The text, cut where what was sought begins and ends."""
    cut, at = [], 0
    for begin, end, found in runs(text):
        if _is_hit(found, asked):
            cut += [Piece(text[at:begin]), Piece(text[begin:end], is_hit=True)]
            at = end
    return tuple(piece for piece in (*cut, Piece(text[at:])) if piece.text)


def hits(text: str, asked: Sequence[Sought]) -> int:
    """In how many places of the text something was found."""
    return sum(_is_hit(found, asked) for _, _, found in runs(text))


def excerpt(text: str, asked: Sequence[Sought]) -> tuple[Piece, ...]:
    """The same of a long text, on one line, from a little before the first word that was sought."""
    text = " ".join(text.split())
    cut = pieces(text, asked)
    before = cut[0].text if cut and not cut[0].is_hit and len(cut) > 1 else ""
    begin = before.rfind(" ", 0, -BEFORE) + 1 if len(before) > BEFORE else 0
    shown = pieces(text[begin : begin + SHOWN], asked)
    return (*([Piece("… ")] if begin else []), *shown, *([Piece("…")] if begin + SHOWN < len(text) else []))


def _is_hit(found: Sequence[str], asked: Sequence[Sought]) -> bool:
    return any(it.means(word) for it in asked for word in found)


def _best(dialect: str, it: Sought) -> sa.Subquery:
    tiers = sa.union_all(*_tiers(dialect, it)).subquery()
    best = sa.func.min(tiers.c.rank).label("rank")
    return sa.select(tiers.c.product, best).group_by(tiers.c.product).subquery()


def _tiers(dialect: str, it: Sought) -> Iterator[sa.Select[tuple[int, int]]]:
    whole, begins, anyhow = _queries(dialect, it)
    yield _tier(dialect, whole, best=0, apart=2)
    yield _tier(dialect, begins, best=1, apart=2)
    if it.slips:
        yield _tier(dialect, anyhow, best=2 * len(PLACES), apart=1)


def _queries(dialect: str, it: Sought) -> tuple[str, str, str]:
    """What asks for the word, for words that begin so where it does not stand itself, and for any of its slips. Words
    hold letters and digits only, so none is an operator."""
    if dialect == "sqlite":
        word, slips = f'"{it.word}"', [f'"{slip}"' for slip in it.slips]
        return word, f"{word}* NOT {word}", " OR ".join(slips)
    word, slips = f"'{it.word}'", [f"'{slip}'" for slip in it.slips]
    return word, f"{word}:* & !{word}", " | ".join(slips)


def _tier(dialect: str, query: str, *, best: int, apart: int) -> sa.Select[tuple[int, int]]:
    """``best`` is the rank of what stands in the first place; that of the next is so far ``apart``."""
    rowid = _holding(dialect, query).subquery().c.rowid
    product, place = rowid // len(PLACES), rowid % len(PLACES)
    return sa.select(product.label("product"), (best + apart * place).label("rank"))


def _holding(dialect: str, query: str) -> sa.Select[tuple[int]]:
    if dialect == "sqlite":
        return sa.select(PRODUCT_WORDS.c.rowid).where(sa.literal_column("productwords").op("MATCH")(query))
    found = sa.func.productwords_holding(sa.cast(query, postgresql.TSQUERY), type_=sa.Integer)
    return sa.select(found.column_valued("rowid"))
