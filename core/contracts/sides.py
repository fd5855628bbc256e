"""Two versions of a contract side by side, column by column."""

from collections.abc import Iterator

from core.contracts.diff import counterparts
from core.model import ChangeGrade
from core.rules.contract_changes import BREAKING, COMPATIBLE, GRAVEST_FIRST, Pair, changes_of_column, gravest
from core.rules.contract_terms import Column, Terms


def side_by_side(before: Terms, after: Terms) -> tuple[Pair, ...]:
    """The gravest changes first, else as the newer version lists its columns."""
    order = (*GRAVEST_FIRST, None)
    return tuple(sorted(_pairs(before, after), key=lambda pair: order.index(pair.grade)))


def _pairs(before: Terms, after: Terms) -> Iterator[Pair]:
    where = counterparts(before, after)
    old = {where[column.place]: column for column in before.columns if column.place in where}
    for column in after.columns:
        was = old.get(column.place)
        yield Pair(was, column, _grade(was, column) if was else COMPATIBLE)
    yield from (Pair(column, None, BREAKING) for column in before.columns if column.place not in where)


def _grade(before: Column, after: Column) -> ChangeGrade | None:
    return BREAKING if before.place != after.place else gravest(changes_of_column(before, after))
