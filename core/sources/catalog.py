"""Tables of Unity Catalog, of Databricks or open source, judged: which columns are described, who owns and pays."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from core.rules.descriptions import is_real_description
from core.sources.catalog_settings import CatalogSettings
from core.sources.contract import TableSeen
from core.sources.documented import Answer

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
        described=sum(is_real_description(column.name, column.comment) for column in columns),
        created_at=_moment(table.created_at),
        updated_at=_moment(table.updated_at),
    )


def _moment(milliseconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
