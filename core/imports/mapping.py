"""How the columns of a file are read: proposed by name, changed by a person, remembered for the next of its headers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session, select

from core.errors import BadFile
from core.imports.answers import Cell, NoAnswer, NotAValue, normal
from core.imports.dates import DateStyle, Order, infer_date_style
from core.imports.fields import Field as Asked
from core.imports.fields import Reader, Type, reader
from core.imports.figures import NumberStyle, infer_number_style
from core.imports.kinds.contract import Kind
from core.imports.matching import match_columns
from core.imports.table import Table
from core.imports.values import text_of
from core.model import ColumnMapping

Scale = Literal[1, 1_000, 1_000_000, 1_000_000_000]
Wired = dict[str, list[tuple[int, str, Reader]]]
"""Field → position, header and reader of the columns that feed it, in order of preference."""

FIGURES = (Type.NUMBER, Type.WHOLE, Type.MONEY)
DOMAIN = "domain"
"""The field whose words are codes or names of domains; the register reads them, as it knows which there are."""

MOST_WORDS = 50
"""Seen words of a field that a proposal lists."""

EVIDENCE = 200
"""Values of a column by which it is judged whether it can feed a field."""


class Unit(BaseModel):
    """What one of an amount means: a currency of three letters, None for what the cells say, and how many of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    scale: Scale = 1


class Mapping(BaseModel):
    """Field → the columns that feed it, in order of preference: the first with an answer decides.

    ``values``: of a field, seen word → the word that it stands for; None leaves it to the field. ``units`` of amounts.
    ``dates``: the order of day, month and year where the file leaves it open. ``new_domains``: whether a domain that
    nobody has recorded is added.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str | None]] = Field(default_factory=dict)
    units: dict[str, Unit] = Field(default_factory=dict)
    dates: dict[str, Order] = Field(default_factory=dict)
    new_domains: bool = True

    def words(self, field: str) -> dict[str, str]:
        return {seen: meant for seen, meant in self.values.get(field, {}).items() if meant}


def propose(kind: Kind, table: Table) -> Mapping:
    """The mapping that the headers and the cells below them suggest."""
    samples = dict(zip(table.headers, table.samples(), strict=True))

    def fits(asked: Asked, header: str) -> bool:
        return _is_evident(_proposed_reader(asked, header, samples), samples[header][:EVIDENCE])

    columns = match_columns(table.headers, kind.fields, fits)
    units = {
        asked.name: _unit(columns[asked.name][0], samples)
        for asked in kind.fields
        if asked.type is Type.MONEY and asked.name in columns
    }
    return Mapping(kind=kind.name, columns=columns, values=_seen(kind, columns, samples), units=units)


def mapping_for(session: Session, kind: Kind, table: Table) -> Mapping:
    """What was remembered for files with these headers, with the words that this one adds; else a proposal."""
    where = (ColumnMapping.kind == kind.name, ColumnMapping.headers == fingerprint(table.headers))
    remembered = session.exec(select(ColumnMapping.mapping).where(*where)).one_or_none()
    if remembered is None:
        return propose(kind, table)
    mapping = Mapping.model_validate(remembered)
    seen = _seen(kind, mapping.columns, dict(zip(table.headers, table.samples(), strict=True)))
    values = {field: words | mapping.values.get(field, {}) for field, words in seen.items()}
    return mapping.model_copy(update={"values": mapping.values | values})


def read_mapping(path: Path, kind: Kind, table: Table) -> Mapping:
    """A mapping kept as JSON, checked against the kind and the file. Raises BadFile."""
    try:
        mapping = Mapping.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        where = fault.errors()[0] if isinstance(fault, ValidationError) else {"loc": (), "msg": str(fault)}
        place = ".".join(map(str, where["loc"]))
        raise BadFile(f"“{path.name}” is not a mapping: {place + ': ' if place else ''}{where['msg']}.") from None
    return checked(mapping, kind, table, path.name)


def checked(mapping: Mapping, kind: Kind, table: Table, name: str = "The mapping") -> Mapping:
    """The mapping as it is. Raises BadFile if it names a kind, field or column that is not there."""
    if mapping.kind != kind.name:
        raise BadFile(f"“{name}” is a mapping of {mapping.kind}, not of {kind.name}.")
    named = {*mapping.columns, *mapping.values, *mapping.units, *mapping.dates}
    if unknown := sorted(named - kind.by_name.keys()):
        raise BadFile(f"“{name}” names the field “{unknown[0]}”; {kind.name} have {', '.join(sorted(kind.by_name))}.")
    wanted = [header for headers in mapping.columns.values() for header in headers]
    if missing := [header for header in wanted if header not in table.headers]:
        raise BadFile(f"“{name}” names the column “{missing[0]}”; the file has {', '.join(table.headers)}.")
    if not any(asked.required or asked.name.endswith("key") for asked in kind.fields if asked.name in mapping.columns):
        needed = " and ".join(f"“{asked.title}”" for asked in kind.fields if asked.required)
        raise BadFile(
            f"“{table.name}” has no column that says what a row is about: name the columns {needed}, or say in a "
            f"mapping which ones they are. It has {', '.join(table.headers)}."
        )
    return mapping


def fingerprint(headers: Sequence[str]) -> str:
    """The same for files with the same headers in the same order."""
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()


def readers(kind: Kind, mapping: Mapping, table: Table) -> Wired:
    """How each column of the file is read, in the style of its cells and as the mapping says."""
    samples = dict(zip(table.headers, table.samples(), strict=True))
    quoted = table.delimiter is not None
    wired: Wired = {}
    for asked in kind.fields:
        for header in mapping.columns.get(asked.name, ()):
            dates = _dates(asked, mapping, samples[header])
            numbers = _numbers(asked, header, mapping, samples)
            words = {} if asked.name == DOMAIN else mapping.words(asked.name)
            read = reader(asked, dates=dates, numbers=numbers, words=words, quoted=quoted)
            wired.setdefault(asked.name, []).append((table.headers.index(header), header, read))
    return wired


def remarks(kind: Kind, mapping: Mapping, table: Table) -> list[str]:
    """What a person should look at before importing: columns that are left out, and units that the file leaves open."""
    used = {header for headers in mapping.columns.values() for header in headers}
    left_out = [header for header in table.headers if header not in used]
    said = [f"Not imported: {', '.join(left_out)}."] if left_out else []
    scaled = [header for header in left_out if infer_number_style((), header).power]
    for name, unit in mapping.units.items():
        if unit.scale == 1 and scaled:
            column = mapping.columns[name][0]
            said.append(f"“{scaled[0]}” names a scale, “{column}” does not: its amounts are taken as they are written.")
    return said


def _proposed_reader(asked: Asked, header: str, samples: dict[str, list[Cell]]) -> Reader:
    dates = infer_date_style(samples[header]) if asked.type in (Type.DATE, Type.MOMENT) else DateStyle()
    numbers = infer_number_style(samples[header], header) if asked.type in FIGURES else NumberStyle()
    return reader(asked, dates=dates, numbers=numbers, words={})


def _is_evident(read: Reader, cells: Sequence[Cell]) -> bool:
    """Whether at least half of the values that say anything can be read."""
    good = bad = 0
    for cell in cells:
        try:
            good += not isinstance(read(cell), NoAnswer)
        except NotAValue:
            bad += 1
    return good >= bad


def _dates(asked: Asked, mapping: Mapping, cells: Sequence[Cell]) -> DateStyle:
    if asked.type not in (Type.DATE, Type.MOMENT):
        return DateStyle()
    inferred = infer_date_style(cells)
    order = mapping.dates.get(asked.name, inferred.order)
    return DateStyle(order, inferred.separator, inferred.year_digits, inferred.evident)


def _numbers(asked: Asked, header: str, mapping: Mapping, samples: dict[str, list[Cell]]) -> NumberStyle:
    if asked.type not in FIGURES:
        return NumberStyle()
    inferred = infer_number_style(samples[header], header if asked.type is Type.MONEY else "")
    if asked.type is not Type.MONEY:
        return inferred
    unit = mapping.units.get(asked.name, Unit())
    power = len(str(unit.scale)) - 1
    return NumberStyle(inferred.decimal, unit.currency, power, inferred.percent, inferred.evident)


def _unit(header: str, samples: dict[str, list[Cell]]) -> Unit:
    """As header and cells say. The currency, but not the scale, may come from another column of the file."""
    own = infer_number_style(samples[header], header)
    others = (infer_number_style(samples[other], other).currency for other in samples if other != header)
    scale: Scale = {0: 1, 3: 1_000, 6: 1_000_000, 9: 1_000_000_000}.get(own.power, 1)  # type: ignore[assignment]
    return Unit(currency=own.currency or next(filter(None, others), None), scale=scale)


def _seen(
    kind: Kind, columns: dict[str, tuple[str, ...]], samples: dict[str, list[Cell]]
) -> dict[str, dict[str, str | None]]:
    """The words of choices and of domains that the columns hold, field by field."""
    return {
        asked.name: _seen_words(asked, [cell for header in columns[asked.name] for cell in samples[header]])
        for asked in kind.fields
        if asked.name in columns and (asked.type is Type.CHOICE or asked.name == DOMAIN)
    }


def _seen_words(asked: Asked, cells: Sequence[Cell]) -> dict[str, str | None]:
    """Each word in the column with the one of the field that it is read as, None for itself or what cannot be read."""
    read = reader(asked, dates=DateStyle(), numbers=NumberStyle(), words={})
    seen: dict[str, str | None] = {}
    for cell in cells:
        text = text_of(cell)
        if len(seen) == MOST_WORDS or not normal(text):
            continue
        try:
            value = read(cell)
        except NotAValue:
            seen[text] = None
        else:
            if not isinstance(value, NoAnswer):
                seen[text] = asked.words.get(value)
    return seen
