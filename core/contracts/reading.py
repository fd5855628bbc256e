"""A data contract as the terms that it sets."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from core.contracts.document import Fields, Items, read_yaml
from core.contracts.validation import Fault, faults
from core.errors import BadFile
from core.rules.contract_terms import Column, Place, ServiceLevel, Terms

COST_CENTRES = frozenset({"costcenter", "costcentre", "costcentreid", "costcenterid", "kostenstelle"})
"""Names of custom properties that hold a cost centre, without case and signs; the standard has no field for it."""

COMPARED = ("version", "schema", "slaProperties", "team", "contractCreatedTs")
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


def examine(text: str) -> tuple[Terms | None, tuple[Fault, ...]]:
    """The terms of a valid contract, or else all its faults. Raises BadFile for what is no YAML."""
    document = read_yaml(text)
    found = faults(document)
    return (None if found else terms_of(document)), found


def terms_of(document: Fields) -> Terms:
    """What a valid document says."""
    team = document.get("team")
    return Terms(
        standard=document["apiVersion"],
        id=document["id"],
        version=document["version"],
        status=_text(document.get("status")),
        name=_text(document.get("name")),
        owner=_owner(team),
        team=_team(team),
        cost_centre=_cost_centre(document) or (_cost_centre(team) if isinstance(team, Fields) else ""),
        tables=tuple(table["name"] for table in document.get("schema") or ()),
        columns=tuple(_columns(document)),
        service_levels=tuple(_service_levels(document)),
        rest=_digest({field: told for field, told in document.items() if field not in COMPARED}),
    )


def _columns(document: Fields) -> Iterator[Column]:
    for table in document.get("schema") or ():
        for prop in table.get("properties") or ():
            yield from _leaves(prop, table["name"], prop["name"])


def _leaves(prop: Fields, table: str, path: str) -> Iterator[Column]:
    """Its columns: those of an object, or of the objects in a list; else it is one itself."""
    inside = prop.get("properties") or _inside(prop)
    if not inside:
        yield _column(prop, Place(table, path))
    for below in inside or ():
        yield from _leaves(below, table, f"{path}.{below['name']}")


def _inside(prop: Fields) -> Items | None:
    """The properties of the items of a list, be it a list of lists."""
    items = prop.get("items")
    while isinstance(items, Fields) and not items.get("properties") and items.get("items"):
        items = items["items"]
    return items.get("properties") if isinstance(items, Fields) else None


def _column(prop: Fields, place: Place) -> Column:
    position = prop.get("primaryKeyPosition")
    return Column(
        place=place,
        type=_text(prop.get("logicalType")),
        physical=_text(prop.get("physicalType")),
        description=_text(prop.get("description")),
        required=prop.get("required") is True,
        unique=prop.get("unique") is True,
        key=max(0, position or 0) if prop.get("primaryKey") is True else None,
        values=tuple(_text(value.get("value")) for value in prop.get("enum") or ()),
        options=prop.get("logicalTypeOptions") or {},
        line=prop.line,
    )


def _service_levels(document: Fields) -> Iterator[ServiceLevel]:
    for level in document.get("slaProperties") or ():
        element = level.get("element") or document.get("slaDefaultElement")
        yield ServiceLevel(_text(level.get("property")), _text(element), level.get("value"), _text(level.get("unit")))


def _owner(team: Any) -> str:
    """Whoever has the role of an owner and has not left."""
    for member in _members(team):
        if "owner" in _text(member.get("role")).casefold() and not member.get("dateOut"):
            return _text(member.get("name")) or _text(member.get("username"))
    return ""


def _team(team: Any) -> str:
    """The name of the team, else those who belong to it."""
    named = _text(team.get("name")) if isinstance(team, Fields) else ""
    people = [_text(member.get("name")) or _text(member.get("username")) for member in _members(team)]
    return named or ", ".join(filter(None, people))


def _members(team: Any) -> list[Fields]:
    """Since 3.1 a team has fields and its members are one of them; before it was the list."""
    return list((team.get("members") if isinstance(team, Fields) else team) or ())


def _cost_centre(fields: Fields) -> str:
    for custom in fields.get("customProperties") or ():
        name = re.sub(r"[^a-z]", "", _text(custom.get("property")).casefold())
        if name in COST_CENTRES and _text(custom.get("value")):
            return _text(custom.get("value"))
    return ""


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
