"""Whether a document is a data contract of the standard, version 3: all faults at once, each with its line.

The models of the standard say which fields there are and what they hold. They leave every field optional, so what the
standard demands stands here. Its JSON schema is not asked: that is the newest version's alone, refuses public examples
of older ones, and says what is wrong in terms of schemas.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from core.contracts.document import Fields, Items, line_of

KIND = "DataContract"
ITEMS = "items"
HOLDING = ("properties", ITEMS, "map")
"""Fields of a column that hold others."""

DEMANDED = ("version", "apiVersion", "id")
DEMANDED_OF_EACH = {
    "slaProperties": ("property", "value"),
    "servers": ("server", "type"),
    "support": ("channel",),
    "roles": ("role",),
    "customProperties": ("property",),
    "authoritativeDefinitions": ("url", "type"),
}
"""What each entry of a list at the top has to say."""

_TYPES = "string date timestamp time number integer object array boolean map vector"
LOGICAL_TYPES = frozenset(_TYPES.split())
TEXTS = ("name", "description", "physicalName", "physicalType", "logicalType", "businessName")

_STANDARD = re.compile(r"v3\.([0-2])\.[0-9]{1,3}")
_LENIENT = "0"
"""The minor version that takes fields it does not know below the top; later ones refuse them."""

_EXPECTED = {
    "string_type": "a text is expected; write the value in quotes",
    "list_type": "a list is expected",
    "bool_type": "true or false is expected",
    "int_type": "a whole number is expected",
    "float_type": "a number is expected",
    "model_type": "fields are expected, not a single value",
    "model_attributes_type": "fields are expected, not a single value",
    "dict_type": "fields are expected, not a single value",
    "extra_forbidden": "the standard knows no such field",
}


class Fault(NamedTuple):
    """Something that does not fit: ``field`` is its dotted path, ``line`` counts from 1."""

    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.field}: {self.sentence}."


def faults(document: Fields) -> tuple[Fault, ...]:
    """Every fault of a data contract, by line; none of one that is valid."""
    if (kind := document.get("kind")) != KIND:
        said = f"it says “{kind}”" if kind else "it is missing"
        return (Fault(line_of(document, ["kind"]), "kind", f"{said}; a data contract says “kind: {KIND}”"),)
    found = {*_of_the_head(document), *_of_the_lists(document), *_of_the_schema(document), *_of_the_models(document)}
    by_field = {fault.field: fault for fault in sorted(found, reverse=True)}
    return tuple(sorted(by_field.values()))


def _of_the_head(document: Fields) -> Iterator[Fault]:
    for field in DEMANDED:
        if document.get(field) in (None, ""):
            yield Fault(line_of(document, [field]), field, "it is missing and the standard demands it")
    standard = document.get("apiVersion")
    if isinstance(standard, str) and standard and not _STANDARD.fullmatch(standard):
        yield Fault(line_of(document, ["apiVersion"]), "apiVersion", f"“{standard}” is not read; v3.0.0 to v3.2.0 are")


def _of_the_lists(document: Fields) -> Iterator[Fault]:
    for field, demanded in DEMANDED_OF_EACH.items():
        yield from _of_the_entries(document.get(field), field, demanded)


def _of_the_entries(entries: Any, where: str, demanded: tuple[str, ...]) -> Iterator[Fault]:
    for place, entry in enumerate(entries if isinstance(entries, Items) else ()):
        for field in demanded if isinstance(entry, Fields) else ():
            if field not in entry:
                line = entries.lines[place]
                yield Fault(line, f"{where}[{place}].{field}", "it is missing and the standard demands it")


def _of_the_schema(document: Fields) -> Iterator[Fault]:
    schema = document.get("schema")
    if "schema" in document and not isinstance(schema, Items):
        yield Fault(line_of(document, ["schema"]), "schema", "a list of tables is expected; write [] for none")
    elif schema is not None:
        yield from _of_the_elements(schema, "schema")


def _of_the_elements(elements: Any, where: str) -> Iterator[Fault]:
    """Each has a name that no other one beside it has."""
    if not isinstance(elements, Items):
        return
    names: dict[str, int] = {}
    for place, element in enumerate(elements):
        line, here = elements.lines[place], f"{where}[{place}]"
        if not isinstance(element, Fields):
            yield Fault(line, here, "fields are expected, a name first")
            continue
        name = element.get("name")
        if name in (None, ""):
            yield Fault(line, f"{here}.name", "it is missing and the standard demands it")
        elif isinstance(name, str) and names.setdefault(name, line) != line:
            yield Fault(line, f"{here}.name", f"“{name}” stands in the same place on line {names[name]} already")
        yield from _of_an_element(element, here)


def _of_an_element(element: Fields, where: str) -> Iterator[Fault]:
    if None in element.values():
        empty = "it is empty; write a text, or leave the field out"
        for field in TEXTS:
            if field in element and element[field] is None:
                yield Fault(element.lines[field], f"{where}.{field}", empty)
    logical = element.get("logicalType")
    if isinstance(logical, str) and logical not in LOGICAL_TYPES:
        known = ", ".join(sorted(LOGICAL_TYPES))
        yield Fault(element.lines["logicalType"], f"{where}.logicalType", f"“{logical}” is none of {known}")
    if "enum" in element:
        yield from _of_the_entries(element["enum"], f"{where}.enum", ("value",))
    if not element.keys().isdisjoint(HOLDING):
        for path, part in parts_of(element):
            yield from _of_an_element(part, f"{where}.{path}")
        yield from _of_the_elements(element.get("properties"), f"{where}.properties")


def parts_of(element: Fields) -> Iterator[tuple[str, Fields]]:
    """What has no name of its own in a column: the items of a list, the key and the value of a map."""
    if isinstance(items := element.get(ITEMS), Fields):
        yield ITEMS, items
    if isinstance(entry := element.get("map"), Fields):
        for part in ("key", "value"):
            if isinstance(found := entry.get(part), Fields):
                yield f"map.{part}", found


def _of_the_models(document: Fields) -> Iterator[Fault]:
    standard = _STANDARD.fullmatch(str(document.get("apiVersion")))
    others: Literal["forbid"] | None = None if standard is None or standard[1] == _LENIENT else "forbid"
    try:
        OpenDataContractStandard.model_validate(document, strict=True, extra=others)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False, include_input=False)
        paths = [_within(document, error["loc"]) for error in errors]
        above = {path[:n] for path in paths for n in range(len(path))}
        for error, path in zip(errors, paths, strict=True):
            if path not in above:
                sentence = _EXPECTED.get(error["type"], f"{error['msg'][0].lower()}{error['msg'][1:]}")
                yield Fault(line_of(document, path), _dotted(path), sentence)


def _within(document: Fields, steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Those through the document: where a field may be one of several things, pydantic puts in which one it tried."""
    found: Any = document
    path: list[str | int] = []
    for step in steps:
        is_there = step in found if isinstance(found, Fields) else isinstance(found, Items) and isinstance(step, int)
        if is_there:
            path.append(step)
            found = found[step]
    return tuple(path)


def _dotted(path: tuple[str | int, ...]) -> str:
    told = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return told.removeprefix(".") or "document"
