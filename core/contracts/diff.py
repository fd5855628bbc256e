"""What a version of a contract says otherwise than another one, each change graded."""

from collections import Counter
from collections.abc import Iterator, Mapping

from core.rules.contract_changes import (
    BREAKING,
    COMPATIBLE,
    EDITORIAL,
    GRAVEST_FIRST,
    Change,
    changes_of_column,
    changes_of_service,
)
from core.rules.contract_terms import Column, Place, ServiceLevel, Terms

Columns = Mapping[Place, Column]


def diff(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Every change, the gravest first; none between a version and itself, whatever its number."""
    found = [*_tables(before, after), *_columns(before, after), *_services(before, after), *_rest(before, after)]
    return tuple(sorted(found, key=lambda change: (GRAVEST_FIRST.index(change.grade), change.where, change.what)))


def _tables(before: Terms, after: Terms) -> Iterator[Change]:
    for table in before.tables:
        if table not in after.tables:
            yield Change(BREAKING, table, "table removed")
    for table in after.tables:
        if table not in before.tables:
            yield Change(COMPATIBLE, table, "table added")


def _columns(before: Terms, after: Terms) -> Iterator[Change]:
    """Those of a table that came or went are told with it."""
    both = set(before.tables) & set(after.tables)
    old: Columns = {column.place: column for column in before.columns if column.place.table in both}
    new: Columns = {column.place: column for column in after.columns if column.place.table in both}
    gone = {place: old[place] for place in old if place not in new}
    come = {place: new[place] for place in new if place not in old}
    renamed = _renamed(gone, come)
    for place, to in renamed.items():
        yield Change(BREAKING, str(place), f"renamed to {to.path}")
        yield from changes_of_column(old[place], new[to])
    yield from (Change(BREAKING, str(place), "removed") for place in gone if place not in renamed)
    yield from (Change(COMPATIBLE, str(place), "added") for place in come if place not in renamed.values())
    for place in old.keys() & new.keys():
        yield from changes_of_column(old[place], new[place])


def _renamed(gone: Columns, come: Columns) -> Mapping[Place, Place]:
    """What went and what came in the same table with the same type and description, where no other one has these."""
    marks_gone = {place: _mark(column) for place, column in gone.items() if column.description}
    marks_come = {place: _mark(column) for place, column in come.items() if column.description}
    counts = Counter(marks_gone.values()), Counter(marks_come.values())
    places = {mark: place for place, mark in marks_come.items()}
    return {place: places[mark] for place, mark in marks_gone.items() if counts[0][mark] == 1 and counts[1][mark] == 1}


def _mark(column: Column) -> tuple[str, ...]:
    return column.place.table, column.type, column.physical, column.description


def _services(before: Terms, after: Terms) -> Iterator[Change]:
    old, new = _by_place(before), _by_place(after)
    for place in old.keys() | new.keys():
        yield from changes_of_service(_where(*place), old.get(place), new.get(place))


def _by_place(terms: Terms) -> Mapping[tuple[str, str, int], ServiceLevel]:
    """By property, element, and which of several such it is."""
    count: Counter[tuple[str, str]] = Counter()
    found = {}
    for level in terms.service_levels:
        place = (level.property, level.element)
        found[*place, count[place]] = level
        count[place] += 1
    return found


def _where(service: str, element: str, nth: int) -> str:
    said = f"service level {service}" + (f" of {element}" if element else "")
    return f"{said} ({nth + 1})" if nth else said


def _rest(before: Terms, after: Terms) -> Iterator[Change]:
    if (before.owner, before.team) != (after.owner, after.team):
        was, now = before.team or before.owner or "nobody", after.team or after.owner or "nobody"
        yield Change(EDITORIAL, "team", f"{was} became {now}" if was != now else "other members")
    if before.rest != after.rest:
        yield Change(EDITORIAL, "document", "says something else besides")
