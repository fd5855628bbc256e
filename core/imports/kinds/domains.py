"""Domains: one row each, known by its key, else by its name."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions import domains as verbs
from core.errors import Invalid
from core.imports.answers import normal
from core.imports.fields import Field, Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.lookups import People
from core.model import SHORT, TEXT, Domain, Person

FIELDS = (
    Field(
        "key",
        "Key",
        limit=SHORT,
        aliases=("domain key", "code", "domain code", "department code", "short name", "abbreviation", "id"),
        help="A short code without blanks; made from the name if empty.",
        example="finance",
    ),
    Field(
        "name",
        "Name",
        limit=SHORT,
        aliases=(
            "domain",
            "domain name",
            "department",
            "department name",
            "capability",
            "business capability",
            "title",
        ),
        required=True,
        help="What people call it.",
        example="Finance",
    ),
    Field("purpose", "Purpose", limit=TEXT, aliases=("description", "mission"), help="What it is there for."),
    Field("cost_centre", "Cost centre", limit=SHORT, aliases=("cost center", "cc"), example="CC-4711"),
    Field(
        "business_owner",
        "Business owner",
        aliases=("owner", "business owner email", "domain owner", "head"),
        help="E-mail address or name of a person who is there; gets that role in the domain.",
        example="ada@example.com",
    ),
    Field("parent", "Parent", limit=SHORT, aliases=("parent domain", "part of"), help="Key of the domain above it."),
)
_blanks = re.compile(r"\s+")


class DomainRegister(Register):
    identifying: tuple[str, ...] = ("key", "name")

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        self._people = People(session)
        self.archived = {"business_owner": self._people.archived}
        self._keys: dict[str, Found] = {}
        self._names: dict[str, Found] = {}
        self._archived: set[str] = set()
        self._in_file: dict[str, str] = {}
        self._waiting: dict[str, list[tuple[Found | None, Values]]] = {}
        for found, is_archived in _recorded(session):
            self._keys[found.key.casefold()] = found
            if is_archived:
                self._archived.add(found.key)
            else:
                self._names.setdefault(normal(found.values["name"]), found)

    def look_ahead(self, rows: Iterable[Values]) -> None:
        for values in rows:
            if key := self._key(values):
                self._in_file[key.casefold()] = key

    def settle(self, values: Values) -> Iterator[Fault]:
        try:
            if "business_owner" in values:
                values["business_owner"] = self._people.email_of("business_owner", values["business_owner"])
        except Unfit as unfit:
            yield unfit.fault
        if key := self._key(values):
            values["key"] = key
        if "parent" in values:
            folded = values["parent"].casefold()
            above = self._keys.get(folded) or self._names.get(normal(values["parent"]))
            if above is None and folded not in self._in_file:
                yield Fault("parent", "the key of a domain that is there, or of another row")
            values["parent"] = above.key if above else self._in_file.get(folded, "")

    def identities(self, values: Values) -> list[Hashable]:
        return [values.get("key", "").casefold()]

    def find(self, values: Values) -> Found | None:
        found = self._keys.get(values.get("key", "").casefold())
        if found and found.key in self._archived:
            raise Unfit("key", f"a domain in use; {found.key} is archived")
        return found

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        if not self.actor.may(Right.EDIT_DOMAIN, found.domain_id if found else None):
            yield Fault("key", f"a domain that {self.actor.name} may edit")
        if any(character.isspace() for character in values.get("key", "")):
            yield Fault("key", "a short code without blanks")
        if values.get("parent") and values["parent"] == values.get("key"):
            yield Fault("parent", "another domain than itself")

    def add(self, values: Values, *, at: datetime) -> str | None:
        return self._write(None, values, at=at)

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        self._write(found, changed, at=at)

    def finish(self, *, at: datetime) -> None:
        if self._waiting:
            keys = ", ".join(sorted(self._waiting))
            raise Invalid(parent=f"Some rows stand below {keys}, which is in no row that could be imported.")

    def _write(self, found: Found | None, values: Values, *, at: datetime) -> str | None:
        """Write the row and those below it; one whose parent comes later in the file waits for it."""
        parent = values.get("parent")
        if parent and parent.casefold() not in self._keys:
            self._waiting.setdefault(parent, []).append((found, values))
            return None
        if found is not None:
            fields = {field: value for field, value in values.items() if field != "key"}
            verbs.edit_domain(self.session, found.key, by=self.actor, at=at, **fields)
            return found.key
        domain = verbs.add_domain(self.session, by=self.actor, at=at, **values)
        self._keys[domain.key.casefold()] = Found(domain.key, values, domain.id)
        for below, waiting in self._waiting.pop(domain.key, []):
            self._write(below, waiting, at=at)
        return domain.key

    def _key(self, values: Values) -> str | None:
        """The key of a row; of one without, that of the domain so named, else the name as a key."""
        if "key" in values or "name" not in values:
            found = self._keys.get(values.get("key", "").casefold())
            return found.key if found else values.get("key")
        found = self._names.get(normal(values["name"]))
        return found.key if found else _blanks.sub("-", values["name"])


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    return (found.values for found, is_archived in _recorded(session) if not is_archived)


def _recorded(session: Session) -> Iterator[tuple[Found, bool]]:
    parent, owner = aliased(Domain), aliased(Person)
    query = (
        select(Domain, parent.key, owner.email)
        .outerjoin(parent, col(Domain.parent_id) == parent.id)
        .outerjoin(owner, col(Domain.business_owner_id) == owner.id)
        .order_by(col(Domain.id))
    )
    for domain, above, email in session.exec(query):
        values = {"key": domain.key, "name": domain.name, "purpose": domain.purpose, "cost_centre": domain.cost_centre}
        values |= {"business_owner": email, "parent": above}
        yield Found(domain.key, values, domain.id), domain.archived_at is not None


KIND = Kind(
    "domains",
    "Domains",
    "A row is a domain. It is found by its key, else by its name.",
    FIELDS,
    DomainRegister,
    exported,
    (Right.EDIT_DOMAIN,),
)
