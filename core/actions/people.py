"""People, and the roles they are given."""

from datetime import datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right, actor_with
from core.actions.common import Changes, add, alone, draft, find, load, required, save, unused, update
from core.errors import Invalid
from core.model import SHORT, Domain, Membership, Person, Role
from core.model.people import SOURCES_EMAIL

LOCAL_ADMIN = "admin@localhost"


def local_admin(session: Session, *, at: datetime) -> Actor:
    """The person as whom one works without sign-in: created, with every role everywhere, where there is nobody yet.

    Raises NotFound in a database that belongs to other people.
    """
    if not _has_people(session):
        alone(session, Person)
        if not _has_people(session):
            person = add(session, Person, email=LOCAL_ADMIN, name="Local admin")
            for role in Role:
                add(session, Membership, person_id=person.id, role=role, since=at)
            actor = actor_with(session, LOCAL_ADMIN)
            ledger.record(session, "person.added", LOCAL_ADMIN, by=actor, at=at, changes={"name": (None, person.name)})
    return actor_with(session, LOCAL_ADMIN)


def system_actor(session: Session, *, at: datetime) -> Actor:
    """On whose behalf the sources write: a person of the data team, created where there is none yet.

    Raises NotFound once an admin has archived that person: then no source may write any more.
    """
    if not _is_known(session, SOURCES_EMAIL):
        alone(session, Person)
        if not _is_known(session, SOURCES_EMAIL):
            _add_system(session, at=at)
    return actor_with(session, SOURCES_EMAIL)


def add_person(session: Session, *, by: Actor, at: datetime, email: str, name: str) -> Person:
    """A person without a role yet. Raises Invalid, NotAllowed."""
    by.must(Right.EDIT_PEOPLE)
    email = email.strip().lower()
    required(name=name)
    mailbox, _, host = email.partition("@")
    if not mailbox or not host or "@" in host or any(character.isspace() for character in email):
        raise Invalid(email=f"“{email}” is not an e-mail address. Write it like name@example.com.")
    if len(email) > SHORT:
        raise Invalid(email=f"An e-mail address has at most {SHORT} characters here.")
    unused(session, Person, "email", email)
    person = add(session, Person, email=email, name=name)
    ledger.record(session, "person.added", email, by=by, at=at, changes={"name": (None, person.name)})
    return person


def edit_person(
    session: Session, email: str, *, by: Actor, at: datetime, seen: int | None = None, name: str
) -> Changes:
    """Change the name; the e-mail address stays. Raises Invalid, NotAllowed, NotFound, Stale."""
    person = load(session, Person, email, seen=seen)
    by.must(Right.EDIT_PEOPLE)
    required(name=name)
    changes = save(session, person, draft(session, person, {"name"}, {"name": name}))
    if changes:
        ledger.record(session, "person.changed", person.email, by=by, at=at, changes=changes)
    return changes


def grant(session: Session, email: str, role: Role, *, by: Actor, at: datetime, domain: str | None = None) -> None:
    """Give a role, everywhere or in one domain; giving it twice changes nothing. Raises NotAllowed, NotFound."""
    person = load(session, Person, email)
    by.must(Right.EDIT_PEOPLE)
    home = find(session, Domain, domain) if domain else None
    if give_role(session, person, role, home, at=at):
        told = {role.value: (None, home.key if home else "everywhere")}
        ledger.record(session, "role.granted", person.email, by=by, at=at, changes=told)


def revoke(session: Session, email: str, role: Role, *, by: Actor, at: datetime, domain: str | None = None) -> None:
    """Take a role; taking one that is not held changes nothing. The last admin stays.

    Raises Invalid, NotAllowed, NotFound.
    """
    person = load(session, Person, email)
    by.must(Right.EDIT_PEOPLE)
    home = find(session, Domain, domain) if domain else None
    if role is Role.ADMIN and home is None:
        _refuse_losing_last_admin(session, person)
    if take_role(session, person, role, home):
        told = {role.value: (home.key if home else "everywhere", None)}
        ledger.record(session, "role.revoked", person.email, by=by, at=at, changes=told)


def archive_person(session: Session, email: str, *, by: Actor, at: datetime) -> None:
    """The person can no longer act; what was done stays. Raises Invalid for the last admin, NotAllowed, NotFound."""
    person = load(session, Person, email)
    by.must(Right.EDIT_PEOPLE)
    _refuse_losing_last_admin(session, person)
    changes = update(session, person, archived_at=at)
    ledger.record(session, "person.archived", person.email, by=by, at=at, changes=changes)


def give_role(session: Session, person: Person, role: Role, home: Domain | None, *, at: datetime) -> bool:
    """Whether that was new; for verbs that record it themselves."""
    if _membership(session, person, role, home) is not None:
        return False
    add(session, Membership, person_id=person.id, role=role, domain_id=home and home.id, since=at)
    return True


def take_role(session: Session, person: Person, role: Role, home: Domain | None) -> bool:
    """Whether it was held; for verbs that record it themselves."""
    held = _membership(session, person, role, home)
    if held is None:
        return False
    session.delete(held)
    session.flush()
    return True


def _add_system(session: Session, *, at: datetime) -> None:
    if not _has_people(session):
        local_admin(session, at=at)  # who is only ever made in a database without people
    person = add(session, Person, email=SOURCES_EMAIL, name="Uptake sources")
    add(session, Membership, person_id=person.id, role=Role.DATA_TEAM, since=at)
    by = actor_with(session, SOURCES_EMAIL)
    ledger.record(session, "person.added", SOURCES_EMAIL, by=by, at=at, changes={"name": (None, person.name)})


def _is_known(session: Session, email: str) -> bool:
    return session.exec(select(Person.id).where(Person.email == email)).first() is not None


def _has_people(session: Session) -> bool:
    return session.exec(select(Person.id).limit(1)).first() is not None


def _membership(session: Session, person: Person, role: Role, home: Domain | None) -> Membership | None:
    where = col(Membership.domain_id).is_(None) if home is None else Membership.domain_id == home.id
    held = select(Membership).where(Membership.person_id == person.id, Membership.role == role, where)
    return session.exec(held).one_or_none()


def _refuse_losing_last_admin(session: Session, person: Person) -> None:
    alone(session, Membership)
    admins = session.exec(
        select(Membership.person_id)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(Membership.role == Role.ADMIN, col(Membership.domain_id).is_(None), col(Person.archived_at).is_(None))
    ).all()
    if list(admins) == [person.id]:
        raise Invalid(role=f"{person.name} is the last admin. Make somebody else an admin first.")
