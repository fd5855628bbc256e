"""The file of sources of which there may be several: ``[[sql]]``, ``[[http_json]]`` and ``[[folder]]``, in TOML.

A text "env:NAME" stands for the environment variable NAME, so that no secret lies in the file.
"""

import os
import re
import tomllib
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import Misconfigured
from core.settings import settings

KINDS = ("sql", "http_json", "folder")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
FROM_ENVIRONMENT = "env:"

Entry = dict[str, Any]
Shape = TypeVar("Shape", bound=BaseModel)


def entries(kind: str, shape: type[Shape]) -> list[Shape]:
    """What the file says of that kind, in its order; nothing where no file is named.

    The shape has a field ``name``. Raises Misconfigured, naming the entry and the field that cannot be used.
    """
    given = _read().get(kind, [])
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise Misconfigured(f"{_file()}: “{kind}” is no list of tables. Begin each source with a line [[{kind}]].")
    names = [_name(kind, place, entry) for place, entry in enumerate(given, start=1)]
    for name in names:
        if names.count(name) > 1:
            raise Misconfigured(f"{_file()}: there are two [[{kind}]] with the name “{name}”. Rename one of them.")
    return [_shaped(kind, name, entry, shape) for name, entry in zip(names, given, strict=True)]


def _read() -> dict[str, Any]:
    file = settings().sources_file
    if file is None:
        return {}
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Misconfigured(f"UPTAKE_SOURCES_FILE: “{file}” cannot be read ({error.strerror}).") from None
    except ValueError as error:
        raise Misconfigured(f"{_file()} is no TOML: {error}.") from None
    if unknown := sorted(given.keys() - set(KINDS)):
        raise Misconfigured(f"{_file()}: there is no kind of source “{unknown[0]}”. Use one of {', '.join(KINDS)}.")
    return given


def _name(kind: str, place: int, entry: Entry) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Misconfigured(
            f"{_file()}: [[{kind}]] number {place} needs a name of at most 40 small letters, digits, _ and -."
        )
    return name


def _shaped(kind: str, name: str, entry: Entry, shape: type[Shape]) -> Shape:
    called = f"{_file()}: [[{kind}]] “{name}”"
    try:
        return shape.model_validate(_resolved(entry, called))
    except ValidationError as error:
        # Without the inputs: some of them are secrets.
        faults = (f"{_field(e['loc'])}: {_plain(e['msg'])}" for e in error.errors(include_input=False))
        raise Misconfigured(f"{called}: {'; '.join(faults)}.") from None


def _resolved(value: Any, called: str) -> Any:
    match value:
        case dict():
            return {key: _resolved(item, called) for key, item in value.items()}
        case list():
            return [_resolved(item, called) for item in value]
        case str() if value.startswith(FROM_ENVIRONMENT):
            variable = value.removeprefix(FROM_ENVIRONMENT)
            if not (found := os.environ.get(variable)):
                raise Misconfigured(f"{called} takes a value from {variable}, which is not set.")
            return found
    return value


def _field(path: Sequence[str | int]) -> str:
    return ".".join(map(str, path)) or "entry"


def _plain(message: str) -> str:
    message = message.removeprefix("Value error, ").removesuffix(".")
    return message[:1].lower() + message[1:]


def _file() -> str:
    return f"“{settings().sources_file}”"
