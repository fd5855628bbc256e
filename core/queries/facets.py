"""What a search of the catalogue is narrowed to, and how many would be found otherwise."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import col

from core.model import DataProduct, Level, ProductStatus


@dataclass(frozen=True)
class Facets:
    """What the answer is narrowed to; nothing chosen is everything. Domains by id."""

    level: frozenset[Level] = frozenset()
    status: frozenset[ProductStatus] = frozenset()
    domain: frozenset[int] = frozenset()
    sensitive: frozenset[bool] = frozenset()


EVERYTHING = Facets()


@dataclass(frozen=True)
class Counts:
    """How many would be found with each value of a facet, the others as they are chosen; domains by id."""

    level: Mapping[Level, int]
    status: Mapping[ProductStatus, int]
    domain: Mapping[int, int]
    sensitive: Mapping[bool, int]


class Group(NamedTuple):
    """Products that are alike in every facet."""

    level: Level
    status: ProductStatus
    domain: int
    sensitive: bool


COLUMNS: Mapping[str, Mapped[Any]] = {
    "level": col(DataProduct.level),
    "status": col(DataProduct.status),
    "domain": col(DataProduct.domain_id),
    "sensitive": col(DataProduct.sensitive),
}


def narrowed(facets: Facets) -> list[sa.ColumnElement[bool]]:
    """The conditions on products."""
    return [column.in_(kept) for name, column in COLUMNS.items() if (kept := getattr(facets, name))]


def counted(sums: Mapping[Group, int], facets: Facets) -> tuple[Counts, int]:
    """The counts, and how many are found, from how many there are of each group whatever is chosen."""
    counts: dict[str, Counter[Any]] = {name: Counter() for name in Group._fields}
    total = 0
    for group, n in sums.items():
        values = group._asdict()
        misses = [name for name, value in values.items() if (kept := getattr(facets, name)) and value not in kept]
        total += n * (not misses)
        for name, value in values.items():
            counts[name][value] += n * (misses in ([], [name]))
    return Counts(**counts), total
