"""Figures from a database: a query that only reads, on any address that SQLAlchemy knows, gives a reading a row.

The query yields the columns ``at`` and ``value``, ``metric`` unless it is fixed, and if wanted ``domain`` (a key) and
``workspace`` (a name). A row without a value is no reading. Where the query holds ``:since`` it goes on from the latest
time that was read, which it is given as a time without zone, in the source’s ``zone``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Self

import sqlalchemy as sa
from pydantic import Field, SecretStr, field_validator, model_validator
from sqlalchemy.dialects import sqlite

from core.sources.config import entries
from core.sources.contract import Cursor, Limits, MetricRead, Source, SourceFailed
from core.sources.feed import FIELDS, REQUIRED, Feed, FeedSettings, Latest, begin, reading
from core.sources.sql_readonly import read_only
from core.sources.sql_statement import check_reads_only

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
SINCE = "since"
LOCAL_TIME = sa.DateTime().with_variant(sqlite.DATETIME(truncate_microseconds=True), "sqlite")
"""SQLite compares texts: 09:00:00.000000 would come after the 09:00:00 that most programs write."""

ROWS_AT_ONCE = 1_000


class SqlSettings(FeedSettings):
    """``timeout_seconds`` is of the statement, ``max_rows`` of a fetch: past them it fails."""

    url: SecretStr
    query: str
    metric: str | None = Field(default=None, min_length=1)
    timeout_seconds: int = Field(default=60, ge=1, le=3600)
    max_rows: int = Field(default=1_000_000, ge=1)

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: SecretStr) -> SecretStr:
        try:
            sa.make_url(value.get_secret_value())
        except sa.exc.ArgumentError:
            raise ValueError("expected an address such as postgresql+psycopg://reader@host/database") from None
        return value

    @model_validator(mode="after")
    def _reads_only(self) -> Self:
        check_reads_only(self.query)
        if unknown := sorted(self.statement.compile().params.keys() - {SINCE}):
            raise ValueError(f"the query has the parameter :{unknown[0]}; only :{SINCE} is filled in")
        return self

    @property
    def address(self) -> sa.URL:
        return sa.make_url(self.url.get_secret_value())

    @property
    def statement(self) -> sa.TextClause:
        return sa.text(self.query)

    @property
    def goes_on(self) -> bool:
        return SINCE in self.statement.compile().params


def configured() -> list[Source]:
    """Raises Misconfigured."""
    return [Sql(settings) for settings in entries("sql", SqlSettings)]


class Sql(Feed[SqlSettings]):
    kind = "sql"

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[MetricRead | Cursor]:
        """The rows since the cursor if the query holds :since, else all. Raises SourceFailed."""
        settings, latest = self.settings, Latest(self.clock)
        metric, zone = settings.metric, settings.zone
        most, until = min(settings.max_rows, limits.observations), self.clock.monotonic() + limits.time.total_seconds()
        with self._rows(begin(since), limits) as rows:
            for number, row in enumerate(rows, start=1):
                if number > most:
                    raise SourceFailed(f"The query gives more than {most:,} rows. Narrow it, or raise max_rows.")
                if self.clock.monotonic() > until:
                    raise SourceFailed(f"The query took longer than {limits.time}.")
                if read := reading(row, metric=metric, zone=zone, called=f"Row {number:,} of the query"):
                    latest.note(read.at)
                    yield read
        if settings.goes_on and (reached := latest.cursor(since)):
            yield reached

    @contextmanager
    def _rows(self, since: datetime | None, limits: Limits) -> Iterator[Iterator[Mapping[str, object]]]:
        settings, statement = self.settings, self.settings.statement
        if settings.goes_on:
            local = (since or BEGINNING).astimezone(settings.zone).replace(tzinfo=None)
            statement = statement.bindparams(sa.bindparam(SINCE, local, type_=LOCAL_TIME))
        timeout = min(timedelta(seconds=settings.timeout_seconds), limits.time)
        try:
            with (
                read_only(settings.address, timeout, settings.zone) as connection,
                connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement) as result,
            ):
                columns = [column.lower() for column in result.keys()]  # noqa: SIM118 – a result is no dict
                self._check(columns)
                yield (dict(zip(columns, row, strict=True)) for row in result)
        except sa.exc.DBAPIError as error:
            raise SourceFailed(self._told(error)) from None
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            raise SourceFailed(
                f"{self.name} cannot be asked ({type(error).__name__}). Check its address, and that the driver of its "
                "database is installed."
            ) from None

    def _check(self, columns: Sequence[str]) -> None:
        fixed = {"metric"} if self.settings.metric is not None else set()
        if missing := [column for column in REQUIRED if column not in {*columns, *fixed}]:
            raise SourceFailed(
                f"The query gives no column “{missing[0]}”, only {', '.join(columns)}. Name one with AS {missing[0]}."
            )
        known = set(FIELDS) - fixed
        if unknown := [column for column in columns if column not in known]:
            raise SourceFailed(
                f"The query gives a column “{unknown[0]}”, which means nothing here. Use {', '.join(sorted(known))}."
            )
        if twice := [column for column in columns if columns.count(column) > 1]:
            raise SourceFailed(f"The query gives the column “{twice[0]}” twice.")

    def _told(self, error: sa.exc.DBAPIError) -> str:
        """The first line of what the database says, which names a missing column; never the password."""
        said = str(error.orig).strip().partition("\n")[0] or type(error.orig).__name__
        password = self.settings.address.password
        return f"The database of {self.name} refuses: {said.replace(password, '…') if password else said}"
