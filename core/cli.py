"""The command line: where the rooms of the program are put together. Everything heavy is imported where it is used.

Exit codes: 0 done, 1 refused or errors in rows, 2 wrong usage.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from core import contract_cli, grants_cli, pull_cli, remind_cli, scan_cli, snapshot_cli, token_cli
from core.errors import BadFile, Misconfigured, NotAllowed, NotFound, Refusal

if TYPE_CHECKING:
    from sqlmodel import Session

    from core.access import Actor

ROOT = Path(__file__).resolve().parents[1]


class Refusing(TyperGroup):
    """Says what is refused in a sentence, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(1) from None


class KindName(StrEnum):
    INITIATIVES = "initiatives"
    DOMAINS = "domains"
    PEOPLE = "people"
    REPORTS = "reports"
    OBJECTIVES = "objectives"
    CHECK_INS = "check-ins"
    READINGS = "readings"


app = typer.Typer(
    cls=Refusing,
    name="uptake",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done, 1 refused or errors in rows, 2 wrong usage. Settings are environment variables, "
    "UPTAKE_DATABASE_URL first of all.",
)

Host = Annotated[str | None, typer.Option(help="Address to listen on, a loopback one.  [default: UPTAKE_HOST]")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.  [default: UPTAKE_PORT]")]
KindOfRows = Annotated[KindName, typer.Argument(metavar="KIND", help=f"One of {', '.join(KindName)}.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, not as the local admin.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"uptake {version('uptake')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """Shows a company whether its data platform is being taken up, and whether that moves the business."""


@app.command(epilog="Example: uptake demo --port 8600")
def demo(
    fresh: Annotated[bool, typer.Option(help="Throw the sample company away and fill it anew.")] = False,
    serve: Annotated[bool, typer.Option(help="Open the app on it.")] = True,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    host: Host = None,
    port: Port = None,
) -> None:
    """Fill a sample company, in a database of its own, and open the app on it."""
    from core.samples import fill_once
    from seed.demo import fill

    fill_once(fill, fresh=fresh, today=date.today())  # noqa: DTZ011 – the day of the person at this machine
    if serve:
        from core.serving import serve as run

        run(ROOT, host=host, port=port, browser=browser)


@app.command(epilog="Example: UPTAKE_DATABASE_URL=postgresql://uptake@localhost/uptake uptake serve --port 8600")
def serve(host: Host = None, port: Port = None) -> None:
    """Open the app on your own data."""
    from core.serving import serve as run

    run(ROOT, host=host, port=port)


@app.command()
def migrate() -> None:
    """Bring the schema of the database up to this program."""
    from core import db

    db.migrate()
    found, _ = db.schema_versions()
    typer.echo(f"The database has schema {found}.")


@app.command()
def check() -> None:
    """Say whether settings, database and schema are fit to serve."""
    from core import db
    from core.settings import settings, sqlite_file

    url = settings().database_url
    if (file := sqlite_file(url)) is not None and not file.exists():
        raise Misconfigured(f"There is no database “{file}” yet. Make it with “uptake migrate”.")
    found, needed = db.schema_versions()
    if found != needed:
        raise Misconfigured(
            f"The database has schema {found or 'none'}, this program needs {needed}. Run “uptake migrate”."
        )
    typer.echo(f"Settings, database and schema {found} are fit to serve.")


@app.command(
    "import",
    epilog="\b\nExamples:\n"
    "  uptake import initiatives returns.xlsx --dry-run\n"
    "  uptake import initiatives returns.xlsx --show-mapping > mapping.json\n"
    "  uptake import initiatives returns.xlsx --mapping mapping.json --all-or-nothing",
)
def import_(
    kind: KindOfRows,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="An .xlsx or .csv file.")],
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="How to read the columns, as --show-mapping writes it."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.  [default: the first that is filled]")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
    show_mapping: Annotated[bool, typer.Option("--show-mapping", help="Print the mapping as JSON and end.")] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Import nothing if any row has an error.")
    ] = False,
    acting_as: As = None,
) -> None:
    """Import a spreadsheet. Rows with errors are left out and listed; the same file again changes nothing."""
    from core import db
    from core.imports.commit import commit
    from core.imports.kinds import KINDS
    from core.imports.mapping import mapping_for, read_mapping
    from core.imports.plan import plan
    from core.imports.report import as_json as json_of
    from core.imports.report import as_lines
    from core.imports.source import Limits
    from core.imports.table import read_table
    from core.settings import settings

    chosen = KINDS[kind]
    table = read_table(file, file.name, sheet, Limits(file_bytes=settings().max_upload_mb * 1_000_000))
    db.migrate()
    with db.snapshot() as session:
        read_as = read_mapping(mapping, chosen, table) if mapping else mapping_for(session, chosen, table)
        if show_mapping:
            typer.echo(read_as.model_dump_json(indent=2))
            return
        done = plan(session, chosen, table, read_as, actor=_reader(session, acting_as))
    if not dry_run:
        now = datetime.now(UTC)
        with db.transaction() as session:
            done = commit(session, done, by=_writer(session, acting_as, now), at=now, all_or_nothing=all_or_nothing)
    if as_json:
        import json

        typer.echo(json.dumps(json_of(done, dry_run=dry_run), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(as_lines(done, dry_run=dry_run)))
    if done.errors:
        raise typer.Exit(1)


@app.command(
    epilog="\b\nExamples:\n  uptake export initiatives initiatives.xlsx\n  uptake export readings readings.csv\n"
    "  uptake export reports empty.xlsx --template"
)
def export(
    kind: KindOfRows,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write, ending in .xlsx or .csv.")],
    template: Annotated[
        bool, typer.Option("--template", help="Write an empty table with a guide, .xlsx only.")
    ] = False,
    acting_as: As = None,
) -> None:
    """Export all rows of a kind, in the columns that an import reads."""
    from core import db
    from core.exports.files import exported_file
    from core.exports.files import template as template_of
    from core.imports.kinds import KINDS

    chosen = KINDS[kind]
    if template:
        if file.suffix.lower() != ".xlsx":
            raise BadFile("A template is a workbook: name a file that ends in .xlsx.")
        file.write_bytes(template_of(chosen))
        typer.echo(f"Wrote the template “{file}”.")
        return
    db.migrate()
    with db.snapshot() as session:
        count = exported_file(session, chosen, file, actor=_reader(session, acting_as))
    typer.echo(f"Wrote {count:,} rows to “{file}”.")


app.command(epilog=pull_cli.EPILOG)(pull_cli.pull)
app.command(epilog=remind_cli.EPILOG)(remind_cli.remind)
app.command(epilog=grants_cli.EPILOG)(grants_cli.grants)
app.command(epilog=snapshot_cli.EPILOG)(snapshot_cli.snapshot)
app.command(epilog="Example: uptake scan /mnt/finance --csv candidates.csv")(scan_cli.scan)
app.add_typer(token_cli.app, name="token")
app.add_typer(contract_cli.app, name="contract")


def _reader(session: Session, email: str | None) -> Actor:
    """On whose behalf to read: without a name the local admin, who need not be there yet."""
    from core.access import Actor, Grant, actor_with
    from core.actions.people import LOCAL_ADMIN
    from core.model import Role
    from core.queries.frame import frame

    if email is None and not frame(session).people:
        return Actor(0, "Local admin", LOCAL_ADMIN, tuple(map(Grant, Role)))
    try:
        return actor_with(session, email or LOCAL_ADMIN)
    except NotFound:
        raise _nobody(email) from None


def _writer(session: Session, email: str | None, at: datetime) -> Actor:
    from core.access import actor_with
    from core.actions.people import local_admin

    try:
        return actor_with(session, email) if email else local_admin(session, at=at)
    except NotFound:
        raise _nobody(email) from None


def _nobody(email: str | None) -> NotAllowed:
    who = f"“{email}” is no active person of this database" if email else "This database belongs to its people"
    return NotAllowed(f"{who}. Say on whose behalf you act with --as EMAIL.")


if __name__ == "__main__":
    sys.exit(app())
