"""Data products and what they are linked to."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class Level(IntEnum):
    """1 source-aligned and replicated as is; 2 technical, cleaned or dimensional; 3 business, one flat table."""

    SOURCE = 1
    TECHNICAL = 2
    BUSINESS = 3


class ProductStatus(StrEnum):
    PROPOSED = "proposed"
    INCUBATING = "incubating"
    LIVE = "live"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class DataProduct(Editable, table=True):
    """Data, metadata and semantics. A live product has an owner, a team and a cost centre."""

    __table_args__ = (
        sa.CheckConstraint("level BETWEEN 1 AND 3", "level"),
        sa.CheckConstraint("(status = 'live') <= (live_on IS NOT NULL)", "live_since"),
    )

    key: str = Field(max_length=SHORT, unique=True)
    name: str = Field(max_length=LINE)
    description: str = Field(default="", max_length=TEXT)
    domain_id: int = Field(foreign_key="domain.id", index=True)
    level: int
    status: ProductStatus = Field(default=ProductStatus.PROPOSED, sa_type=word(ProductStatus))
    live_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    team: str = Field(default="", max_length=SHORT)
    cost_centre: str = Field(default="", max_length=SHORT)
    sensitive: bool = False
    semantics: str = Field(default="", max_length=TEXT)
    workspace_id: int | None = Field(default=None, foreign_key="workspace.id", index=True)
    notice: str = Field(default="", max_length=TEXT)
    ends_on: date | None = None


class PortDirection(StrEnum):
    INPUT = "input"
    OUTPUT = "output"


class ProductPort(Table, table=True):
    """Where a product takes its data from, or where it is read."""

    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    direction: PortDirection = Field(sa_type=word(PortDirection))
    name: str = Field(max_length=LINE)
    kind: str = Field(default="", max_length=SHORT)
    location: str = Field(default="", max_length=LINE)


class ProductInput(SQLModel, table=True):
    """A product is made from another one: lineage, without a cycle."""

    product_id: int = Field(foreign_key="dataproduct.id", primary_key=True)
    input_id: int = Field(foreign_key="dataproduct.id", primary_key=True, index=True)


class ObservedInput(Table, table=True):
    """A table of one product was seen to be made into one of another, first and last on these days."""

    __table_args__ = (
        sa.UniqueConstraint("upstream_id", "downstream_id", "source"),
        sa.CheckConstraint("last_on >= first_on", "days"),
    )

    upstream_id: int = Field(foreign_key="dataproduct.id")
    downstream_id: int = Field(foreign_key="dataproduct.id", index=True)
    first_on: date
    last_on: date
    source: str = Field(default="", max_length=SHORT)


class GlossaryTerm(Editable, table=True):
    """What a word means in the business."""

    key: str = Field(max_length=SHORT, unique=True)
    name: str = Field(max_length=LINE)
    definition: str = Field(max_length=TEXT)
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)


class SavedSearch(Table, table=True):
    """A search of the catalogue that a person keeps; ``terms`` are its address."""

    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=SHORT)
    terms: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime


class InitiativeProduct(SQLModel, table=True):
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True)
    product_id: int = Field(foreign_key="dataproduct.id", primary_key=True, index=True)
