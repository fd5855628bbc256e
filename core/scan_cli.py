"""The command that looks for spreadsheets in the wild."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import BadFile

if TYPE_CHECKING:
    from core.rules.candidates import Survey
    from core.scan.folder import Found


def scan(
    folder: Annotated[Path, typer.Argument(help="Folder to look through, with the folders in it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything found, as JSON.")] = False,
    csv: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Write the candidates to this .csv file, in the columns of the register."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Stop after so many files.")] = 100_000,
    max_mb: Annotated[int, typer.Option(min=1, help="Look into no larger file.")] = 100,
) -> None:
    """Find the workbooks in a folder, their copies and versions, and which of them belong into the register.

    Only read: no macro is run, no link followed, nothing that stands in a cell is kept.
    """
    from core.scan.folder import find

    found = find(folder, limit)
    survey = _survey(found, max_mb)
    if csv:
        _write(csv, survey)
    if as_json:
        _print_json(survey)
    else:
        _print(survey)
    if not found.is_all:
        typer.echo(f"There are more files than {limit:,}; the others were left out. Raise --limit.", err=True)


def _survey(found: Found, max_mb: int) -> Survey:
    from rich.console import Console
    from rich.progress import track

    from core.imports.source import Limits
    from core.rules.candidates import survey
    from core.scan.folder import look
    from core.scan.limits import LIMITS

    limits = Limits(file_bytes=max_mb * 1_000_000, unpacked_bytes=LIMITS.unpacked_bytes)
    console = Console(stderr=True)
    seen = track(
        look(found.workbooks, limits),
        "Looking into workbooks",
        total=len(found.workbooks),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    return survey([*found.unread, *seen], at=datetime.now(UTC))


def _write(file: Path, survey: Survey) -> None:
    from core.scan.report import as_csv

    try:
        file.write_bytes(as_csv(survey))
    except OSError as fault:
        raise BadFile(f"“{file}” cannot be written: {fault.strerror or fault}.") from None
    typer.echo(f"Wrote {len(survey.candidates):,} candidates to “{file}”. Fill in domain, hours and runs.", err=True)


def _print_json(survey: Survey) -> None:
    import json

    from core.scan.report import as_json

    typer.echo(json.dumps(as_json(survey), ensure_ascii=False, indent=2))


def _print(survey: Survey) -> None:
    from rich.console import Console

    from core.scan.report import as_text

    Console().print(as_text(survey))
