"""Words of text as a search knows them, and which of them may be meant by one that is typed slightly wrong."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

LONGEST = 60
FORGIVEN_FROM = 5
"""Letters of a word from which on one wrong letter is forgiven."""

_RUNS = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")


def words(text: str) -> list[str]:
    """``Kunden_nr orderDate`` is kunden, nr, order, date: lower case, without accents, as far as 60 characters."""
    return [word for run in _RUNS.findall(text) for word in _parts(run)]


def stored_words(text: str) -> Iterator[str]:
    """The words by which a text is found: those of ``words``, and the whole of one that has humps."""
    for run in _RUNS.findall(text):
        yield from _stored(run)


def runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where each unbroken run of letters and digits begins and ends, and the words by which it is found."""
    for run in _RUNS.finditer(text):
        yield run.start(), run.end(), _stored(run[0])


def forms(word: str) -> set[str]:
    """The word, and the word with any one letter left out. Two words a letter apart have a form in common (symmetric
    delete spelling correction, W. Garbe 2012); those that are too short or hold a digit have none."""
    if len(word) < FORGIVEN_FROM or any(letter.isdigit() for letter in word):
        return set()
    return _shortened(word)


def typed_forms(word: str) -> set[str]:
    """The same of a word as it was typed, from which a letter may be missing."""
    return _shortened(word) if len(word) >= FORGIVEN_FROM - 1 else set()


def is_slip(typed: str, word: str) -> bool:
    """One letter is wrong, missing or too many, or two neighbours have changed places."""
    return OSA.distance(typed, word, score_cutoff=1) == 1


def _shortened(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


@lru_cache(maxsize=100_000)
def _stored(run: str) -> tuple[str, ...]:
    parts = _parts(run)
    return parts if len(parts) < 2 else (*parts, _folded(run))


def _parts(run: str) -> tuple[str, ...]:
    return tuple(word for part in _HUMP.split(run) if (word := _folded(part)))


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()[:LONGEST]
    taken_apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in taken_apart if letter.isalnum())[:LONGEST]
