"""Finding data products by words of their names, columns and descriptions: one way to ask FTS5 and PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col

from core.model import WordForm
from core.model.word_index import FIELDS, PRODUCT_WORDS
from core.queries.words import MAX_WORDS
from core.rules.spelling import is_slip, runs, typed_forms, words

BEFORE, SHOWN = 40, 200
"""Characters of a long text that are shown before the first word that was sought, and in all."""


@dataclass(frozen=True)
class Sought:
    """A word that was typed, and the words of the index that are one letter apart from it."""

    word: str
    slips: tuple[str, ...] = ()

    def means(self, found: str) -> bool:
        """Whether a word of a text may be what was typed."""
        return found.startswith(self.word) or found in self.slips


class Term(NamedTuple):
    """A word to look up, or all that begin so. It holds letters and digits only, so none is an operator."""

    word: str
    begins: bool = False


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
    return tuple(Sought(word, tuple(it for it in stored if is_slip(word, it))) for word in asked)


def holding(dialect: str, asked: Sequence[Sought]) -> sa.Select[tuple[int]] | sa.CompoundSelect[tuple[int]]:
    """The products that have every word somewhere."""
    if dialect == "sqlite":
        return _matching(" AND ".join(f"({_fts5(_meant(it))})" for it in asked))
    return sa.intersect(*(_in_tsvector("anywhere", _meant(it)) for it in asked))


def ranked(dialect: str, asked: Sequence[Sought]) -> sa.Subquery:
    """``product`` and ``rank``, the best 0, of those that have every word: a slip comes after all that was meant as it
    was typed, the name before columns before descriptions, a whole word before a beginning; summed over the words."""
    each = sa.union_all(*(_best(dialect, it) for it in asked)).subquery()
    has_all = sa.func.count() == len(asked)
    total = sa.func.sum(each.c.rank).label("rank")
    return sa.select(each.c.product, total).group_by(each.c.product).having(has_all).subquery()


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


def _best(dialect: str, it: Sought) -> sa.Select[tuple[int, int]]:
    tiers = sa.union_all(*_tiers(dialect, it)).subquery()
    return sa.select(tiers.c.product, sa.func.min(tiers.c.rank).label("rank")).group_by(tiers.c.product)


def _tiers(dialect: str, it: Sought) -> Iterator[sa.Select[tuple[int, int]]]:
    for place, field in enumerate(FIELDS):
        yield _tier(dialect, field, [Term(it.word)], 2 * place)
        yield _tier(dialect, field, [Term(it.word, begins=True)], 2 * place + 1)
        if it.slips:
            yield _tier(dialect, field, list(map(Term, it.slips)), 2 * len(FIELDS) + place)


def _tier(dialect: str, field: str, terms: Sequence[Term], rank: int) -> sa.Select[tuple[int, int]]:
    found = _matching(f"{field} : ({_fts5(terms)})") if dialect == "sqlite" else _in_tsvector(field, terms)
    return found.add_columns(sa.literal(rank).label("rank"))


def _meant(it: Sought) -> list[Term]:
    return [Term(it.word, begins=True), *map(Term, it.slips)]


def _matching(query: str) -> sa.Select[tuple[int]]:
    asked = sa.literal_column("productwords").op("MATCH")(query)
    return sa.select(PRODUCT_WORDS.c.rowid.label("product")).where(asked)


def _fts5(terms: Sequence[Term]) -> str:
    return " OR ".join(f'"{it.word}"*' if it.begins else f'"{it.word}"' for it in terms)


def _in_tsvector(place: str, terms: Sequence[Term]) -> sa.Select[tuple[int]]:
    query = " | ".join(f"'{it.word}':*" if it.begins else f"'{it.word}'" for it in terms)
    found = getattr(sa.func, f"productwords_{place}")(sa.cast(query, postgresql.TSQUERY), type_=sa.Integer)
    return sa.select(found.column_valued("product"))
