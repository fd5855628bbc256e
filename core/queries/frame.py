"""What surrounds every page: who may be acted as, which domains there are, and on whose behalf this run happens."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Grant
from core.model import Domain, Event, Membership, Person, Role
from core.model.people import SOURCES_EMAIL


@dataclass(frozen=True)
class DomainName:
    id: int
    key: str
    name: str


@dataclass(frozen=True)
class Frame:
    """``reminded`` are the e-mails of the people who take reminders, ``newest`` is the last line of the ledger."""

    people: tuple[Actor, ...]
    domains: tuple[DomainName, ...]
    newest: int = 0
    reminded: frozenset[str] = frozenset()

    @property
    def names(self) -> dict[str, str]:
        """What to call the person with an e-mail: the name, and the e-mail too where two bear one name."""
        borne = Counter(person.name for person in self.people)
        return {p.email: p.name if borne[p.name] == 1 else f"{p.name} ({p.email})" for p in self.people}

    @cached_property
    def holders(self) -> Mapping[Grant, Sequence[Actor]]:
        """Who holds a role everywhere, or in a domain."""
        people: dict[Grant, list[Actor]] = defaultdict(list)
        for person in self.people:
            for grant in person.grants:
                people[grant].append(person)
        return dict(people)

    def actor(self, email: str | None) -> Actor:
        """The person with that e-mail, else a manager: the local admin only where there is nobody else."""
        return next((p for p in self.people if p.email == email), min(self.people, key=_distance_from_a_manager))

    def domain(self, name: str | None) -> DomainName | None:
        return next((domain for domain in self.domains if domain.name == name), None)


def _distance_from_a_manager(person: Actor) -> tuple[bool, bool]:
    roles = {grant.role for grant in person.grants}
    return (Role.ADMIN in roles, Role.MANAGER not in roles)


def frame(session: Session) -> Frame:
    """Active people with their roles, and domains that are not archived, both by name; one statement."""
    people: dict[int, Actor] = {}
    domains, reminded = [], set()
    rows = session.execute(sa.union_all(_PEOPLE, _DOMAINS).order_by("name")).all()
    for _, is_domain, id_, key, name, wants_reminders, role, domain_id in rows:
        if is_domain:
            domains.append(DomainName(id_, key, name))
            continue
        grants = people[id_].grants if id_ in people else ()
        people[id_] = Actor(id_, name, key, (*grants, Grant(Role(role), domain_id)) if role else grants)
        if wants_reminders:
            reminded.add(key)
    return Frame(tuple(people.values()), tuple(domains), rows[0][0] if rows else 0, frozenset(reminded))


_NEWEST = sa.func.coalesce(sa.select(sa.func.max(Event.id)).scalar_subquery(), 0)
_PEOPLE: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        _NEWEST,
        sa.false(),
        col(Person.id),
        col(Person.email),
        col(Person.name).label("name"),
        col(Person.wants_reminders),
        col(Membership.role),
        col(Membership.domain_id),
    )
    .outerjoin(Membership, col(Membership.person_id) == col(Person.id))
    .where(col(Person.archived_at).is_(None), col(Person.email) != SOURCES_EMAIL)
)
_DOMAINS: sa.Select[*tuple[Any, ...]] = sa.select(
    _NEWEST, sa.true(), col(Domain.id), col(Domain.key), col(Domain.name), sa.false(), sa.null(), sa.null()
).where(col(Domain.archived_at).is_(None))
