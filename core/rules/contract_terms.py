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


class Table(NamedTuple):
    """``stored`` is its name in the database, empty where none is said; ``told`` is all that the document says."""

    name: str
    stored: str = ""
    told: Mapping[str, Any] = {}


class Column(NamedTuple):
    """A leaf of the schema, or a part that holds leaves. ``key`` is its position in the primary key, 0 where it stands
    in it without one, None outside; ``values`` are all it may hold, empty where that is open; ``line`` is where it
    stands in the document; ``stored`` and ``told`` are as for a table."""

    place: Place
    type: str = ""
    physical: str = ""
    stored: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    key: int | None = None
    values: tuple[str, ...] = ()
    options: Mapping[str, Any] = {}
    line: int = 0
    told: Mapping[str, Any] = {}

    @property
    def name(self) -> str:
        return self.place.path.rpartition(".")[2]


class ServiceLevel(NamedTuple):
    """A promise such as ``latency 4 d``, of one element of the schema or of all of it; ``more`` goes with the value."""

    property: str
    element: str
    value: Any
    unit: str = ""
    more: Any = None
    told: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Terms:
    """``holders`` are the objects and lists around columns and inside them; nobody counts them. ``told`` is the whole
    document."""

    standard: str
    id: str
    version: str
    status: str
    name: str
    owner: str
    team: str
    cost_centre: str
    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    holders: tuple[Column, ...]
    service_levels: tuple[ServiceLevel, ...]
    told: Mapping[str, Any]

    @property
    def described(self) -> int:
        """How many columns have any description at all."""
        return sum(bool(column.description) for column in self.columns)

    @property
    def is_owned(self) -> bool:
        return bool(self.owner or self.team)
