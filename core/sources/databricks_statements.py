"""Statements of SQL on a warehouse of Databricks: sent, waited for, and read chunk by chunk."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from core.sources.contract import SourceFailed
from core.sources.documented import Answer, Shape, read

if TYPE_CHECKING:
    from core.sources.databricks_client import DatabricksClient

API = "/api/2.0/sql/statements"
LONGEST_PAUSE = 10.0
UNFINISHED = frozenset({"PENDING", "RUNNING"})


class Fault(Answer):
    error_code: str = ""
    message: str = ""


class Status(Answer):
    state: str
    error: Fault = Fault()


class Column(Answer):
    name: str


class Schema(Answer):
    columns: tuple[Column, ...]


class Manifest(Answer):
    columns: Schema = Field(alias="schema")
    total_row_count: int
    truncated: bool = False


class Chunk(Answer):
    """``data_array`` is absent where there are no rows."""

    data_array: tuple[tuple[str | None, ...], ...] = ()
    next_chunk_internal_link: str | None = None


class Statement(Answer):
    """``manifest`` and ``result`` are there once it has succeeded."""

    statement_id: str
    status: Status
    manifest: Manifest | None = None
    result: Chunk | None = None


def rows(
    client: "DatabricksClient", warehouse: str, sql: str, shape: type[Shape], parameters: Mapping[str, date | str]
) -> Iterator[Shape]:
    """The rows of the answer, of which all values are text. ``sql`` names its parameters like :this.

    Raises SourceFailed, with the platform's own words if the statement failed.
    """
    statement = _finished(client, _sent(client, warehouse, sql, parameters))
    manifest, first, count = statement.manifest, statement.result, 0
    if manifest is None or first is None:
        raise SourceFailed(f"{client.host} says that a statement succeeded, and does not give its result.")
    names = [column.name for column in manifest.columns.columns]
    for chunk in _chunks(client, first):
        for row in chunk.data_array:
            count += 1
            yield read(shape, dict(zip(names, row, strict=False)), client.host, "a statement")
    if manifest.truncated or count != manifest.total_row_count:
        raise SourceFailed(f"{client.host} gave {count:,} of {manifest.total_row_count:,} rows or more.")


def _sent(client: "DatabricksClient", warehouse: str, sql: str, parameters: Mapping[str, date | str]) -> Statement:
    body = {
        "warehouse_id": warehouse,
        "statement": sql,
        "parameters": [
            {"name": name, "value": str(value), "type": "DATE" if isinstance(value, date) else "STRING"}
            for name, value in parameters.items()
        ],
        "format": "JSON_ARRAY",
        "disposition": "INLINE",
        "wait_timeout": "10s",
        "on_wait_timeout": "CONTINUE",
    }
    return read(Statement, client.post(API, body), client.host, "a statement")


def _finished(client: "DatabricksClient", statement: Statement) -> Statement:
    pause, at = 1.0, f"{API}/{statement.statement_id}"
    while statement.status.state in UNFINISHED:
        try:
            client.clock.sleep(pause)
            statement = read(Statement, client.get(at), client.host, "a statement")
        except SourceFailed:
            # It would go on at the cost of the warehouse, and nobody would read it.
            with suppress(SourceFailed):
                client.post(f"{at}/cancel", {})
            raise
        pause = min(2 * pause, LONGEST_PAUSE)
    if statement.status.state != "SUCCEEDED":
        fault = statement.status.error
        told = " ".join(f"{fault.error_code} {fault.message}".split())[:300] or "it does not say why"
        raise SourceFailed(f"A statement on {client.host} ended as {statement.status.state}: {told}")
    return statement


def _chunks(client: "DatabricksClient", chunk: Chunk) -> Iterator[Chunk]:
    yield chunk
    while link := chunk.next_chunk_internal_link:
        if not link.startswith(f"{API}/"):
            raise SourceFailed(f"{client.host} sends us on to another place for a result, which is not followed.")
        chunk = read(Chunk, client.get(link), client.host, "a chunk of a result")
        yield chunk
