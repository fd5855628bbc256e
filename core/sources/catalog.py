"""Tables of Unity Catalog, of Databricks or open source, judged: which columns are described, who owns and pays."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from core.sources.catalog_settings import CatalogSettings
from core.sources.contract import TableSeen
from core.sources.documented import Answer

SHORTEST_DESCRIPTION = 10
DISTINCT_CHARACTERS = 3
UNFINISHED = frozenset({"todo", "tbd", "tba", "fixme", "xxx", "lorem"})
FILLERS = UNFINISHED | {
    *("a", "an", "the", "this", "of", "in", "is", "to", "be", "not", "no", "none", "null", "n", "na", "yet", "here"),
    *("column", "field", "table", "value", "text", "comment", "description", "descriptions", "documentation"),
    *("available", "provided", "given", "defined", "documented", "done", "added", "add", "fill", "follow", "follows"),
    *(
        "unknown",
        "undefined",
        "missing",
        "empty",
        "blank",
        "later",
        "please",
        "placeholder",
        "dummy",
        "test",
        "example",
    ),
    *("der", "die", "das", "kein", "keine", "nicht", "noch", "folgt", "fehlt", "unbekannt", "vorhanden", "leer"),
    *("spalte", "feld", "tabelle", "beschreibung", "kommentar", "platzhalter"),
}
"""Words that, alone or together, say nothing about what they stand at."""

Labels = Mapping[str, str]
"""Tags and properties by their name in small letters: those of a table, then what its schema and catalogue say."""

Moment = Annotated[int, Field(ge=0, le=253_402_300_799_999)]
"""Milliseconds since 1970, up to the year 9999."""

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Properties = Annotated[
    dict[str, str],
    BeforeValidator(lambda given: {} if given is None else given),
    AfterValidator(lambda given: {name.casefold(): value for name, value in given.items() if value}),
]


class Column(Answer):
    name: str
    comment: Text = ""


class Holder(Answer):
    """A catalogue, or a schema."""

    name: str
    properties: Properties = Field(default_factory=dict)


class Table(Answer):
    """``columns`` is None where the answer does not speak of any; ``full_name`` is left out by some servers."""

    name: str
    catalog_name: str
    schema_name: str
    table_type: str
    full_name: Text = ""
    owner: Text = ""
    comment: Text = ""
    columns: tuple[Column, ...] | None = None
    properties: Properties = Field(default_factory=dict)
    created_at: Moment | None = None
    updated_at: Moment | None = None


def judge(table: Table, labels: Labels, settings: CatalogSettings) -> TableSeen:
    """What the record says, and what its labels say of its owner and its cost centre."""
    columns = table.columns or ()
    return TableSeen(
        full_name=table.full_name or f"{table.catalog_name}.{table.schema_name}.{table.name}",
        kind=table.table_type,
        owner=labels.get(settings.owner_tag, table.owner),
        comment=table.comment,
        cost_centre=labels.get(settings.cost_centre_tag, ""),
        domain=settings.domain_of(table.catalog_name, table.schema_name),
        columns=len(columns),
        described=sum(is_description(column.comment, of=column.name) for column in columns),
        created_at=_moment(table.created_at),
        updated_at=_moment(table.updated_at),
    )


def is_description(text: str, *, of: str) -> bool:
    """Whether the text says something about the thing of that name: it is long enough, not the name once more in
    other letters, and neither a filler nor something to be written yet."""
    words, name = _words(text), _words(of)
    telling = [word for word in words if word not in FILLERS]
    return (
        len(text.strip()) >= SHORTEST_DESCRIPTION
        and bool(telling)
        and words[0] not in UNFINISHED
        and len(set("".join(telling))) >= DISTINCT_CHARACTERS
        and "".join(words) != "".join(name)
        and "".join(telling) != "".join(word for word in name if word not in FILLERS)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _moment(milliseconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
