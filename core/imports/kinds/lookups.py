"""Names in cells turned into the keys of what they name: domains and people, each loaded in one statement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions.domains import add_domain
from core.imports.answers import normal
from core.imports.kinds.contract import Found, Unfit
from core.model import SHORT, Domain, Person

_blanks = re.compile(r"\s+")


class Domains:
    """Domains by key or name. One that nobody has recorded is noted as new, if the actor may add it."""

    def __init__(self, session: Session, actor: Actor, words: Mapping[str, str], *, may_add: bool) -> None:
        self.ids: dict[str, int] = {}
        self.new: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self.archived: set[str] = set()
        self._names = {normal(seen): meant for seen, meant in words.items()}
        self._may_add = may_add and actor.may(Right.EDIT_DOMAIN)
        rows = session.exec(select(Domain.id, Domain.key, Domain.name, Domain.archived_at).order_by(col(Domain.id)))
        for id_, key, name, archived_at in rows:
            self.ids[key] = id_
            if archived_at is not None:
                self.archived.add(key)
            self._keys[key.casefold()] = key
            self._keys.setdefault(normal(name), key)

    def key_of(self, field: str, seen: str) -> str:
        """The key of the domain that a cell names. Raises Unfit."""
        name = self._names.get(normal(seen), seen)
        known = self._keys.get(name.casefold()) or self._keys.get(normal(name)) or self._keys.get(seen.casefold())
        return known or self._add(field, seen, name)

    def known(self, field: str, seen: str) -> str:
        """The same for a domain that must be there. Raises Unfit."""
        key = self._keys.get(seen.casefold()) or self._keys.get(normal(seen))
        if key is None or key in self.new:
            raise Unfit(field, self._expected())
        return key

    def add_if_new(self, session: Session, key: str | None, *, by: Actor, at: datetime) -> None:
        """Record a new domain with the first row that needs it. Raises Refusal."""
        if key in self.new and session.exec(select(Domain.id).where(Domain.key == key)).one_or_none() is None:
            add_domain(session, by=by, at=at, key=key, name=self.new[key])

    def _add(self, field: str, seen: str, name: str) -> str:
        if not self._may_add:
            raise Unfit(field, self._expected())
        if max(len(seen), len(name)) > SHORT:
            raise Unfit(field, f"the code or name of a domain, at most {SHORT} characters")
        key = _blanks.sub("-", seen.strip())
        self.new[key] = name
        self._keys[key.casefold()] = self._keys[normal(name)] = key
        return key

    def _expected(self) -> str:
        there = sorted(self.ids.keys() - self.archived)
        shown = ", ".join(there[:8]) + (" …" if len(there) > 8 else "")
        return f"a domain that is there{': ' + shown if shown else ''}"


class People:
    """People by e-mail address, or by a name that only one of them bears."""

    def __init__(self, session: Session) -> None:
        self.archived: set[str] = set()
        self._emails: set[str] = set()
        self._names: dict[str, list[str]] = defaultdict(list)
        for email, name, archived_at in session.exec(select(Person.email, Person.name, Person.archived_at)):
            self._emails.add(email)
            if archived_at is None:
                self._names[normal(name)].append(email)
            else:
                self.archived.add(email)

    def email_of(self, field: str, seen: str) -> str:
        """Raises Unfit."""
        email = seen.strip().lower()
        if email in self._emails:
            return email
        match self._names.get(normal(seen), []):
            case [only]:
                return only
            case []:
                raise Unfit(field, "the e-mail address or name of a person who is there")
            case several:
                raise Unfit(field, f"an e-mail address, as the name is borne by {' and '.join(several)}")


class Titles:
    """Things by title, compared without case, punctuation and accents: first in their own domain, else anywhere."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, Found]]] = defaultdict(list)
        self._in_file: set[tuple[str, str]] = set()

    def add(self, found: Found, title: str, domain: str) -> None:
        self._found[normal(title)].append((domain, found))

    @property
    def is_empty(self) -> bool:
        return not self._found

    def look_ahead(self, title: str, domain: str) -> None:
        """A row of the file bears that title in that domain: it comes before rows of other domains."""
        self._in_file.add((normal(title), domain))

    def one(self, field: str, title: str, domain: str | None) -> Found | None:
        """The one thing of that title, None if there is none. Raises Unfit if several could be meant."""
        folded = normal(title)
        at_home = [found for home, found in self._found.get(folded, ()) if home == domain]
        elsewhere = [found for home, found in self._found.get(folded, ()) if (folded, home) not in self._in_file]
        return self._only(field, at_home) or self._only(field, elsewhere if domain else self.all(title))

    def all(self, title: str) -> list[Found]:
        return [found for _, found in self._found.get(normal(title), ())]

    def _only(self, field: str, candidates: list[Found]) -> Found | None:
        plain = [found for found in candidates if not found.values.get("external_key")] or candidates
        if len(plain) > 1:
            keys = " and ".join(found.key for found in plain[:3])
            raise Unfit(field, f"the key in a column of its own, as {keys} bear this title")
        return plain[0] if plain else None
