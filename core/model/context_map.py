"""How the systems behind the domains relate: what was declared on the context map, and what was seen to flow."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, Editable, Table


class Pattern(StrEnum):
    """The nine patterns of context maps (Evans, Domain-Driven Design, part IV)."""

    PARTNERSHIP = "partnership"
    SHARED_KERNEL = "shared_kernel"
    CUSTOMER_SUPPLIER = "customer_supplier"
    CONFORMIST = "conformist"
    ANTICORRUPTION_LAYER = "anticorruption_layer"
    OPEN_HOST_SERVICE = "open_host_service"
    PUBLISHED_LANGUAGE = "published_language"
    SEPARATE_WAYS = "separate_ways"
    BIG_BALL_OF_MUD = "big_ball_of_mud"


class ContextLink(Editable, table=True):
    """A relation between two systems, which may follow several patterns; ``planned`` where nothing flows yet."""

    __table_args__ = (sa.UniqueConstraint("upstream_id", "downstream_id"),)

    upstream_id: int = Field(foreign_key="sourcesystem.id")
    downstream_id: int = Field(foreign_key="sourcesystem.id", index=True)
    patterns: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    planned: bool = False
    note: str = Field(default="", max_length=LINE)


class ObservedFlow(Table, table=True):
    """Data of one domain was seen to be read by another, first and last on these days."""

    __table_args__ = (
        sa.UniqueConstraint("upstream_id", "downstream_id", "source"),
        sa.CheckConstraint("last_on >= first_on", "days"),
    )

    upstream_id: int = Field(foreign_key="domain.id")
    downstream_id: int = Field(foreign_key="domain.id", index=True)
    first_on: date
    last_on: date
    source: str = Field(default="", max_length=SHORT)
