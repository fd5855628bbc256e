"""Who is named in a text: an @, then the full name or the e-mail of a person, as in “@Ada Admin, can you?”.

Case does not matter. The longest name wins, so that “@Ann Marie Lee” is not “@Ann Marie”. A name that two people bear
names neither of them: their e-mails do. An @ inside a word, as in an address, begins nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BEGINNING = re.compile(r"(?<![\w@.])@")


@dataclass(frozen=True)
class Known:
    """A person who may be named."""

    id: int
    email: str
    name: str


def mentioned(text: str, people: Iterable[Known]) -> tuple[Known, ...]:
    """Those who are named, each once, in the order in which they are."""
    by_handle = _handles(people)
    handles = sorted(by_handle, key=len, reverse=True)
    said = text.casefold()
    found = (_named_at(said, match.end(), handles) for match in BEGINNING.finditer(said))
    return tuple(dict.fromkeys(by_handle[handle] for handle in found if handle))


def handle(person: Known, people: Iterable[Known]) -> str:
    """How to name a person: ``@Ada Admin``, by the e-mail where somebody else bears the name."""
    is_shared = any(other.name.casefold() == person.name.casefold() and other != person for other in people)
    return f"@{person.email if is_shared else person.name}"


def _handles(people: Iterable[Known]) -> dict[str, Known]:
    everybody = list(people)
    borne = Counter(person.name.casefold() for person in everybody)
    by_name = {person.name.casefold(): person for person in everybody if borne[person.name.casefold()] == 1}
    return by_name | {person.email.casefold(): person for person in everybody}


def _named_at(said: str, place: int, handles: Sequence[str]) -> str | None:
    """The longest handle that stands there and ends with a word."""
    return next(
        (it for it in handles if said.startswith(it, place) and not said[place + len(it) :][:1].isalnum()), None
    )
