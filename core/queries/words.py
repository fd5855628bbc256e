"""Searching text by words that people typed."""

import json
from collections.abc import Iterator, Sequence
from itertools import product

import sqlalchemy as sa

MAX_WORDS = 8


def words_of(typed: str) -> tuple[str, ...]:
    """The words of a search, the first eight of them: what follows narrows nothing that people could still read."""
    return tuple(typed.replace("\0", " ").split()[:MAX_WORDS])


def holds(words: Sequence[str], *texts: sa.ColumnElement[str] | sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    """Every word stands in one of the texts, upper and lower case alike; ``%`` and ``_`` mean themselves."""
    return sa.and_(sa.true(), *(sa.or_(*(_holds(text, word) for text in texts)) for word in words))


def holds_in_json(words: Sequence[str], text: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """The same for text that was written as JSON, where other letters than those of English are escaped."""
    return holds([json.dumps(word)[1:-1] for word in words], text)


def _holds(text: sa.SQLColumnExpression[str], word: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(text.icontains(spelling, autoescape=True) for spelling in _spellings(word)))


def _spellings(word: str) -> Iterator[str]:
    """SQLite knows the case of English letters only: the others, up to three of them, are tried in both cases."""
    others = [place for place, letter in enumerate(word) if not letter.isascii() and letter.lower() != letter.upper()]
    letters = list(word)
    for cases in product(("lower", "upper"), repeat=len(others[:3])):
        for place, case in zip(others, cases, strict=False):
            changed = getattr(word[place], case)()
            letters[place] = changed if len(changed) == 1 else word[place]
        yield "".join(letters)
