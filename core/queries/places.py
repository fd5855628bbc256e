"""Where the ledger says that something was otherwise: rows as it names them, and how such a row is found again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from core import ledger
from core.model import (
    CheckIn,
    ContextLink,
    Contract,
    ContractColumn,
    DataProduct,
    Domain,
    Editable,
    Grade,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    Membership,
    Objective,
    Person,
    PlanPoint,
    ProductInput,
    ProductPort,
    Retrospective,
    ReviewNote,
    SourceSystem,
    Step,
)
from core.rules import context_map


class Place(NamedTuple):
    """A row as the ledger names it, or one column of it. ``which`` tells apart the rows of one subject, such as the
    check-ins of a key result; where it is empty all of them are meant."""

    table: type[SQLModel]
    subject: str
    which: str = ""
    column: str = ""

    @property
    def what(self) -> str:
        """``objective.title``, or ``objective`` for a row."""
        return ".".join(filter(None, (table_of(self.table).name, self.column)))


Undone = Mapping[Place, Any]
"""What stood in a column; in ``version`` how many have come since. Of a row: None if it was not there, else what it
held beside what names it."""


class Named(NamedTuple):
    """How rows without a key are named: by the key of another row, and by a column, be it a reference too.

    ``within`` is a column that comes before it, with a dot between: ``output.Orders``. What belongs to a version of
    something has its name as long as there is no later version.
    """

    reference: str
    to: type[Editable]
    which: str | None = None
    which_to: type[Editable] | None = None
    within: str | None = None
    version: type[SQLModel] | None = None


NAMED: dict[type[SQLModel], Named] = {
    CheckIn: Named("key_result_id", KeyResult, "on"),
    Step: Named("key_result_id", KeyResult, "title"),
    PlanPoint: Named("key_result_id", KeyResult, "on"),
    Grade: Named("key_result_id", KeyResult),
    Retrospective: Named("initiative_id", Initiative),
    ReviewNote: Named("objective_id", Objective, "on"),
    InitiativeProduct: Named("initiative_id", Initiative, "product_id", DataProduct),
    InitiativeKeyResult: Named("initiative_id", Initiative, "key_result_id", KeyResult),
    ProductInput: Named("product_id", DataProduct, "input_id", DataProduct),
    ProductPort: Named("product_id", DataProduct, "name", within="direction"),
    Contract: Named("product_id", DataProduct, "version"),
    ContractColumn: Named("contract_id", DataProduct, "path", within="table", version=Contract),
    SourceSystem: Named("domain_id", Domain, "name"),
    Membership: Named("person_id", Person),
}


NOT_EDITABLE: dict[str, type[Editable]] = {"by_id": Person, "domain_id": Domain}
"""What such columns refer to in rows that are not edited."""


NUMBERED: dict[type[SQLModel], str] = {ContextLink: context_map.PREFIX}
"""What stands before the id in the keys of rows that have no other: ``REL-7``."""


def table_of(kind: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(kind.__tablename__)]


def key_column(kind: type[SQLModel]) -> str:
    """The column that the ledger names a row by which has a key of its own."""
    assert issubclass(kind, Editable)
    return ledger.natural_key(kind)


def referred(kind: type[SQLModel], column: str) -> type[Editable] | None:
    """What a column such as ``owner_id`` refers to, if the ledger tells it by key."""
    if not issubclass(kind, Editable):
        return NOT_EDITABLE.get(column)
    return ledger.referred(kind, column.removesuffix("_id")) if column.endswith("_id") else None
