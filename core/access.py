"""Who may do what: one table, asked by every verb and query. A page only hides what the verb would refuse."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import NotAllowed, NotFound
from core.model import Membership, Person, Role


class Right(StrEnum):
    SEE_MONEY = "see budgets and values"
    EDIT_DOMAIN = "edit domains"
    EDIT_INITIATIVE = "edit initiatives"
    MOVE_INITIATIVE = "move initiatives"
    GO_PAST_GATE = "go past a gate"
    CONFIRM_BUSINESS = "confirm the business side of a gate"
    CONFIRM_TECHNICAL = "confirm the technical side of a gate"
    LOG_WORK = "log work"
    LEND_PEOPLE = "lend people"
    EDIT_PRODUCT = "edit data products"
    EDIT_REPORT = "edit the register of Excel reports"
    EDIT_PLATFORM = "record workspaces and readings"
    EDIT_OBJECTIVE = "edit objectives"
    CHECK_IN = "check in on key results"
    EDIT_COMPANY_OBJECTIVE = "edit objectives of the company"
    DECIDE = "record decisions and notes of a review"
    ACKNOWLEDGE = "acknowledge check-ins"
    CLOSE_QUARTER = "close and reopen quarters"
    COMMENT = "comment"
    REQUEST_ACCESS = "ask for access to data products"
    DECIDE_ACCESS = "decide about access to data products"
    SECOND_ACCESS = "say the second yes to access to sensitive data products"
    EXEMPT = "approve exemptions from maturity criteria"
    EDIT_PEOPLE = "edit people and roles"
    EDIT_POLICY = "edit the policy"
    READ_AUDIT = "search the whole ledger"


_OWNER, _TEAM, _CONTRIBUTOR = Role.BUSINESS_OWNER, Role.DATA_TEAM, Role.CONTRIBUTOR

RIGHTS: dict[Right, frozenset[Role]] = {
    Right.SEE_MONEY: frozenset({Role.MANAGER, Role.FINANCE, _OWNER, _CONTRIBUTOR}),
    Right.EDIT_DOMAIN: frozenset({_OWNER, _TEAM}),
    Right.EDIT_INITIATIVE: frozenset({_CONTRIBUTOR, _OWNER, _TEAM}),
    Right.MOVE_INITIATIVE: frozenset({_OWNER, _TEAM, Role.MANAGER}),
    Right.GO_PAST_GATE: frozenset({Role.MANAGER}),
    Right.CONFIRM_BUSINESS: frozenset({_OWNER}),
    Right.CONFIRM_TECHNICAL: frozenset({_TEAM}),
    Right.LOG_WORK: frozenset({_CONTRIBUTOR, _OWNER, _TEAM}),
    Right.LEND_PEOPLE: frozenset({_TEAM}),
    Right.EDIT_PRODUCT: frozenset({_CONTRIBUTOR, _OWNER, _TEAM}),
    Right.EDIT_REPORT: frozenset({_CONTRIBUTOR, _OWNER, _TEAM}),
    Right.EDIT_PLATFORM: frozenset({_TEAM}),
    Right.EDIT_OBJECTIVE: frozenset({_OWNER}),
    Right.CHECK_IN: frozenset({_CONTRIBUTOR, _OWNER}),
    Right.EDIT_COMPANY_OBJECTIVE: frozenset({Role.MANAGER}),
    Right.DECIDE: frozenset({_OWNER, Role.MANAGER}),
    Right.ACKNOWLEDGE: frozenset({Role.MANAGER}),
    Right.CLOSE_QUARTER: frozenset({Role.MANAGER}),
    Right.COMMENT: frozenset({_CONTRIBUTOR, _OWNER, _TEAM, Role.MANAGER, Role.FINANCE}),
    Right.REQUEST_ACCESS: frozenset(Role),
    Right.DECIDE_ACCESS: frozenset({_OWNER}),
    Right.SECOND_ACCESS: frozenset({_OWNER, Role.MANAGER}),
    Right.EXEMPT: frozenset({Role.MANAGER}),
    Right.EDIT_PEOPLE: frozenset({Role.ADMIN}),
    Right.EDIT_POLICY: frozenset({Role.ADMIN}),
    Right.READ_AUDIT: frozenset({Role.ADMIN}),
}


MONEY_FIELDS = frozenset({"budget", "budget_currency", "business_value", "yearly_value"})
"""Fields of an initiative, in its row and in its ledger lines, that take Right.SEE_MONEY to read or to change."""


@dataclass(frozen=True)
class Grant:
    """A role everywhere (``domain_id`` None) or in one domain."""

    role: Role
    domain_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf something happens."""

    id: int
    name: str
    email: str
    grants: tuple[Grant, ...] = ()

    def may(self, right: Right, domain_id: int | None = None) -> bool:
        """Whether the person has the right in that domain; None asks for the company as a whole."""
        return any(g.role in RIGHTS[right] and g.domain_id in (None, domain_id) for g in self.grants)

    def may_anywhere(self, *rights: Right) -> bool:
        """Whether the person has one of the rights in some domain or for the company."""
        return any(g.role in RIGHTS[right] for g in self.grants for right in rights)

    def must(self, right: Right, domain_id: int | None = None) -> None:
        """Raises NotAllowed, saying who could."""
        if not self.may(right, domain_id):
            where = "for the company" if domain_id is None else "in this domain"
            raise NotAllowed(f"{self.name} may not {right} {where}. Ask somebody with the role {_able(right)} {where}.")

    def must_anywhere(self, *rights: Right) -> None:
        """Raises NotAllowed without any of the rights anywhere, saying who could."""
        if not self.may_anywhere(*rights):
            raise NotAllowed(
                f"{self.name} may not {' or '.join(rights)} anywhere. Ask somebody with the role {_able(*rights)}."
            )


def _able(*rights: Right) -> str:
    """The roles that have one of the rights."""
    roles = frozenset[Role]().union(*(RIGHTS[right] for right in rights))
    return " or ".join(sorted(f"“{role.replace('_', ' ')}”" for role in roles))


ACTIVE = select(Person).where(Person.email == sa.bindparam("email"), col(Person.archived_at).is_(None))
HELD = select(col(Membership.role), col(Membership.domain_id)).where(Membership.person_id == sa.bindparam("person"))


def actor_with(session: Session, email: str) -> Actor:
    """The active person with that e-mail address. Raises NotFound."""
    person = session.exec(ACTIVE, params={"email": email.strip().lower()}).one_or_none()
    if person is None or person.id is None:
        raise NotFound("active person", email)
    held = session.exec(HELD, params={"person": person.id}).all()
    return Actor(person.id, person.name, person.email, tuple(Grant(role, domain_id) for role, domain_id in held))
