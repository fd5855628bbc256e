"""Whether a column may hold less than before, more, or something else: by its logical and its physical type."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any


class Turn(Enum):
    SAME = auto()
    WIDER = auto()
    NARROWER = auto()
    OTHER = auto()


LADDERS = (
    ("tinyint", "smallint", "int", "bigint"),
    ("float", "double"),
    ("integer", "number"),
    ("char", "varchar", "text"),
    ("i8", "i16", "i32", "i64", "i128"),
    ("u8", "u16", "u32", "u64", "u128"),
    ("f32", "f64"),
)
"""Types that hold all that the one before them holds."""

ALIASES = {
    "integer": "int", "int4": "int", "int8": "bigint", "long": "bigint", "int2": "smallint", "short": "smallint",
    "byte": "tinyint", "real": "float", "float4": "float", "float8": "double", "double precision": "double",
    "string": "text", "character varying": "varchar", "nvarchar": "varchar", "character": "char", "numeric": "decimal",
    "bool": "boolean",
}  # fmt: skip

CEILINGS = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
FLOORS = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")

_PHYSICAL = re.compile(r"\s*([a-z][a-z0-9_ ]*?)\s*(?:\(\s*(?:max|([0-9]{1,6})\s*(?:,\s*([0-9]{1,6})\s*)?)\))?\s*", re.I)


def turn_of_logical(before: str, after: str) -> Turn:
    """Of a type said for the first time or no more nothing can be told."""
    if before == after or not before or not after:
        return Turn.SAME
    return _on_a_ladder(before, after)


def turn_of_physical(before: str, after: str) -> Turn:
    """``varchar(20)`` to ``varchar(40)`` is wider, ``decimal(10,2)`` to ``decimal(8,2)`` narrower."""
    if _spelled(before) == _spelled(after) or not before or not after:
        return Turn.SAME
    old, new = _read(before), _read(after)
    if old is None or new is None:
        return Turn.OTHER
    turn = Turn.SAME if old[0] == new[0] else _on_a_ladder(old[0], new[0])
    return joined(turn, _sizes(old[1], new[1]))


def turn_of_options(before: Mapping[str, Any], after: Mapping[str, Any]) -> Turn:
    """A limit that comes or tightens is narrower, one that goes or loosens wider; another pattern something else."""
    turns = [Turn.SAME]
    for option in before.keys() | after.keys():
        old, new = before.get(option), after.get(option)
        if old == new:
            continue
        if option in CEILINGS or option in FLOORS:
            turns.append(_limit(old, new, is_ceiling=option in CEILINGS))
        elif option == "format" and isinstance(old, str) and isinstance(new, str):
            turns.append(_on_a_ladder(old, new))
        else:
            turns.append(Turn.WIDER if new is None else Turn.NARROWER if old is None else Turn.OTHER)
    return joined(*turns)


def joined(*turns: Turn) -> Turn:
    """Several at once: what goes both ways is something else."""
    found = set(turns) - {Turn.SAME}
    return found.pop() if len(found) == 1 else Turn.OTHER if found else Turn.SAME


def _limit(before: Any, after: Any, *, is_ceiling: bool) -> Turn:
    """In version 3.0 of the standard ``exclusiveMaximum`` is true or false; false is no limit."""
    old, new = (None if limit is False else limit for limit in (before, after))
    if old is None or new is None:
        return Turn.SAME if old is new else Turn.NARROWER if old is None else Turn.WIDER
    if not any(isinstance(old, kind) and isinstance(new, kind) for kind in (str, int | float)):
        return Turn.OTHER
    return Turn.WIDER if (new > old) == is_ceiling else Turn.NARROWER


def _on_a_ladder(before: str, after: str) -> Turn:
    for ladder in LADDERS:
        if before in ladder and after in ladder:
            return Turn.WIDER if ladder.index(after) > ladder.index(before) else Turn.NARROWER
    return Turn.OTHER


def _sizes(before: tuple[int, ...], after: tuple[int, ...]) -> Turn:
    """No size is no limit."""
    if before == after:
        return Turn.SAME
    if not before or not after:
        return Turn.WIDER if before else Turn.NARROWER
    width = max(len(before), len(after))
    pairs = zip(_filled(before, width), _filled(after, width), strict=True)
    return joined(*(Turn.SAME if old == new else Turn.WIDER if new > old else Turn.NARROWER for old, new in pairs))


def _filled(sizes: tuple[int, ...], width: int) -> tuple[int, ...]:
    """A scale that is not said is 0; beside it count the digits before the point."""
    whole, *scale = (*sizes, *[0] * (width - len(sizes)))
    return (whole - sum(scale), *scale)


def _read(physical: str) -> tuple[str, tuple[int, ...]] | None:
    told = _PHYSICAL.fullmatch(physical)
    if told is None:
        return None
    base = " ".join(told[1].lower().split())
    return ALIASES.get(base, base), tuple(int(size) for size in told.groups()[1:] if size is not None)


def _spelled(physical: str) -> str:
    return "".join(physical.lower().split())
