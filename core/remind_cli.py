"""The command that tells people what is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from core.remind import Outcome, Sending

EPILOG = (
    "\b\nExamples:\n"
    "  uptake remind --dry-run                  who would be told what\n"
    "  uptake remind                            from cron, once a day or more often\n"
    "  uptake remind --only digest --on 2026-10-05"
)

Kind = Literal["check_in_due", "check_in_stale", "escalation", "decision_due", "access_due", "digest"]


def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be told what; send nothing.")] = False,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="As of this day.  [default: today]")
    ] = None,
    only: Annotated[Kind | None, typer.Option(help="Reminders of this kind only.")] = None,
) -> None:
    """Tell people what is due, of each thing once.

    What could not be delivered is said, is not recorded as sent, and goes out with the next run.
    """
    from core import db
    from core.model import ReminderKind
    from core.remind import Outcome
    from core.remind import remind as run

    db.migrate()
    kind = ReminderKind(only) if only else None
    outcomes = [_tell(sending) for sending in run(on=on.date() if on else None, only=kind, dry_run=dry_run)]
    if not outcomes:
        typer.echo("Nobody is to be told anything new.")
    if Outcome.FAILED in outcomes:
        raise typer.Exit(1)


def _tell(sending: Sending) -> Outcome:
    """Print how it went with one letter."""
    from core.letters import title
    from core.remind import Outcome

    if sending.letter is None:
        typer.echo("Another process sends the reminders right now.", err=True)
        return sending.outcome
    about = f"{sending.letter.email}: {title(sending.letter)}"
    match sending.outcome:
        case Outcome.WOULD_SEND:
            typer.echo(about)
            for notice in sending.letter.notices:
                typer.echo(f"  {notice.occasion.subject} {notice.title}: {notice.sentence}")
        case Outcome.SENT:
            typer.echo(f"{about} – sent. {sending.remark}".rstrip())
        case _:
            typer.echo(f"{about} – {sending.remark}", err=True)
    return sending.outcome
