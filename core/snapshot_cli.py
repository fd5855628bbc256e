"""The command that keeps the maturity of the domains."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from core.actions.snapshots import Counts

EPILOG = (
    "\b\nExamples:\n"
    "  uptake snapshot                          from cron, once a day\n"
    "  uptake snapshot --since 2026-01-01       every day since then that is not kept yet\n"
    "  uptake snapshot --on 2026-10-05 --again  anew, by what is known of that day now"
)


def snapshot(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="[default: today]")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Every day from this one on.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Replace what is kept of these days.")] = False,
) -> None:
    """Keep the maturity of every domain on a day, or on each of many. What is kept stays."""
    from core import db
    from core.snapshots import take_snapshots

    db.migrate()
    now = datetime.now(UTC)
    last = on.date() if on else now.date()
    typer.echo(_said(take_snapshots(since.date() if since else last, last, now=now, again=again)))


def _said(counts: Counts) -> str:
    parts = (f"{counts.new:,} kept", counts.new), (f"{counts.replaced:,} replaced", counts.replaced)
    told = [said for said, count in parts if count]
    if told:
        return f"Results: {', '.join(told)}, {counts.same:,} as they were."
    return "Everything was kept already." if counts.same else "There is no domain yet, and nothing to keep."
