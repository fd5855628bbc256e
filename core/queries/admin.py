"""Who may what, which thresholds hold, and is all well?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of
from core.model import (
    CheckIn,
    DataProduct,
    Domain,
    Event,
    ExcelReport,
    Initiative,
    KeyResult,
    LogEntry,
    Membership,
    Person,
    PolicyValue,
    Reading,
    Role,
)
from core.policy import KEYS, Policy


@dataclass(frozen=True)
class HeldRole:
    """A role in one domain, or everywhere where ``domain`` is None."""

    role: Role
    domain_key: str | None
    domain: str | None


@dataclass(frozen=True)
class PersonRow:
    name: str
    email: str
    version: int
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True)
class Threshold:
    """A threshold in force; ``since`` and ``by`` are None while the default holds."""

    key: str
    value: float
    default: float
    since: date | None
    by: str | None


def people(session: Session, *, as_of: date) -> tuple[PersonRow, ...]:
    """Active people by name with the roles they had by the end of the day; two statements."""
    roles: dict[int, list[HeldRole]] = defaultdict(list)
    held = session.execute(
        sa.select(Membership, Domain)
        .outerjoin(Domain, col(Domain.id) == col(Membership.domain_id))
        .where(col(Membership.since) <= end_of(as_of))
        .order_by(col(Domain.name), col(Membership.id))
    )
    for membership, domain in held:
        told = (domain.key, domain.name) if domain else (None, None)
        roles[membership.person_id].append(HeldRole(membership.role, *told))
    active = session.exec(select(Person).where(col(Person.archived_at).is_(None)).order_by(Person.name, Person.email))
    return tuple(PersonRow(who.name, who.email, who.version, tuple(roles[who.id])) for who in active)


def thresholds(session: Session, *, as_of: date) -> tuple[Threshold, ...]:
    """Every threshold of the policy as it holds on the day, in the order of the policy; one statement."""
    values = session.execute(
        sa.select(PolicyValue, col(Person.name))
        .join(Person, col(Person.id) == col(PolicyValue.by_id))
        .where(col(PolicyValue.since) <= as_of)
        .order_by(col(PolicyValue.since))
    )
    in_force = {value.key: (value, by) for value, by in values}
    return tuple(_threshold(key, *in_force.get(key, (None, None))) for key in KEYS)


def _threshold(key: str, value: PolicyValue | None, by: str | None) -> Threshold:
    default = getattr(Policy(), key)
    return Threshold(key, value.value if value else default, default, value.since if value else None, by)


COUNTED = {
    "People": Person,
    "Domains": Domain,
    "Initiatives": Initiative,
    "Log entries": LogEntry,
    "Key results": KeyResult,
    "Check-ins": CheckIn,
    "Data products": DataProduct,
    "Excel reports": ExcelReport,
    "Readings": Reading,
    "Lines of the ledger": Event,
}


def counts(session: Session) -> Mapping[str, int]:
    """How many rows there are of each, archived ones included; one statement."""
    counted = (sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in COUNTED.values())
    return dict(zip(COUNTED, session.execute(sa.select(*counted)).one(), strict=True))
