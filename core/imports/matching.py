"""Which column of a file feeds which field, told by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from core.imports.answers import normal
from core.imports.fields import Field

ENOUGH = 0.65
"""The least likeness, 0–1, that is proposed."""

TYPO = 0.87
"""The likeness of spelling from which two names are one name mistyped."""

FILLERS = frozenset(
    (
        *(
            "a",
            "an",
            "and",
            "as",
            "at",
            "by",
            "for",
            "from",
            "in",
            "incl",
            "including",
            "into",
            "its",
            "of",
            "on",
            "or",
        ),
        *("our", "per", "the", "to", "your", "project", "programme", "program", "departmental", "gmpp", "ipa", "mpa"),
        *("nista", "sro", "approved", "current", "latest", "agreed", "planned", "proposed"),
    )
)
"""Words that say nothing about what a column holds, unless nothing else is left."""

TELLING = frozenset(
    (
        *(
            "actual",
            "annual",
            "benefit",
            "category",
            "change",
            "comment",
            "commentary",
            "cumulative",
            "currency",
            "email",
        ),
        *(
            "explanation",
            "forecast",
            "fte",
            "id",
            "key",
            "last",
            "link",
            "monthly",
            "name",
            "narrative",
            "next",
            "note",
        ),
        *("number", "phone", "previous", "reason", "remaining", "schedule", "spent", "team", "type", "unit", "url"),
        *("variance", "year", "yearly"),
    )
)
"""Words that make another thing of what they stand beside: a budget’s comment is no budget."""

_brackets = re.compile(r"[(\[][^()\[\]]*[)\]]")
_repeat = re.compile(r" \(\d+\)$")
_camel = re.compile(r"(?<=[a-z])(?=[A-Z])")
_year = re.compile(r"(?:19|20)\d\d(?:\d\d)?")

Fits = Callable[[Field, str], bool]


def match_columns(headers: Sequence[str], fields: Sequence[Field], fits: Fits) -> dict[str, tuple[str, ...]]:
    """Field name → the columns that feed it, the first with an answer deciding; each column feeds one field at most.

    ``fits`` is asked whether what stands in the column can be what the field holds. Columns of one name, apart from
    whose opinion they give (“IPA rating”, “SRO rating”), feed one field together.
    """
    scores = {(asked.name, header): likeness(header, asked) for asked in fields for header in headers}
    order = sorted(
        ((score, asked, header) for asked in fields for header in headers if (score := scores[asked.name, header])),
        key=lambda item: -item[0],
    )
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for score, asked, header in order:
        if score < ENOUGH or header in taken:
            continue
        if asked.name in columns and _essence(columns[asked.name][0]) != _essence(header):
            continue
        if fits(asked, header):
            columns[asked.name] = (*columns.get(asked.name, ()), header)
            taken.add(header)
    place = {header: position for position, header in enumerate(headers)}
    return {
        asked.name: tuple(sorted(columns[asked.name], key=place.__getitem__))
        for asked in fields
        if asked.name in columns
    }


def likeness(header: str, asked: Field) -> float:
    """How much a header looks like a field's title, name or one of its aliases: 1 for the same words."""
    found = _words(_repeat.sub("", header))
    if not found:
        return 0.0
    return max(_likeness(found, _words(alias)) for alias in (asked.title, asked.name, *asked.aliases))


def _likeness(found: list[str], alias: list[str]) -> float:
    if found == alias:
        return 1.0
    essence, wanted = _essential(found), _essential(alias)
    if any(word in TELLING or _year.fullmatch(word) for word in set(found) - set(alias)):
        return 0.0
    if essence == wanted:
        return 0.97
    spelt = SequenceMatcher(None, " ".join(essence), " ".join(wanted))
    if spelt.real_quick_ratio() > TYPO and spelt.ratio() > TYPO:
        return 0.96 * spelt.ratio()
    if set(wanted) <= set(essence):
        return 0.5 + 0.45 * len(set(wanted)) / len(set(essence))
    return 0.0


def _essence(header: str) -> list[str]:
    return _essential(_words(_repeat.sub("", header)))


def _words(name: str) -> list[str]:
    """The words of a name, without what stands in brackets, in the singular."""
    outside = normal(_camel.sub(" ", _brackets.sub(" ", name))) or normal(name)
    return [word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word for word in outside.split()]


def _essential(words: list[str]) -> list[str]:
    return [word for word in words if word not in FILLERS] or words
