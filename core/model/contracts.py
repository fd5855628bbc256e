"""What a data product promises, and what became of it: contracts with their columns, deployments, support."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class ChangeGrade(StrEnum):
    """How far a version of a contract departs from the one before."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    EDITORIAL = "editorial"


class Contract(Table, table=True):
    """A version of the contract of a product. ``document`` is what was imported, unchanged; counts are of columns."""

    __table_args__ = (sa.UniqueConstraint("product_id", "version"),)

    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    version: str = Field(max_length=SHORT)
    status: str = Field(default="", max_length=SHORT)
    standard: str = Field(max_length=SHORT)
    document: str = Field(sa_type=sa.Text)
    digest: str = Field(max_length=64)
    columns: int
    described: int
    grade: ChangeGrade | None = Field(default=None, sa_type=word(ChangeGrade))
    announced_on: date | None = None
    effective_on: date | None = None
    source: str = Field(default="", max_length=SHORT)
    at: datetime
    by_id: int = Field(foreign_key="person.id")


class ContractColumn(Table, table=True):
    """A leaf of a contract's schema, by its dotted path inside the table."""

    contract_id: int = Field(foreign_key="contract.id", index=True)
    position: int
    table: str = Field(max_length=LINE)
    path: str = Field(max_length=LINE)
    type: str = Field(default="", max_length=SHORT)
    description: str = Field(default="", max_length=TEXT)
    required: bool = False
    term: str = Field(default="", max_length=SHORT)


class Deployment(Table, table=True):
    """A product was deployed to a target, by a pipeline or by hand: the evidence of CI/CD."""

    __table_args__ = (sa.UniqueConstraint("product_id", "target", "at"),)

    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    target: str = Field(max_length=SHORT)
    at: datetime
    succeeded: bool
    by_pipeline: bool
    url: str = Field(default="", max_length=LINE)
    source: str = Field(default="", max_length=SHORT)


class SupportRequest(Editable, table=True):
    """Somebody needed help with a product after it was handed over; open until ``closed_on``."""

    __table_args__ = (sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", "days"),)

    key: str = Field(max_length=SHORT, unique=True)
    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    title: str = Field(max_length=LINE)
    asked_by: str = Field(default="", max_length=SHORT)
    opened_on: date
    closed_on: date | None = None
    answer: str = Field(default="", max_length=TEXT)


class ContractCheck(Table, table=True):
    """A contract was checked on the revision that changed it."""

    __table_args__ = (sa.UniqueConstraint("product_id", "revision"),)

    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    revision: str = Field(max_length=64)
    at: datetime
    passed: bool
    url: str = Field(default="", max_length=LINE)


class QualityResult(Table, table=True):
    """The quality checks of a product passed on a day, or did not."""

    __table_args__ = (sa.UniqueConstraint("product_id", "on"),)

    product_id: int = Field(foreign_key="dataproduct.id")
    on: date
    passed: bool
    source: str = Field(default="", max_length=SHORT)


class ProductUse(Table, table=True):
    """A domain read a product on a day, so many people of it."""

    __table_args__ = (sa.UniqueConstraint("product_id", "domain_id", "on"),)

    product_id: int = Field(foreign_key="dataproduct.id")
    domain_id: int = Field(foreign_key="domain.id", index=True)
    on: date
    people: int = 0
    source: str = Field(default="", max_length=SHORT)
