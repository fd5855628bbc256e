"""The command that pulls facts in, once or all the time."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from core import intervals
from core.errors import Misconfigured, NotFound

if TYPE_CHECKING:
    from core.pull import PullReport
    from core.sources.contract import Source

EPILOG = (
    "\b\nExamples:\n"
    "  uptake pull                       every configured source, once\n"
    "  uptake pull github --dry-run      what would be stored\n"
    "  uptake pull github --since beginning\n"
    "  uptake pull --every 15m           each source when it is due, until ended"
)


def interval(text: str) -> timedelta:
    """Raises typer.BadParameter."""
    try:
        return intervals.interval(text)
    except ValueError as refusal:
        raise typer.BadParameter(f"{refusal}.") from None


def pull(
    source: Annotated[
        str | None, typer.Argument(help="Name of one source.  [default: all that are configured]")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="Begin at this cursor of the source; “beginning” reads everything anew.  "
            "[default: where the last good pull ended]",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be stored and write nothing.")] = False,
    every: Annotated[
        timedelta | None,
        typer.Option(parser=interval, metavar="TIME", help="Keep looking, every 15m say, and pull what is due."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON, one line for each pull.")] = False,
) -> None:
    """Pull facts in from outside.

    A pull that fails stores nothing and says why; the same facts again change nothing.
    """
    if every and (since or dry_run):
        raise typer.BadParameter("--every goes neither with --since nor with --dry-run.")
    if since and not source:
        raise typer.BadParameter("--since belongs to one source: name it.")
    from core import db
    from core.pull import run_every
    from core.snapshots import take_latest

    chosen = _chosen(source)
    db.migrate()
    reports = run_every(every, chosen) if every else _pulled(chosen, since, dry_run)
    signal.signal(signal.SIGTERM, _end)
    is_good = True
    for report in reports:
        is_good &= _tell(report, as_json)
    if not dry_run:
        take_latest(datetime.now(UTC))
    if not is_good:
        raise typer.Exit(1)


def _chosen(name: str | None) -> list[Source]:
    """Raises Misconfigured, NotFound."""
    from core.sources import sources

    found = sources()
    if name is None:
        if not found:
            raise Misconfigured(
                "No source is configured. Set UPTAKE_SOURCES_FILE, or the settings of a platform; "
                "“Running Uptake” lists them."
            )
        return list(found.values())
    if name not in found:
        raise NotFound("configured source", name)
    return [found[name]]


def _pulled(chosen: Iterable[Source], since: str | None, dry_run: bool) -> Iterator[PullReport]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from core.pull import pull as pull_one

    shown = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn())
    for source in chosen:
        with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(source.title, total=None)
            report = pull_one(
                source,
                since=since,
                dry_run=dry_run,
                on_progress=lambda count: progress.update(task, completed=count),  # noqa: B023 – called meanwhile
            )
        yield report


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Ended in an orderly way, so that the lease is given back."""
    sys.exit(128 + signal.SIGTERM)


def _tell(report: PullReport, as_json: bool) -> bool:
    """Print how it went; whether it went well."""
    from core.model import PullOutcome

    is_good = report.outcome is PullOutcome.SUCCEEDED
    if as_json:
        import json

        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
        return is_good
    if not is_good:
        typer.echo(f"{report.source}: {report.remark}", err=True)
        return False
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in report.counts.items()) or "nothing new"
    would = "would store: " if report.dry_run else ""
    typer.echo(f"{report.source}: {would}{counts} ({report.seconds:.1f} s)")
    if report.remark:
        typer.echo(f"{report.source}: {report.remark}", err=True)
    return True
