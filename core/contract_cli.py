"""The command that checks contracts where they are changed, in continuous integration."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.contracts.gate import Verdict

app = typer.Typer(no_args_is_help=True, help="Check data contracts.")


class Format(StrEnum):
    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


@app.callback()
def main() -> None:
    """Check data contracts."""


@app.command()
def check(
    files: Annotated[
        list[Path],
        typer.Argument(help="Contracts of the Open Data Contract Standard, version 3. Of a folder, all YAML in it."),
    ],
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The version before: what breaks it takes a new major version.")
    ] = None,
    format: Annotated[Format, typer.Option(help="For people, as annotations of GitHub, or as JSON.")] = Format.TEXT,
) -> None:
    """Refuse contracts that are not valid, or lack an owner or team, a cost centre, or the description of a column.

    Exit codes: 0 all pass, 1 something is wrong, 2 wrong usage. No database is asked.
    """
    from core.contracts.gate import check as examined
    from core.errors import BadFile

    if against and (len(files) > 1 or files[0].is_dir()):
        raise typer.BadParameter("--against compares one file: name only one.")
    try:
        verdicts = [examined(file, against) for named in files for file in _within(named)]
    except BadFile as refusal:
        raise typer.BadParameter(f"{against}, which is compared with, is no contract. {refusal}") from None
    {Format.TEXT: _as_text, Format.GITHUB: _as_annotations, Format.JSON: _as_json}[format](verdicts)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(1)


def _within(named: Path) -> list[Path]:
    """Of a folder its contracts; one without any is named itself, so that it does not pass."""
    if not named.is_dir():
        return [named]
    return sorted(file for file in named.rglob("*") if file.suffix in (".yaml", ".yml") and file.is_file()) or [named]


def _as_text(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        for finding in verdict.findings:
            typer.echo(_on_one_line(f"{verdict.file}:{finding.line}: {finding.sentence}"))
        if verdict.passed:
            typer.echo(_on_one_line(f"{verdict.file}: passed, {verdict.columns} columns, all described"))


def _as_annotations(verdicts: Sequence[Verdict]) -> None:
    """As GitHub reads them: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    for verdict in verdicts:
        file = _escaped(str(verdict.file), within=True)
        for finding in verdict.findings:
            where = f"file={file},line={finding.line},title=Data contract"
            typer.echo(f"::error {where}::{_escaped(finding.sentence)}")


def _as_json(verdicts: Sequence[Verdict]) -> None:
    import json

    told = [
        {
            "file": str(verdict.file),
            "passed": verdict.passed,
            "columns": verdict.columns,
            "described": verdict.described,
            "findings": [finding._asdict() for finding in verdict.findings],
        }
        for verdict in verdicts
    ]
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _on_one_line(text: str) -> str:
    """A name in a contract must not begin a line of its own: runners of continuous integration obey some of them."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _escaped(text: str, *, within: bool = False) -> str:
    """Text in a workflow command; ``within`` is for its parameters."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if within else text
