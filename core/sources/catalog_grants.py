"""The rights on tables of Unity Catalog: one answer of its REST API for each table, or all of them by one statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from core.sources.contract import GrantsSeen
from core.sources.documented import Answer, read

TABLE_PRIVILEGES = """
SELECT grantee, table_catalog, table_schema, table_name, privilege_type
FROM system.information_schema.table_privileges
WHERE table_schema <> 'information_schema'
"""
"""Those that a table inherits from its schema or its catalogue are among them."""


class Assignment(Answer):
    principal: str
    privileges: tuple[str, ...] = ()


class Permissions(Answer):
    privilege_assignments: tuple[Assignment, ...] = ()


class Privilege(Answer):
    grantee: str
    table_catalog: str
    table_schema: str
    table_name: str
    privilege_type: str


def permissions_of(table: str) -> str:
    """The path, below that of the API, at which the rights on a table are told."""
    return f"permissions/table/{quote(table, safe='')}"


def told(table: str, answer: object, host: str) -> GrantsSeen:
    """Raises SourceFailed."""
    assignments = read(Permissions, answer, host, "permissions").privilege_assignments
    return GrantsSeen(table, tuple((one.principal, privilege) for one in assignments for privilege in one.privileges))


def by_table(tables: Iterable[str], privileges: Iterable[Privilege]) -> Iterator[GrantsSeen]:
    """Of each of the tables, also of those on which nobody has a right."""
    rights: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in privileges:
        table = f"{one.table_catalog}.{one.table_schema}.{one.table_name}"
        rights[table].append((one.grantee, one.privilege_type))
    return (GrantsSeen(table, tuple(rights[table])) for table in tables)
