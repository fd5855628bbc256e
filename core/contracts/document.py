"""YAML as mappings and lists that know their lines, read from whatever is uploaded without harm.

It is built from the events of libyaml, not by its constructors: nothing deep recurses, no tag makes an object, and what
aliases repeat is counted as if it were written out.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]

from core.contracts.scalars import plain_scalar
from core.errors import BadFile

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_NODES = 200_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = "tag:yaml.org,2002:"
_TEXT_TAGS = (None, "!", f"{_YAML}str")
_PLAIN_TAGS = tuple(_YAML + kind for kind in ("int", "float", "bool", "null"))
_NESTING_TAGS = (None, "!", f"{_YAML}map", f"{_YAML}seq")


class Fields(dict[str, Any]):
    """A mapping; ``lines`` says for each key where it stands, counted from 1, ``line`` where the mapping begins."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list; ``lines`` says for each item where it begins."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(text: str) -> Fields:
    """The one mapping that the text holds. Raises BadFile, with the line where there is one."""
    _must_fit(text)
    try:
        root = _Builder().build(yaml.parse(text.removeprefix("\ufeff"), Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1}: " if mark else ""
        raise BadFile(f"{where}this is not YAML: {error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise BadFile(f"This is not YAML: {str(error).splitlines()[0]}.") from None
    if not isinstance(root, Fields):
        raise BadFile("This is no mapping of fields: a contract begins with “kind: DataContract”.")
    return root


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
    """What an anchor names: its value, its nodes written out, and how deep they nest."""

    value: Any
    nodes: int
    height: int


class _Open:
    """A mapping or list of which not all has been read."""

    def __init__(self, into: Fields | Items, anchor: str | None) -> None:
        self.into, self.anchor = into, anchor
        self.key: str | None = None
        self.nodes, self.height = 1, 1


class _Builder:
    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, _Kept] = {}
        self._nodes = 0
        self._root: list[Any] = []

    def build(self, events: Iterable[Any]) -> Any:
        for event in events:
            line = event.start_mark.line + 1
            match event:
                case yaml.ScalarEvent():
                    self._add(_Kept(_scalar(event), 1, 0), line, event.anchor)
                case yaml.MappingStartEvent():
                    self._begin(Fields(line), event)
                case yaml.SequenceStartEvent():
                    self._begin(Items(line), event)
                case yaml.CollectionEndEvent():
                    done = self._open.pop()
                    self._add(_Kept(done.into, done.nodes, done.height), done.into.line, done.anchor)
                case yaml.AliasEvent():
                    self._repeat(event.anchor, line)
                case yaml.DocumentStartEvent() if self._root:
                    raise BadFile(f"Line {line}: a second document begins here. Give each contract its own file.")
        return self._root[0] if self._root else None

    def _begin(self, into: Fields | Items, event: Any) -> None:
        if self._open and isinstance(self._open[-1].into, Fields) and self._open[-1].key is None:
            raise BadFile(f"Line {into.line}: the name of a field is a word, not a list or a mapping.")
        if event.tag not in _NESTING_TAGS:
            raise BadFile(f"Line {into.line}: the tag “{event.tag}” is not read. Leave it out.")
        self._open.append(_Open(into, event.anchor))
        if len(self._open) > MAX_DEPTH:
            raise BadFile(f"Line {into.line}: fields nest more than {MAX_DEPTH} deep.")

    def _repeat(self, anchor: str, line: int) -> None:
        kept = self._anchors.get(anchor)
        if kept is None:
            raise BadFile(f"Line {line}: “*{anchor}” repeats what is not complete yet, or nowhere named.")
        if len(self._open) + kept.height > MAX_DEPTH:
            raise BadFile(f"Line {line}: with what “*{anchor}” repeats, fields nest more than {MAX_DEPTH} deep.")
        self._add(kept, line, None)

    def _add(self, kept: _Kept, line: int, anchor: str | None) -> None:
        self._nodes += 1
        if anchor:
            self._anchors[anchor] = kept
        if not self._open:
            self._root.append(kept.value)
            return
        above = self._open[-1]
        above.nodes += kept.nodes
        above.height = max(above.height, kept.height + 1)
        if above.nodes > MAX_NODES:
            raise BadFile(f"Line {line}: the document has more than {MAX_NODES:,} values, repeated ones counted.")
        if isinstance(above.into, Items):
            above.into.append(kept.value)
            above.into.lines.append(line)
        else:
            _put(above, above.into, kept.value, line)


def _put(above: _Open, into: Fields, value: Any, line: int) -> None:
    if above.key is not None:
        into[above.key] = value
        above.key = None
        return
    if isinstance(value, (Fields, Items)):
        raise BadFile(f"Line {line}: the name of a field is a word, not a list or a mapping.")
    key = "null" if value is None else str(value)
    if key == "<<":
        raise BadFile(f"Line {line}: merged fields (“<<”) are not read. Write them out.")
    if key in into:
        raise BadFile(f"Line {line}: “{key}” stands twice in the same place, before on line {into.lines[key]}.")
    into.lines[key] = line
    above.key = key


def _scalar(event: Any) -> Any:
    if event.implicit[0]:
        return plain_scalar(event.value)
    if event.tag in _TEXT_TAGS:
        return event.value
    if event.tag in _PLAIN_TAGS:
        return plain_scalar(event.value)
    line = event.start_mark.line + 1
    raise BadFile(f"Line {line}: the tag “{event.tag}” is not read. Leave it out.")
