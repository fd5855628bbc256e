from __future__ import annotations

import pytest

from core.access import Actor, Grant, actor_with
from core.actions import people
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import Role
from tests.cast import NOW, Cast, do, lines, on_sqlite, refused


def test_the_first_one_to_come_is_the_local_admin_with_every_role(database_url: str):
    with transaction() as session:
        first = people.local_admin(session, at=NOW)
    with transaction() as session:
        again = people.local_admin(session, at=NOW)
    assert first == again
    assert (first.name, first.email) == ("Local admin", "admin@localhost")
    assert set(first.grants) == {Grant(role) for role in Role}


def test_there_is_no_local_admin_in_a_database_of_other_people(cast: Cast):
    with pytest.raises(NotFound), transaction() as session:
        people.local_admin(session, at=NOW)


def test_a_person_is_found_under_the_address_however_it_is_written(cast: Cast):
    do(people.add_person, by=cast.admin, email=" Nina.New@Example.COM ", name="Nina New")
    assert actor(" NINA.new@example.com") == Actor(7, "Nina New", "nina.new@example.com")
    assert lines("nina.new@example.com")[0].kind == "person.added"


def test_roles_are_given_and_taken_everywhere_or_in_a_domain(cast: Cast):
    for domain in (None, "MES"):
        do(people.grant, "sam@example.com", Role.MANAGER, by=cast.admin, domain=domain)
    assert [line.changes for line in lines("sam@example.com")[-2:]] == [
        {"manager": [None, "everywhere"]},
        {"manager": [None, "MES"]},
    ]
    do(people.revoke, "sam@example.com", Role.MANAGER, by=cast.admin)
    assert [(g.role, g.domain_id is None) for g in actor("sam@example.com").grants] == [
        (Role.VIEWER, True),
        (Role.MANAGER, False),
    ]


def test_an_archived_person_can_no_longer_act(cast: Cast):
    do(people.archive_person, "sam@example.com", by=cast.admin)
    with pytest.raises(NotFound):
        actor("sam@example.com")


def test_an_address_is_one_person_even_when_archived(cast: Cast):
    do(people.archive_person, "sam@example.com", by=cast.admin)
    refusal = refused(Invalid, people.add_person, by=cast.admin, email="SAM@example.com", name="Sam Two")
    assert refusal.fields == {
        "email": "“sam@example.com” is taken by person “Sam Stranger”, which is archived. Choose another."
    }


@on_sqlite
@pytest.mark.parametrize(
    "email", ["", "nina", "nina@", f"{'n' * 80}@example.com", "@example.com", "a b@example.com", "a@b@c"]
)
def test_what_is_no_address_is_refused(cast: Cast, email: str):
    assert list(refused(Invalid, people.add_person, by=cast.admin, email=email, name="N").fields) == ["email"]


def test_the_last_active_admin_stays(cast: Cast):
    last = "Ada Admin is the last admin. Make somebody else an admin first."
    assert str(refused(Invalid, people.revoke, "ada@example.com", Role.ADMIN, by=cast.admin)) == last
    assert str(refused(Invalid, people.archive_person, "ada@example.com", by=cast.admin)) == last
    do(people.grant, "sam@example.com", Role.ADMIN, by=cast.admin)
    do(people.archive_person, "sam@example.com", by=cast.admin)
    assert str(refused(Invalid, people.archive_person, "ada@example.com", by=cast.admin)) == last
    do(people.grant, "mara@example.com", Role.ADMIN, by=cast.admin)
    do(people.revoke, "ada@example.com", Role.ADMIN, by=cast.admin)


def test_an_admin_of_one_domain_is_not_the_last_one(cast: Cast):
    do(people.grant, "sam@example.com", Role.ADMIN, by=cast.admin, domain="MES")
    refused(Invalid, people.revoke, "ada@example.com", Role.ADMIN, by=cast.admin)
    do(people.revoke, "sam@example.com", Role.ADMIN, by=cast.admin, domain="MES")


def test_saving_a_name_over_a_newer_one_is_refused(cast: Cast):
    do(people.edit_person, "SAM@example.com", by=cast.admin, seen=1, name="Samuel Stranger")
    do(people.grant, "sam@example.com", Role.MANAGER, by=cast.admin)
    refusal = refused(Stale, people.edit_person, "sam@example.com", by=cast.admin, seen=1, name="Sammy")
    assert refusal.changes == ["Ada Admin changed sam@example.com; name: “Sam Stranger” → “Samuel Stranger”"]


def test_only_an_admin_decides_on_people(cast: Cast):
    for actor_ in (cast.manager, cast.owner, cast.engineer, cast.contributor, cast.stranger):
        refused(NotAllowed, people.add_person, by=actor_, email="n@example.com", name="N")
        refused(NotAllowed, people.edit_person, "sam@example.com", by=actor_, name="N")
        refused(NotAllowed, people.grant, "sam@example.com", Role.ADMIN, by=actor_)
        refused(NotAllowed, people.revoke, "ada@example.com", Role.ADMIN, by=actor_)
        refused(NotAllowed, people.archive_person, "sam@example.com", by=actor_)


def actor(email: str) -> Actor:
    with transaction() as session:
        return actor_with(session, email)
