"""Who may read a data product, for what and until when; and what the platform says it has granted."""

from datetime import date, datetime

from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable, Table


class AccessRequest(Editable, table=True):
    """Asked for a purpose, for a person or a technical user. A sensitive product takes a second yes."""

    key: str = Field(max_length=SHORT, unique=True)
    product_id: int = Field(foreign_key="dataproduct.id", index=True)
    purpose: str = Field(max_length=TEXT)
    principal: str = Field(max_length=254)
    is_technical: bool = False
    workspace_id: int | None = Field(default=None, foreign_key="workspace.id")
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    at: datetime
    by_id: int = Field(foreign_key="person.id", index=True)
    granted: bool | None = None
    note: str = Field(default="", max_length=TEXT)
    decided_at: datetime | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    seconded_at: datetime | None = None
    seconded_by_id: int | None = Field(default=None, foreign_key="person.id")
    until_on: date | None = None
    review_on: date | None = None
    revoked_at: datetime | None = None
    revoked_by_id: int | None = Field(default=None, foreign_key="person.id")


class PlatformGrant(Table, table=True):
    """A right to read that a source found on the platform, for the first and for the last time at ``seen_at`` and
    ``last_seen_at``; ``gone_at`` once it is no longer there."""

    source: str = Field(max_length=SHORT, index=True)
    full_name: str = Field(max_length=LINE)
    principal: str = Field(max_length=254)
    privilege: str = Field(max_length=SHORT)
    product_id: int | None = Field(default=None, foreign_key="dataproduct.id", index=True)
    seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None = None
