"""A right to read as the exact SQL that gives or takes it."""

from __future__ import annotations

from enum import StrEnum


class Dialect(StrEnum):
    """Unity Catalog quotes names with backticks, standard SQL (ISO 9075, such as PostgreSQL) with double quotes."""

    UNITY_CATALOG = "Unity Catalog"
    STANDARD = "Standard SQL"


QUOTES = {Dialect.UNITY_CATALOG: "`", Dialect.STANDARD: '"'}


def is_table(location: str) -> bool:
    """Whether it is a name in parts, and no address such as ``s3://bucket/orders`` or ``kafka:orders``."""
    return all(location.split(".")) and location.isprintable() and not set(location) & set(":/")


def grant(table: str, principal: str, dialect: Dialect = Dialect.UNITY_CATALOG) -> str:
    """``table`` is a name in parts with dots between them, ``catalog.schema.table``."""
    return f"GRANT SELECT ON TABLE {_path(table, dialect)} TO {_quoted(principal, dialect)};"


def revoke(table: str, principal: str, dialect: Dialect = Dialect.UNITY_CATALOG) -> str:
    return f"REVOKE SELECT ON TABLE {_path(table, dialect)} FROM {_quoted(principal, dialect)};"


def _path(table: str, dialect: Dialect) -> str:
    return ".".join(_quoted(part, dialect) for part in table.split("."))


def _quoted(name: str, dialect: Dialect) -> str:
    """The quote itself is written twice, so that nothing inside a name can end it."""
    quote = QUOTES[dialect]
    return f"{quote}{name.replace(quote, quote * 2)}{quote}"
