"""What a version of a contract says otherwise than another one, each change graded."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from core.rules.contract_changes import (
    BREAKING,
    COMPATIBLE,
    EDITORIAL,
    GRAVEST_FIRST,
    Change,
    changes_of_column,
    changes_of_service,
    changes_of_table,
    fields_otherwise,
)
from core.rules.contract_terms import Column, Place, ServiceLevel, Terms
from core.rules.sentences import listed

Columns = Mapping[Place, Column]
OTHERWISE = frozenset({"version", "schema", "slaProperties", "team", "contractCreatedTs"})
"""What is compared in its parts, or changes with every version."""


def diff(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Every change, the gravest first; none between a version and itself, whatever its number."""
    found = [*_tables(before, after), *_columns(before, after), *_services(before, after), *_rest(before, after)]
    return tuple(sorted(found, key=lambda change: (GRAVEST_FIRST.index(change.grade), change.where, change.what)))


def _tables(before: Terms, after: Terms) -> Iterator[Change]:
    old, new = {table.name: table for table in before.tables}, {table.name: table for table in after.tables}
    yield from (Change(BREAKING, name, "table removed") for name in old if name not in new)
    yield from (Change(COMPATIBLE, name, "table added") for name in new if name not in old)
    for name in old.keys() & new.keys():
        yield from changes_of_table(old[name], new[name])


def counterparts(before: Terms, after: Terms) -> Mapping[Place, Place]:
    """Where each column stands in the other version, also under another name; none for those that went."""
    old, new = _by_column(before), _by_column(after)
    gone = {place: column for place, column in old.items() if place not in new}
    come = {place: column for place, column in new.items() if place not in old}
    return {place: place for place in old if place in new} | dict(_renamed(gone, come))


def _columns(before: Terms, after: Terms) -> Iterator[Change]:
    """Those of a table that came or went are told with it."""
    both = {table.name for table in before.tables} & {table.name for table in after.tables}
    old, new, where = _by_column(before), _by_column(after), counterparts(before, after)
    for place, to in where.items():
        if place != to:
            yield Change(BREAKING, str(place), f"renamed to {to.path}")
        yield from changes_of_column(old[place], new[to])
    yield from (Change(BREAKING, str(p), "removed") for p in old if p not in where and p.table in both)
    yield from (Change(COMPATIBLE, str(p), "added") for p in new.keys() - where.values() if p.table in both)
    holders = {column.place: column for column in before.holders}
    for column in after.holders:
        if column.place in holders:
            yield from changes_of_column(holders[column.place], column)


def _by_column(terms: Terms) -> Columns:
    return {column.place: column for column in terms.columns}


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
    """Of several of the same property and element, those that are as before are no change, wherever they stand."""
    old, new = _by_place(before), _by_place(after)
    for place in old.keys() | new.keys():
        was = [level for level in old[place] if level not in new[place]]
        now = [level for level in new[place] if level not in old[place]]
        for nth, (one, other) in enumerate(zip_longest(was, now)):
            yield from changes_of_service(_where(*place, nth), one, other)


def _by_place(terms: Terms) -> defaultdict[tuple[str, str], list[ServiceLevel]]:
    found = defaultdict(list)
    for level in terms.service_levels:
        found[level.property, level.element].append(level)
    return found


def _where(service: str, element: str, nth: int) -> str:
    said = f"service level {service}" + (f" of {element}" if element else "")
    return f"{said} ({nth + 1})" if nth else said


def _rest(before: Terms, after: Terms) -> Iterator[Change]:
    was, now = before.team or before.owner or "nobody", after.team or after.owner or "nobody"
    if was != now:
        yield Change(EDITORIAL, "team", f"{was} became {now}")
    elif before.told.get("team") != after.told.get("team"):
        yield Change(EDITORIAL, "team", "other members or other words about them")
    if fields := fields_otherwise(before.told, after.told, OTHERWISE):
        yield Change(EDITORIAL, "document", f"says otherwise: {listed(fields)}")
