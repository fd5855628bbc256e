"""What a version of a data contract promises, as facts to be judged: columns, service levels, who answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A column by its table and the dotted path inside it; a table itself has no path."""

    table: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.table}.{self.path}" if self.path else self.table


class Column(NamedTuple):
    """A leaf of the schema. ``key`` is its position in the primary key, 0 where it stands in it without one, None
    outside; ``values`` are all it may hold, empty where that is open; ``line`` is where it stands in the document."""

    place: Place
    type: str = ""
    physical: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    key: int | None = None
    values: tuple[str, ...] = ()
    options: Mapping[str, Any] = {}
    line: int = 0

    @property
    def name(self) -> str:
        return self.place.path.rpartition(".")[2]


@dataclass(frozen=True)
class ServiceLevel:
    """A promise such as ``latency 4 d``, of one element of the schema or of all of it."""

    property: str
    element: str
    value: Any
    unit: str = ""


@dataclass(frozen=True)
class Terms:
    """``rest`` is a digest of all that no rule compares."""

    standard: str
    id: str
    version: str
    status: str
    name: str
    owner: str
    team: str
    cost_centre: str
    tables: tuple[str, ...]
    columns: tuple[Column, ...]
    service_levels: tuple[ServiceLevel, ...]
    rest: str

    @property
    def described(self) -> int:
        """How many columns have any description at all."""
        return sum(bool(column.description) for column in self.columns)

    @property
    def is_owned(self) -> bool:
        return bool(self.owner or self.team)
