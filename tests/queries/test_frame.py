"""What surrounds every page."""

from __future__ import annotations

from core.access import Grant
from core.actions import domains, people
from core.db import snapshot
from core.model import Role
from core.queries.frame import Frame
from core.queries.frame import frame as ask
from tests.cast import Cast, do
from tests.statements import counted


def frame() -> Frame:
    with snapshot() as session:
        return ask(session)


def test_people_come_with_all_their_roles_and_domains_by_name_in_one_statement(cast: Cast):
    do(people.grant, cast.owner.email, Role.VIEWER, by=cast.admin)
    with counted() as sent:
        found = frame()
    assert len(sent) == 1
    assert [domain.name for domain in found.domains] == ["Manufacturing", "Quality"]
    owner = found.actor(cast.owner.email)
    assert {grant.role for grant in owner.grants} == {Role.BUSINESS_OWNER, Role.VIEWER}
    assert {grant.domain_id for grant in owner.grants} == {found.domains[0].id, None}


def test_who_holds_a_role_is_known_everywhere_and_by_domain(cast: Cast):
    found = frame()
    assert found.holders[Grant(Role.DATA_TEAM)] == [cast.engineer]
    assert found.holders[Grant(Role.BUSINESS_OWNER, found.domains[0].id)] == [cast.owner]
    assert Grant(Role.BUSINESS_OWNER, found.domains[1].id) not in found.holders


def test_who_is_archived_and_what_is_archived_is_left_out(cast: Cast):
    do(people.archive_person, cast.stranger.email, by=cast.admin)
    do(domains.archive_domain, "QUA", by=cast.engineer)
    found = frame()
    assert cast.stranger.email not in [person.email for person in found.people]
    assert [domain.key for domain in found.domains] == ["MES"]


def test_a_person_without_a_role_is_somebody_too(cast: Cast):
    do(people.add_person, by=cast.admin, email="new@example.com", name="Nora New")
    assert frame().actor("new@example.com").grants == ()
