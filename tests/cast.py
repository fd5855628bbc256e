"""The people of the tests, what they find there, and how they act. The clock stands still unless a test moves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, col, select

from core.access import Actor, actor_with
from core.actions import domains, initiatives, key_results, objectives, people, products
from core.db import transaction
from core.errors import Refusal
from core.model import Event, KeyResult, KeyResultKind, Level, Membership, Person, Role

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
TODAY = NOW.date()
QUARTER = "2026-Q4"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is decided before the database is asked: one kind of it is enough."""

Refused = TypeVar("Refused", bound=Refusal)


@dataclass(frozen=True)
class Cast:
    """``owner`` and ``contributor`` belong to the domain “MES”, nobody to “QUA”; the others act everywhere."""

    admin: Actor
    owner: Actor
    manager: Actor
    engineer: Actor
    contributor: Actor
    stranger: Actor


def gather() -> Cast:
    """The cast and its two domains, in an empty database."""
    with transaction() as session:
        admin = _first_admin(session)
        engineer = _person(session, admin, "Erik Engineer", Role.DATA_TEAM)
        _person(session, admin, "Olga Owner")
        quality = {"key": "QUA", "name": "Quality"}
        domains.add_domain(session, by=engineer, at=NOW, **quality)
        factory = {"key": "MES", "name": "Manufacturing", "business_owner": "olga@example.com"}
        domains.add_domain(session, by=engineer, at=NOW, **factory)
        return Cast(
            admin=admin,
            owner=actor_with(session, "olga@example.com"),
            manager=_person(session, admin, "Mara Manager", Role.MANAGER),
            engineer=engineer,
            contributor=_person(session, admin, "Carl Contributor", Role.CONTRIBUTOR, "MES"),
            stranger=_person(session, admin, "Sam Stranger", Role.VIEWER),
        )


def do(verb: Callable[..., Any], /, *args: Any, **fields: Any) -> Any:
    """One verb in a transaction of its own, now unless ``at`` says otherwise."""
    with transaction() as session:
        return verb(session, *args, **{"at": NOW} | fields)


def refused(kind: type[Refused], verb: Callable[..., Any], /, *args: Any, **fields: Any) -> Refused:
    """The refusal with which the verb must answer."""
    with pytest.raises(kind) as caught:
        do(verb, *args, **fields)
    return caught.value


def lines(subject: str | None = None) -> list[Event]:
    """The ledger, oldest line first."""
    with transaction() as session:
        about = select(Event).order_by(col(Event.id))
        return list(session.exec(about if subject is None else about.where(Event.subject == subject)))


def day(n: int) -> datetime:
    """n days after the day on which the clock of the tests stands."""
    return NOW + timedelta(days=n)


def initiative(cast: Cast, **fields: Any) -> str:
    given: dict[str, Any] = {"by": cast.engineer, "domain": "MES", "title": "Scrap by machine"} | fields
    return do(initiatives.propose, **given).key


def product(cast: Cast, **fields: Any) -> str:
    given: dict[str, Any] = {"domain": "MES", "name": "Work orders", "level": Level.TECHNICAL} | fields
    return do(products.add_product, by=cast.engineer, **given).key


def live_product(cast: Cast) -> str:
    key = product(cast, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    do(products.release, key, by=cast.engineer, on=TODAY)
    return key


def objective(cast: Cast, **fields: Any) -> str:
    given: dict[str, Any] = {
        "title": "Less scrap",
        "quarter": QUARTER,
        "owner": cast.owner.email,
        "domain": "MES",
    } | fields
    return do(objectives.set_objective, by=cast.manager if given["domain"] is None else cast.owner, **given).key


def movement(cast: Cast, objective_key: str | None = None, **fields: Any) -> KeyResult:
    given: dict[str, Any] = {
        "title": "Move five reports",
        "kind": KeyResultKind.MOVEMENT,
        "baseline": 0,
        "target": 5,
    } | fields
    return do(key_results.set_key_result, objective_key or objective(cast), by=cast.owner, **given)


def milestones(cast: Cast, *titles: str, objective_key: str | None = None, **fields: Any) -> KeyResult:
    given: dict[str, Any] = {"title": "Agree on terms", "kind": KeyResultKind.MILESTONE} | fields
    steps = [key_results.StepPlan(title) for title in titles]
    return do(key_results.set_key_result, objective_key or objective(cast), by=cast.owner, steps=steps, **given)


def _first_admin(session: Session) -> Actor:
    person = Person(email="ada@example.com", name="Ada Admin")
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, role=Role.ADMIN, since=NOW))
    session.flush()
    return actor_with(session, person.email)


def _person(session: Session, admin: Actor, name: str, role: Role | None = None, domain: str | None = None) -> Actor:
    email = f"{name.split()[0].lower()}@example.com"
    people.add_person(session, by=admin, at=NOW, email=email, name=name)
    if role is not None:
        people.grant(session, email, role, by=admin, at=NOW, domain=domain)
    return actor_with(session, email)
