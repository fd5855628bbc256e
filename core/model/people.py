"""People and what they may do where."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import SHORT, Editable, Table, word

SOURCES_EMAIL = "sources@localhost"
"""On whose behalf pulls store what they read; nobody acts as this person."""


class Role(StrEnum):
    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    BUSINESS_OWNER = "business_owner"
    DATA_TEAM = "data_team"
    MANAGER = "manager"
    FINANCE = "finance"
    ADMIN = "admin"


class Person(Editable, table=True):
    """An e-mail address, in lower case, is one person; an archived person can no longer act."""

    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=SHORT)
    wants_reminders: bool = True


class Membership(Table, table=True):
    """A role, everywhere or in one domain."""

    __table_args__ = (
        sa.Index(
            "uq_membership_person_role_domain", "person_id", "role", sa.text("coalesce(domain_id, 0)"), unique=True
        ),
    )

    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=word(Role))
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    since: datetime
