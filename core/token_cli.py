"""The commands for tokens of the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from core.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

    from core.access import Actor

app = typer.Typer(no_args_is_help=True, help="Issue, list and revoke tokens of the API.", rich_markup_mode=None)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="What the token is called, such as the program that uses it.")
]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, not as the local admin.")]


@app.command(epilog="Example: uptake token issue grafana --scope push_readings --as erik@example.com")
def issue(
    name: Name,
    scope: Annotated[Literal["read", "push_readings"], typer.Option(help="What its holder may do.")],
    acting_as: As = None,
) -> None:
    """Issue a token and print it, this once: whoever holds it acts on your behalf."""
    from core import db
    from core.actions.tokens import issue_token
    from core.model import TokenScope

    db.migrate()
    now = datetime.now(UTC)
    with db.transaction() as session:
        text, _ = issue_token(session, by=_actor(session, acting_as, now), at=now, name=name, scope=TokenScope(scope))
    typer.echo(text)
    typer.echo("Keep it where secrets are kept: it is shown this once.", err=True)


@app.command("list")
def list_() -> None:
    """List the tokens there are and were, the newest first."""
    from core import db
    from core.queries.tokens import tokens

    db.migrate()
    with db.snapshot() as session:
        rows = tokens(session)
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else "in use"
        typer.echo(f"{row.name}  {row.scope}  {row.issued_by}, {row.created_at:%Y-%m-%d}  {state}")
    if not rows:
        typer.echo("There are no tokens. Issue one with “uptake token issue”.")


@app.command()
def revoke(name: Name, acting_as: As = None) -> None:
    """Revoke a token: it opens nothing any more."""
    from core import db
    from core.actions.tokens import revoke_token

    db.migrate()
    now = datetime.now(UTC)
    with db.transaction() as session:
        token = revoke_token(session, name, by=_actor(session, acting_as, now), at=now)
    typer.echo(f"Revoked “{token.name}”.")


def _actor(session: Session, email: str | None, at: datetime) -> Actor:
    from core.access import actor_with
    from core.actions.people import local_admin

    try:
        return actor_with(session, email) if email else local_admin(session, at=at)
    except NotFound:
        who = f"“{email}” is no active person of this database" if email else "This database belongs to its people"
        raise NotAllowed(f"{who}. Say on whose behalf you act with --as EMAIL.") from None
