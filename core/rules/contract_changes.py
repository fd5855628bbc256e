"""How grave it is that a contract says something else: what breaks those who read, what does not, what only reads
differently."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.model import ChangeGrade
from core.rules.contract_terms import Column, ServiceLevel
from core.rules.service_levels import is_weaker
from core.rules.types import Turn, joined, turn_of_logical, turn_of_options, turn_of_physical

BREAKING, COMPATIBLE, EDITORIAL = ChangeGrade.BREAKING, ChangeGrade.COMPATIBLE, ChangeGrade.EDITORIAL
GRAVEST_FIRST = (BREAKING, COMPATIBLE, EDITORIAL)


class Change(NamedTuple):
    """One difference: where it is, and what is otherwise in a few words."""

    grade: ChangeGrade
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def gravest(changes: Iterable[Change]) -> ChangeGrade | None:
    """The grade of a version; None where nothing changed."""
    grades = {change.grade for change in changes}
    return next((grade for grade in GRAVEST_FIRST if grade in grades), None)


def changes_of_column(before: Column, after: Column) -> Iterator[Change]:
    where = str(before.place)
    for grade, what in (*_type(before, after), *_promises(before, after), *_values(before, after)):
        yield Change(grade, where, what)
    if before.description != after.description:
        yield Change(EDITORIAL, where, "described otherwise" if after.description else "no longer described")


def changes_of_service(where: str, before: ServiceLevel | None, after: ServiceLevel | None) -> Iterator[Change]:
    """Of a promise that was made, is made, or both."""
    if before is None:
        yield Change(COMPATIBLE, where, "is promised now")
    elif after is None:
        yield Change(BREAKING, where, "is no longer promised")
    elif (before.value, before.unit) != (after.value, after.unit):
        weaker = is_weaker(before, after)
        grade, turn = (BREAKING, "weaker") if weaker else (COMPATIBLE, "not weaker")
        yield Change(grade, where, f"{turn}: {_told(before)} became {_told(after)}")


def _type(before: Column, after: Column) -> Iterator[tuple[ChangeGrade, str]]:
    turn = joined(
        turn_of_logical(before.type, after.type),
        turn_of_physical(before.physical, after.physical),
        turn_of_options(before.options, after.options),
    )
    was, now = _kind(before), _kind(after)
    told = f"{was} became {now}" if was != now else "by its limits"
    match turn:
        case Turn.NARROWER:
            yield BREAKING, f"type narrowed, {told}"
        case Turn.OTHER:
            yield BREAKING, f"type changed, {told}"
        case Turn.WIDER:
            yield COMPATIBLE, f"type widened, {told}"
        case _ if was != now:
            yield EDITORIAL, f"type said otherwise, {told}"


def _promises(before: Column, after: Column) -> Iterator[tuple[ChangeGrade, str]]:
    if after.required and not before.required:
        yield BREAKING, "required now"
    if before.required and not after.required:
        yield BREAKING, "no longer required: it may be empty"
    if before.unique and not after.unique:
        yield BREAKING, "no longer unique"
    if after.unique and not before.unique:
        yield COMPATIBLE, "unique now"
    if before.key != after.key:
        said = "left the primary key" if after.key is None else "came into the primary key"
        yield BREAKING, said if None in (before.key, after.key) else "stands elsewhere in the primary key"


def _values(before: Column, after: Column) -> Iterator[tuple[ChangeGrade, str]]:
    gone = [value for value in before.values if value not in after.values]
    new = [value for value in after.values if value not in before.values]
    if gone and after.values:
        yield BREAKING, f"may no longer be {_quoted(gone)}"
    if new and before.values:
        yield COMPATIBLE, f"may be {_quoted(new)} too"
    if new and not before.values:
        yield BREAKING, f"may only be {_quoted(new)} now"
    if gone and not after.values:
        yield COMPATIBLE, "may be any value now"


def _quoted(values: list[str]) -> str:
    return ", ".join(f"“{value}”" for value in values)


def _kind(column: Column) -> str:
    return " ".join(filter(None, (column.type, column.physical))) or "no type"


def _told(level: ServiceLevel) -> str:
    return f"{level.value} {level.unit}".strip()
