"""What surrounds every page: who may be acted as, which domains there are, and on whose behalf this run happens."""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import Actor, Grant
from core.model import Domain, Membership, Person, Role
from core.model.people import SOURCES_EMAIL


@dataclass(frozen=True)
class DomainName:
    id: int
    key: str
    name: str


@dataclass(frozen=True)
class Frame:
    """``reminded`` are the e-mails of the people who take reminders."""

    people: tuple[Actor, ...]
    domains: tuple[DomainName, ...]
    reminded: frozenset[str] = frozenset()

    @property
    def names(self) -> dict[str, str]:
        """What to call the person with an e-mail: the name, and the e-mail too where two bear one name."""
        borne = Counter(person.name for person in self.people)
        return {p.email: p.name if borne[p.name] == 1 else f"{p.name} ({p.email})" for p in self.people}

    def actor(self, email: str | None) -> Actor:
        """The person with that e-mail, else a manager: the local admin only where there is nobody else."""
        return next((p for p in self.people if p.email == email), min(self.people, key=_distance_from_a_manager))

    def domain(self, name: str | None) -> DomainName | None:
        return next((domain for domain in self.domains if domain.name == name), None)


def _distance_from_a_manager(person: Actor) -> tuple[bool, bool]:
    roles = {grant.role for grant in person.grants}
    return (Role.ADMIN in roles, Role.MANAGER not in roles)


def frame(session: Session) -> Frame:
    """Active people with their roles, and domains that are not archived, both by name; two statements."""
    people: dict[int, Actor] = {}
    reminded = set()
    rows = session.exec(
        select(Person, Membership)
        .outerjoin(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Person.archived_at).is_(None), col(Person.email) != SOURCES_EMAIL)
        .order_by(Person.name)
    )
    for person, membership in rows:
        actor = people.get(person.id) or Actor(person.id, person.name, person.email)
        grants = (Grant(membership.role, membership.domain_id),) if membership else ()
        if person.wants_reminders:
            reminded.add(person.email)
        people[person.id] = Actor(actor.id, actor.name, actor.email, actor.grants + grants)
    domains = session.exec(
        select(Domain.id, Domain.key, Domain.name).where(col(Domain.archived_at).is_(None)).order_by(Domain.name)
    )
    return Frame(tuple(people.values()), tuple(DomainName(*row) for row in domains), frozenset(reminded))
