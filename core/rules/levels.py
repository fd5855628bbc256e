"""What makes a data product one of its level: a checklist on what it and its contract say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.model import Level
from core.rules.descriptions import is_real_description
from core.rules.sentences import listed

WORDS = 2
"""A name that says where it belongs has so many words: ``order_number``, not ``number``."""
SHORT_WORDS = frozenset(["id", "no", "nr", "of", "at", "by", "to", "on", "in", "is", "pct", "url"])
_UNITS = (
    "g kg t mm cm m km m2 m3 l ml s ms min h hz khz rpm n kn nm pa kpa mpa bar mbar w kw mw wh kwh mwh gwh v mv a ma k "
    "degc ppm ppb co2 co2e nox eur usd gbp chf"
)
UNITS = frozenset(_UNITS.split())
"""A name may end in the unit it is measured in: ``torque_nm``, ``energy_kwh``, ``footprint_kg_co2e``."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_VOWEL = re.compile(r"[aeiouäöü]", re.I)


@dataclass(frozen=True)
class ColumnFact:
    table: str
    path: str
    description: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class LevelFacts:
    """What a product says of itself; ``columns`` are those of the newest version of its contract, None without one."""

    name: str
    description: str
    semantics: str
    lacks: Sequence[str]
    is_live: bool
    columns: Sequence[ColumnFact] | None


@dataclass(frozen=True)
class Step:
    """``hint`` says what is missing and what to do; empty where it is done."""

    level: Level
    title: str
    hint: str

    @property
    def is_done(self) -> bool:
        return not self.hint


def steps(facts: LevelFacts) -> tuple[Step, ...]:
    """Everything up to the highest level, in order; no column is asked about before there is a contract."""
    columns = facts.columns or ()
    told = (
        (Level.SOURCE, "Says what it holds", _says(facts)),
        (Level.SOURCE, "Has an owner, a team and a cost centre", _missing(facts.lacks)),
        (Level.TECHNICAL, "Has a contract that lists its columns", "" if columns else "Publish its contract."),
        (Level.TECHNICAL, "Every column is described", _described(columns) if columns else "Publish its contract."),
        (Level.TECHNICAL, "Names say what they are", _spoken(columns) if columns else "Publish its contract."),
        (Level.BUSINESS, "One flat table", _flat(columns) if columns else "Publish its contract."),
        (Level.BUSINESS, "Names say where they belong", _qualified(columns) if columns else "Publish its contract."),
        (
            Level.BUSINESS,
            "Says what it means in the business",
            "" if facts.semantics else "Edit it and fill in its semantics.",
        ),
        (Level.BUSINESS, "Is live", "" if facts.is_live else "Take it live."),
    )
    return tuple(Step(*one) for one in told)


def reached(found: Sequence[Step]) -> int:
    """The highest level of which all is done, and of the ones below; 0 for none."""
    open_levels = [step.level for step in found if not step.is_done]
    return min(open_levels, default=Level.BUSINESS + 1) - 1


def is_spoken(name: str) -> bool:
    """Whether it is made of words, not of codes such as ``MATNR`` without a vowel, ``F1`` or ``x``; units aside."""
    words = [word for part in name.split("_") if part.lower() not in UNITS for word in _WORD.findall(part)]
    return bool(words) and all(_is_word(word) for word in words) and not name[:1].isdigit()


def _is_word(word: str) -> bool:
    if word.isdigit() or word.lower() in SHORT_WORDS | UNITS:
        return True
    return len(word) > 2 and bool(_VOWEL.search(word)) and not _is_code(word)


def _is_code(word: str) -> bool:
    """Half a dozen capitals and less are an abbreviation of some system."""
    return word.isupper() and len(word) <= 6


def _says(facts: LevelFacts) -> str:
    return "" if is_real_description(facts.name, facts.description) else "Edit it and describe it in a sentence."


def _missing(lacks: Sequence[str]) -> str:
    return f"It lacks {listed(lacks)}." if lacks else ""


def _described(columns: Sequence[ColumnFact]) -> str:
    return _named(
        [c.path for c in columns if not is_real_description(c.name, c.description)],
        "without a description that says more than the name",
    )


def _spoken(columns: Sequence[ColumnFact]) -> str:
    return _named([c.path for c in columns if not is_spoken(c.name)], "that read like codes")


def _flat(columns: Sequence[ColumnFact]) -> str:
    tables = {c.table for c in columns}
    if len(tables) > 1:
        return f"It has {len(tables)} tables."
    return _named([c.path for c in columns if "." in c.path], "inside another column")


def _qualified(columns: Sequence[ColumnFact]) -> str:
    return _named([c.path for c in columns if len(_WORD.findall(c.name)) < WORDS], "of a single word")


def _named(paths: Sequence[str], fault: str, shown: int = 3) -> str:
    """A sentence on the columns that have a fault."""
    if not paths:
        return ""
    return f"{len(paths)} {fault}: {listed(paths, at_most=shown)}."
