"""People with their roles: one row each, known by the e-mail address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions import people as verbs
from core.imports.answers import normal
from core.imports.fields import Field, Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.lookups import Domains
from core.model import SHORT, TEXT, Domain, Membership, Person, Role

FIELDS = (
    Field(
        "email",
        "E-mail",
        limit=254,
        aliases=("email", "e-mail address", "email address", "mail", "login", "user"),
        required=True,
        help="One address is one person.",
        example="ada@example.com",
    ),
    Field(
        "name",
        "Name",
        limit=SHORT,
        aliases=("full name", "person", "display name", "employee", "member name"),
        required=True,
        example="Ada Lovelace",
    ),
    Field(
        "roles",
        "Roles",
        limit=TEXT,
        aliases=("role", "permissions", "access"),
        help="All of them, separated by semicolons, each everywhere or in one domain. "
        f"The roles are {', '.join(role.replace('_', ' ') for role in Role)}.",
        example="manager; contributor in finance",
    ),
)
ROLES = {normal(role): role for role in Role}
_in = re.compile(r"\s+in\s+", re.IGNORECASE)

Grants = frozenset[tuple[Role, str]]
"""Roles with the key of their domain, “” for everywhere."""


class PeopleRegister(Register):
    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        self._domains = Domains(session, actor, {}, may_add=False)
        self._people = {found.key: found for found, _ in _recorded(session)}
        self._archived = {found.key for found, is_archived in _recorded(session) if is_archived}

    def settle(self, values: Values) -> Iterator[Fault]:
        if "email" in values:
            values["email"] = values["email"].lower()
        if "roles" in values:
            try:
                values["roles"] = _written(self._grants(values["roles"]))
            except Unfit as unfit:
                yield unfit.fault

    def identities(self, values: Values) -> list[Hashable]:
        return [values.get("email")]

    def find(self, values: Values) -> Found | None:
        email = values.get("email", "")
        if email in self._archived:
            raise Unfit("email", "the address of a person who is not archived")
        mailbox, _, host = email.partition("@")
        if not mailbox or not host or "@" in host or " " in email:
            raise Unfit("email", "an e-mail address such as name@example.com")
        return self._people.get(email)

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        if not self.actor.may(Right.EDIT_PEOPLE):
            yield Fault("email", f"an import by an admin; {self.actor.name} may not {Right.EDIT_PEOPLE}")

    def add(self, values: Values, *, at: datetime) -> str:
        person = verbs.add_person(self.session, by=self.actor, at=at, email=values["email"], name=values["name"])
        self._set_roles(person.email, "", values.get("roles", ""), at=at)
        return person.email

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        if "name" in changed:
            verbs.edit_person(self.session, found.key, by=self.actor, at=at, name=changed["name"])
        if "roles" in changed:
            self._set_roles(found.key, found.values["roles"], changed["roles"], at=at)

    def _set_roles(self, email: str, before: str, after: str, *, at: datetime) -> None:
        held, wanted = self._grants(before), self._grants(after)
        for role, domain in sorted(wanted - held):
            verbs.grant(self.session, email, role, by=self.actor, at=at, domain=domain or None)
        for role, domain in sorted(held - wanted):
            verbs.revoke(self.session, email, role, by=self.actor, at=at, domain=domain or None)

    def _grants(self, written: str) -> Grants:
        """Raises Unfit."""
        grants = set()
        for part in filter(None, map(str.strip, re.split(r"[;,\n]", written))):
            word, *domain = _in.split(part, maxsplit=1)
            if normal(word) not in ROLES:
                raise Unfit("roles", "roles such as “manager; contributor in finance”")
            home = self._domains.known("roles", domain[0]) if domain else ""
            if home in self._domains.archived:
                raise Unfit("roles", f"domains in use; {home} is archived")
            grants.add((ROLES[normal(word)], home))
        return frozenset(grants)


def _written(grants: Grants) -> str:
    return "; ".join(role.replace("_", " ") + (f" in {domain}" if domain else "") for role, domain in sorted(grants))


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    return (found.values for found, is_archived in _recorded(session) if not is_archived)


def _recorded(session: Session) -> Iterator[tuple[Found, bool]]:
    held: dict[int, set[tuple[Role, str]]] = defaultdict(set)
    query = select(Membership.person_id, Membership.role, Domain.key).outerjoin(
        Domain, col(Domain.id) == col(Membership.domain_id)
    )
    for person_id, role, domain in session.exec(query.where(col(Domain.archived_at).is_(None))):
        held[person_id].add((Role(role), domain or ""))
    for person in session.exec(select(Person).order_by(col(Person.id))):
        values = {"email": person.email, "name": person.name, "roles": _written(frozenset(held[person.id]))}
        yield Found(person.email, values), person.archived_at is not None


KIND = Kind(
    "people",
    "People",
    "A row is a person. It is found by the e-mail address.",
    FIELDS,
    PeopleRegister,
    exported,
    (Right.EDIT_PEOPLE,),
)
