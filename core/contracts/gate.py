"""The gate that a contract passes before it is merged: valid, with its three must-haves, and no break unannounced."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.contracts.diff import diff
from core.contracts.document import Fields, line_of, read_yaml
from core.contracts.reading import read_contract, terms_of
from core.contracts.validation import faults
from core.errors import BadFile
from core.rules.contract_changes import BREAKING
from core.rules.contract_terms import Terms
from core.rules.versions import Version


class Finding(NamedTuple):
    """What keeps a file from passing; ``line`` counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """A file that was checked; ``columns`` and ``described`` are 0 where it could not be read."""

    file: Path
    findings: tuple[Finding, ...]
    columns: int = 0
    described: int = 0

    @property
    def passed(self) -> bool:
        return not self.findings


def check(file: Path, against: Path | None = None) -> Verdict:
    """Everything that is wrong with the contract in the file; ``against`` holds the version before it.

    Raises BadFile for one to compare with that is itself no contract.
    """
    before = read_contract(_text(against)) if against else None
    try:
        document = read_yaml(_text(file))
    except BadFile as refusal:
        return Verdict(file, (_with_line(str(refusal)),))
    wrong = faults(document)
    if wrong:
        return Verdict(file, tuple(Finding(fault.line, f"{fault.field}: {fault.sentence}.") for fault in wrong))
    terms = terms_of(document)
    found = [*_must_haves(document, terms), *(_breaks(document, before, terms) if before else ())]
    return Verdict(file, tuple(sorted(found)), len(terms.columns), terms.described)


def _must_haves(document: Fields, terms: Terms) -> Iterator[Finding]:
    if not terms.is_owned:
        yield Finding(line_of(document, ["team"]), "No owner and no team. Add “team” with a name or members.")
    if not terms.cost_centre:
        line = line_of(document, ["customProperties"])
        yield Finding(line, "No cost centre. Add the custom property “costCenter”.")
    if not terms.columns:
        yield Finding(line_of(document, ["schema"]), "No columns. List them in “schema”.")
    for column in terms.columns:
        if not column.description:
            yield Finding(column.line, f"The column {column.place} has no description.")


def _breaks(document: Fields, before: Terms, after: Terms) -> Iterator[Finding]:
    """Versions grow with what changes; what breaks takes a new major one."""
    line = line_of(document, ["version"])
    changes = diff(before, after)
    try:
        old, new = Version(before.version), Version(after.version)
    except ValueError as refusal:
        yield Finding(line, str(refusal))
        return
    if changes and new <= old:
        yield Finding(line, f"Something changed since version {before.version}; {after.version} is not above it.")
    if not new.is_major_after(old):
        lines = {str(column.place): column.line for column in (*after.columns, *after.holders)}
        for change in changes:
            if change.grade is BREAKING:
                told = f"{change}. This breaks version {before.version}: raise the major version, or take it back."
                yield Finding(lines.get(change.where, line), told)


def _text(file: Path) -> str:
    """Raises BadFile."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadFile("The file is not text in UTF-8. Save it as UTF-8.") from None
    except IsADirectoryError:
        raise BadFile("The folder holds no .yaml file.") from None
    except OSError as error:
        raise BadFile(f"The file cannot be read: {error.strerror}.") from None


def _with_line(sentence: str) -> Finding:
    """The refusal of a file that is no YAML, which begins with its line where it has one."""
    place, _, rest = sentence.partition(": ")
    number = place.removeprefix("Line ")
    if place.startswith("Line ") and number.isdigit():
        return Finding(int(number), rest[:1].upper() + rest[1:])
    return Finding(1, sentence)
