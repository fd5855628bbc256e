"""YAML as mappings and lists that know their lines, read from whatever is uploaded without harm.

It is built from the events of libyaml, not by its constructors: what nests too deep is refused before it is read, no
tag makes an object, what aliases repeat is counted as if it were written out. Making the events takes most of the time.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from core.contracts.scalars import plain_scalar
from core.errors import BadFile

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_NODES = 200_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = "tag:yaml.org,2002:"
_PLAIN_TAGS = tuple(_YAML + kind for kind in ("int", "float", "bool", "null"))
_SCALAR_TAGS = (None, "!", f"{_YAML}str", *_PLAIN_TAGS)
_NESTING_TAGS = (None, "!", f"{_YAML}map", f"{_YAML}seq")


class Fields(dict[str, Any]):
    """A mapping; ``lines`` says for each key where it stands, counted from 1, ``line`` where the mapping begins."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list; ``lines`` says for each item where it begins."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []


def read_yaml(text: str) -> Fields:
    """The one mapping that the text holds. Raises BadFile, with the line where there is one."""
    _must_fit(text)
    try:
        root = _Reader(text.removeprefix("\ufeff")).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1}: " if mark else ""
        raise BadFile(f"{where}this is not YAML: {error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise BadFile(f"This is not YAML: {str(error).splitlines()[0]}.") from None
    if not isinstance(root, Fields):
        raise BadFile("This is no mapping of fields: a contract begins with “kind: DataContract”.")
    return root


def text_of(value: Any) -> str:
    """A single value as a text, empty where there is none."""
    return "" if value is None else str(value).strip()


def line_of(root: Fields, path: Iterable[str | int]) -> int:
    """Where the field under that path stands; of the nearest one above it that is there."""
    found: Any = root
    line = root.line
    for step in path:
        if isinstance(found, Fields) and step in found:
            line = found.lines[str(step)]
        elif isinstance(found, Items) and isinstance(step, int) and step < len(found):
            line = found.lines[step]
        else:
            break
        found = found[step]
    return line


def _must_fit(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise BadFile("The text holds half a character. Save it as UTF-8 and try again.") from None
    if size > MAX_BYTES:
        raise BadFile(f"The document has {size:,} bytes; {MAX_BYTES:,} are read at most.")


class _Kept(NamedTuple):
    """What an anchor names: its value, the nodes inside written out, and how deep they nest."""

    value: Any
    nodes: int = 0
    height: int = 0


class _Reader:
    """Each method gets the event with which a value begins and takes those up to its end."""

    def __init__(self, text: str) -> None:
        self._next = _LOADER(text).get_event
        self._anchors: dict[str, _Kept] = {}
        self._nodes = self._depth = self._deepest = 0

    def document(self) -> Any:
        """None where the stream holds none."""
        root = None
        while not isinstance(event := self._next(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise BadFile(f"{_at(event)}: a second document begins here. Give each contract its own file.")
                root = self._value(self._next())
        return root

    def _value(self, event: Any) -> Any:
        if not isinstance(event, ScalarEvent):
            return self._repeated(event) if isinstance(event, AliasEvent) else self._nested(event)
        if event.tag is not None:
            _must_be_read(event, _SCALAR_TAGS)
        value = plain_scalar(event.value) if event.implicit[0] or event.tag in _PLAIN_TAGS else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Kept(value)
        return value

    def _nested(self, event: Any) -> Fields | Items:
        _must_be_read(event, _NESTING_TAGS)
        nodes, deepest = self._nodes, self._deepest
        self._depth = self._deepest = self._depth + 1
        if self._depth > MAX_DEPTH:
            raise BadFile(f"{_at(event)}: fields nest more than {MAX_DEPTH} deep.")
        found = self._fields(event) if isinstance(event, MappingStartEvent) else self._items(event)
        self._depth -= 1
        if event.anchor is not None:
            self._anchors[event.anchor] = _Kept(found, self._nodes - nodes, self._deepest - self._depth)
        self._deepest = max(self._deepest, deepest)
        return found

    def _fields(self, begin: Any) -> Fields:
        found, following = Fields(begin.start_mark.line + 1), self._next
        lines = found.lines
        while not isinstance(event := following(), MappingEndEvent):
            is_bare = isinstance(event, ScalarEvent) and event.tag is None and event.anchor is None
            name = event.value if is_bare else self._name(event)
            if name in lines:
                raise BadFile(f"{_at(event)}: “{name}” stands twice in the same place, before on line {lines[name]}.")
            lines[name] = event.start_mark.line + 1
            found[name] = self._value(following())
        if "<<" in found:
            raise BadFile(f"Line {lines['<<']}: merged fields (“<<”) are not read. Write them out.")
        self._count(begin, 2 * len(found))
        return found

    def _name(self, event: Any) -> str:
        if not isinstance(event, ScalarEvent):
            raise BadFile(f"{_at(event)}: the name of a field is a word, not a list, a mapping or an alias.")
        self._value(event)
        return event.value

    def _items(self, begin: Any) -> Items:
        found = Items(begin.start_mark.line + 1)
        while not isinstance(event := self._next(), SequenceEndEvent):
            self._count(event, 1)
            found.lines.append(event.start_mark.line + 1)
            found.append(self._value(event))
        return found

    def _repeated(self, event: Any) -> Any:
        kept = self._anchors.get(event.anchor)
        if kept is None:
            raise BadFile(f"{_at(event)}: “*{event.anchor}” repeats what is not complete yet, or nowhere named.")
        self._count(event, kept.nodes)
        self._deepest = max(self._deepest, self._depth + kept.height)
        if self._deepest > MAX_DEPTH:
            told = f"with what “*{event.anchor}” repeats, fields nest more than {MAX_DEPTH} deep"
            raise BadFile(f"{_at(event)}: {told}.")
        return kept.value

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise BadFile(f"{_at(event)}: the document has more than {MAX_NODES:,} values, repeated ones counted.")


def _must_be_read(event: Any, tags: Sequence[str | None]) -> None:
    """A tag may only say what is read anyway."""
    if event.tag not in tags:
        raise BadFile(f"{_at(event)}: the tag “{event.tag}” is not read. Leave it out.")


def _at(event: Any) -> str:
    return f"Line {event.start_mark.line + 1}"
