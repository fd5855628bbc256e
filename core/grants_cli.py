"""The command that says which grants the platform has not been told of, and hands them over."""

from __future__ import annotations

from typing import Annotated

import typer

EPILOG = (
    "\b\nExamples:\n"
    "  uptake grants                            the SQL of what waits, to be run by hand\n"
    "  uptake grants --send                     hand it over to the webhook, from cron or by hand"
)


def grants(
    send: Annotated[bool, typer.Option("--send", help="Hand over to UPTAKE_ACCESS_WEBHOOK what waits.")] = False,
) -> None:
    """Print the SQL of grants and ends that the platform has not been told of, or hand them over.

    What could not be handed over is said and recorded, and is tried again with the next run.
    """
    from core import db
    from core import grants as handing

    db.migrate()
    if not send:
        for order in handing.waiting_orders():
            typer.echo(f"-- {handing.delivery(order)}")
            typer.echo("\n".join(handing.statements(order) or ["-- No output port names the table."]))
        return
    failed = 0
    for one in handing.hand_over():
        failed += bool(one.failure)
        told = f"{handing.delivery(one.order)} – {one.failure or 'handed over.'}"
        typer.echo(told, err=bool(one.failure))
    if failed:
        raise typer.Exit(1)
