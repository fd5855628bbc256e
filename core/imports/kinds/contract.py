"""What a kind of spreadsheet is: its columns, and a register that knows what is recorded and can write to it.

To add a kind: write its fields and a ``Register`` in a file of this folder, and name it in ``KINDS``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from core.access import Actor, Right
from core.imports.fields import Field, Values


@dataclass(frozen=True)
class Found:
    """What is recorded under a key; ``values`` by field, as an export writes them."""

    key: str
    values: Values
    domain_id: int | None = None


@dataclass(frozen=True)
class Fault:
    """A value that cannot be taken: ``expected`` completes “expected …”."""

    field: str
    expected: str


class Unfit(ValueError):
    """A row cannot be matched with what is recorded."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}")
        self.fault = Fault(field, expected)


@dataclass(frozen=True)
class Options:
    """What a person decided for a file. ``words`` are their own words of a field: seen → meant."""

    new_domains: bool = True
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Register(ABC):
    """All of one kind that is recorded, held against the rows of one file.

    The plan calls ``look_ahead`` once; then for each block of rows ``settle`` and ``prepare``; then for each row
    ``find``, ``withhold``, ``identities`` and ``check``. A commit also calls ``add`` or ``change``, and ``finish`` at
    the end.
    """

    identifying: tuple[str, ...] = ()
    """The fields ``look_ahead`` needs; with none of them it is not called."""

    archived: Mapping[str, Set[str]] = MappingProxyType({})
    """Field → what it may name no more: it stays where it is recorded already, and is no value for another row."""

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        self.session, self.actor, self.options = session, actor, options

    def look_ahead(self, rows: Iterable[Values]) -> None:  # noqa: B027 – most registers need none
        """See what all rows of the file are called before the first one is judged."""

    def prepare(self, block: Sequence[Values]) -> None:  # noqa: B027 – most registers need none
        """Load what these rows need, in a few statements."""

    def settle(self, values: Values) -> Iterator[Fault]:
        """Replace names by the keys of what they name, in place; yields what cannot be found."""
        return iter(())

    @abstractmethod
    def identities(self, values: Values) -> list[Hashable]:
        """What no two rows of one file may share."""

    @abstractmethod
    def find(self, values: Values) -> Found | None:
        """What the row is about, None if it is new. Raises Unfit."""

    def withhold(self, values: Values, found: Found | None) -> None:  # noqa: B027 – most registers need none
        """Take out, in place, what the actor may not write where the rest of the row may be written."""

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        """What the verbs would refuse, as far as it can be told without writing."""
        return iter(())

    @abstractmethod
    def add(self, values: Values, *, at: datetime) -> str | None:
        """Write a new row through the verbs; the key it was given, None if it waits for ``finish``. Raises Refusal."""

    @abstractmethod
    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        """Write the fields that differ through the verbs. Raises Refusal."""

    def finish(self, *, at: datetime) -> None:  # noqa: B027 – most registers need none
        """Write what was put off until all rows were seen. Raises Refusal."""

    def new_domains(self) -> Mapping[str, str]:
        """Key → name of the domains that rows named and nobody has recorded."""
        return {}

    def remarks(self) -> Iterator[str]:
        """Sentences on what was withheld."""
        return iter(())


@dataclass(frozen=True)
class Kind:
    """``about`` says what a row is; ``exported`` gives every row that the actor may see, by field.

    To write any row at all takes one of the ``rights``, somewhere.
    """

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    register: Callable[[Session, Actor, Options], Register]
    exported: Callable[[Session, Actor], Iterator[Values]]
    rights: tuple[Right, ...]

    def field(self, name: str) -> Field:
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {asked.name: asked for asked in self.fields}


def changed_fields(kind: Kind, values: Values, found: Found, is_same: Callable[[Field, Any, Any], bool]) -> Values:
    """The values that differ from what is recorded."""
    return {
        name: value for name, value in values.items() if not is_same(kind.by_name[name], found.values.get(name), value)
    }
