"""How grave it is that a contract says something else: what breaks those who read, what does not, what only reads
differently."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from core.model import ChangeGrade
from core.rules.contract_terms import Column, ServiceLevel, Table
from core.rules.sentences import listed
from core.rules.service_levels import is_weaker
from core.rules.types import Turn, joined, turn_of_logical, turn_of_options, turn_of_physical

BREAKING, COMPATIBLE, EDITORIAL = ChangeGrade.BREAKING, ChangeGrade.COMPATIBLE, ChangeGrade.EDITORIAL
GRAVEST_FIRST = (BREAKING, COMPATIBLE, EDITORIAL)

JUDGED_OF_TABLE = frozenset({"name", "physicalName", "description", "properties"})
_NAMES = "name physicalName logicalType physicalType logicalTypeOptions description required unique primaryKey "
JUDGED_OF_COLUMN = frozenset((_NAMES + "primaryKeyPosition properties items map").split())
"""Fields that have a rule of their own; of all others it is told that they say something else."""


class Change(NamedTuple):
    """One difference: where it is, and what is otherwise in a few words."""

    grade: ChangeGrade
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Pair(NamedTuple):
    """A column in both versions; None where one has none, and no grade where nothing changed."""

    before: Column | None
    after: Column | None
    grade: ChangeGrade | None


def gravest(changes: Iterable[Change]) -> ChangeGrade | None:
    """The grade of a version; None where nothing changed."""
    grades = {change.grade for change in changes}
    return next((grade for grade in GRAVEST_FIRST if grade in grades), None)


def changes_of_table(before: Table, after: Table) -> Iterator[Change]:
    changed = (*_stored(before, after), *_words(before.told, after.told, JUDGED_OF_TABLE))
    return (Change(grade, after.name, what) for grade, what in changed)


def changes_of_column(before: Column, after: Column) -> Iterator[Change]:
    """Also of an object or a list that holds columns."""
    if before.told and before.told == after.told:
        return
    judged = JUDGED_OF_COLUMN | ({"enum", "quality"} if before.values != after.values else set())
    found = (
        *_stored(before, after),
        *_type(before, after),
        *_promises(before, after),
        *_values(before, after),
        *_words(before.told, after.told, judged),
    )
    for grade, what in found:
        yield Change(grade, str(before.place), what)


def changes_of_service(where: str, before: ServiceLevel | None, after: ServiceLevel | None) -> Iterator[Change]:
    """Of a promise that was made, is made, or both."""
    if before is None:
        yield Change(COMPATIBLE, where, "is promised now")
    elif after is None:
        yield Change(BREAKING, where, "is no longer promised")
    elif (before.value, before.unit, before.more) != (after.value, after.unit, after.more):
        weaker = is_weaker(before, after)
        grade, turn = (BREAKING, "weaker") if weaker else (COMPATIBLE, "not weaker")
        yield Change(grade, where, f"{turn}: {_told(before)} became {_told(after)}")
    elif fields := fields_otherwise(before.told, after.told, frozenset()):
        yield Change(EDITORIAL, where, f"says otherwise: {listed(fields)}")


def fields_otherwise(before: Mapping[str, Any], after: Mapping[str, Any], judged: AbstractSet[str]) -> list[str]:
    """The fields besides those that differ, by name."""
    return sorted(f for f in (before.keys() | after.keys()) - judged if before.get(f) != after.get(f))


def _stored(before: Table | Column, after: Table | Column) -> Iterator[tuple[ChangeGrade, str]]:
    if before.stored and after.stored and before.stored != after.stored:
        yield BREAKING, f"stored as {after.stored}, no longer as {before.stored}"


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


def _words(
    before: Mapping[str, Any], after: Mapping[str, Any], judged: AbstractSet[str]
) -> Iterator[tuple[ChangeGrade, str]]:
    if before.get("description") != after.get("description"):
        yield EDITORIAL, "described otherwise" if after.get("description") else "no longer described"
    if fields := fields_otherwise(before, after, judged):
        yield EDITORIAL, f"says otherwise: {listed(fields)}"


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(f"“{value}”" for value in values)


def promise(column: Column) -> str:
    """What it promises beside its name, in a few words."""
    kind = " ".join(filter(None, (column.type, column.physical)))
    marks = ("required" * column.required, "unique" * column.unique, "key" * (column.key is not None))
    return (
        ", ".join(filter(None, (kind, *marks, "one of " * bool(column.values) + _quoted(column.values)))) or "no type"
    )


def _kind(column: Column) -> str:
    return " ".join(filter(None, (column.type, column.physical))) or "no type"


def _told(level: ServiceLevel) -> str:
    more = "" if level.more is None else f" to {level.more}"
    return f"{level.value}{more} {level.unit}".strip()
