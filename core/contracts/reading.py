"""A data contract as the terms that it sets."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from core.contracts.document import Fields, Items, read_yaml, text_of
from core.contracts.validation import HOLDING, ITEMS, faults, parts_of
from core.errors import BadFile
from core.rules.contract_terms import Column, Place, ServiceLevel, Table, Terms

COST_CENTRES = frozenset({"costcenter", "costcentre", "costcentreid", "costcenterid", "kostenstelle"})
"""Names of custom properties that hold a cost centre, without case and signs; the standard has no field for it."""

VALID_VALUES = frozenset({"invalidValues", "validValues"})

SHOWN = 5
"""How many faults one sentence names."""


def read_contract(text: str) -> Terms:
    """The terms of a valid contract. Raises BadFile that names the first faults with their lines."""
    document = read_yaml(text)
    found = faults(document)
    if found:
        more = f" And {len(found) - SHOWN} more." if len(found) > SHOWN else ""
        raise BadFile(" ".join(map(str, found[:SHOWN])) + more)
    return terms_of(document)


def terms_of(document: Fields) -> Terms:
    """What a valid document says."""
    team = document.get("team")
    found = _Found([], [])
    for table in document.get("schema") or ():
        for prop in table.get("properties") or ():
            _read(prop, Place(table["name"], prop["name"]), found)
    return Terms(
        standard=document["apiVersion"],
        id=document["id"],
        version=document["version"],
        status=text_of(document.get("status")),
        name=text_of(document.get("name")),
        owner=_owner(team),
        team=_team(team),
        cost_centre=_cost_centre(document) or (_cost_centre(team) if isinstance(team, Fields) else ""),
        tables=tuple(_tables(document)),
        columns=tuple(found.columns),
        holders=tuple(found.holders),
        service_levels=tuple(_service_levels(document)),
        told=document,
    )


def _tables(document: Fields) -> Iterator[Table]:
    for table in document.get("schema") or ():
        yield Table(table["name"], text_of(table.get("physicalName")), table)


class _Found(NamedTuple):
    columns: list[Column]
    holders: list[Column]


def _read(prop: Fields, place: Place, found: _Found) -> None:
    """Its columns: those of an object, of the objects in a list, or of those a map leads to; else it is one itself."""
    if prop.keys().isdisjoint(HOLDING):
        found.columns.append(_column(prop, place))
        return
    parts = dict(_parts(prop, place.path))
    found.holders.extend(_column(part, Place(place.table, path)) for path, part in parts.items())
    inside = [named for holder in (prop, *parts.values()) for named in holder.get("properties") or ()]
    (found.holders if inside else found.columns).append(_column(prop, place))
    for named in inside:
        _read(named, Place(place.table, f"{place.path}.{named['name']}"), found)


def _parts(prop: Fields, path: str) -> Iterator[tuple[str, Fields]]:
    """The items of a list as ``path[]``, the key and the value of a map as ``path[key]`` and ``path[value]``."""
    for name, part in parts_of(prop):
        here = f"{path}[]" if name == ITEMS else f"{path}[{name.removeprefix('map.')}]"
        yield here, part
        yield from _parts(part, here)


def _column(prop: Fields, place: Place) -> Column:
    told = prop.get
    return Column(
        place=place,
        type=text_of(told("logicalType")),
        physical=text_of(told("physicalType")),
        stored=text_of(told("physicalName")),
        description=text_of(told("description")),
        required=told("required") is True,
        unique=told("unique") is True,
        key=max(0, told("primaryKeyPosition") or 0) if told("primaryKey") is True else None,
        values=tuple(_values(prop)) if "enum" in prop or "quality" in prop else (),
        options=told("logicalTypeOptions") or {},
        line=prop.line,
        told=prop,
    )


def _values(prop: Fields) -> Iterator[str]:
    """Before version 3.2 of the standard a rule of quality says what a column may hold."""
    for value in prop.get("enum") or ():
        yield text_of(value["value"])
    for rule in prop.get("quality") or ():
        valid = (rule.get("arguments") or {}).get("validValues")
        if not prop.get("enum") and isinstance(valid, Items) and VALID_VALUES & {rule.get("metric"), rule.get("rule")}:
            yield from map(text_of, valid)


def _service_levels(document: Fields) -> Iterator[ServiceLevel]:
    for level in document.get("slaProperties") or ():
        element = level.get("element") or document.get("slaDefaultElement")
        yield ServiceLevel(
            text_of(level["property"]),
            text_of(element),
            level["value"],
            text_of(level.get("unit")),
            level.get("valueExt"),
            level,
        )


def _owner(team: Any) -> str:
    """Whoever has the role of an owner."""
    for member in _members(team):
        if "owner" in text_of(member.get("role")).casefold():
            return text_of(member.get("name")) or text_of(member.get("username"))
    return ""


def _team(team: Any) -> str:
    """The name of the team, else those who belong to it."""
    named = text_of(team.get("name")) if isinstance(team, Fields) else ""
    people = [text_of(member.get("name")) or text_of(member.get("username")) for member in _members(team)]
    return named or ", ".join(filter(None, people))


def _members(team: Any) -> list[Fields]:
    """Those who have not left. Since 3.1 a team has fields and its members are one of them; before it was the list."""
    members = (team.get("members") if isinstance(team, Fields) else team) or ()
    return [member for member in members if not member.get("dateOut")]


def _cost_centre(fields: Fields) -> str:
    for custom in fields.get("customProperties") or ():
        name = re.sub(r"[^a-z]", "", text_of(custom.get("property")).casefold())
        if name in COST_CENTRES and text_of(custom.get("value")):
            return text_of(custom.get("value"))
    return ""
