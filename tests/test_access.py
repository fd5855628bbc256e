"""Who may do what: the whole table, written down once more by hand."""

from __future__ import annotations

import pytest

from core.access import Actor, Grant, Right
from core.errors import NotAllowed
from core.model import Role

HERE, ELSEWHERE, COMPANY = 1, 2, None

EXPECTED: dict[Role, set[Right]] = {
    Role.VIEWER: {Right.REQUEST_ACCESS},
    Role.CONTRIBUTOR: {
        Right.SEE_MONEY,
        Right.EDIT_INITIATIVE,
        Right.LOG_WORK,
        Right.EDIT_PRODUCT,
        Right.EDIT_REPORT,
        Right.CHECK_IN,
        Right.COMMENT,
        Right.REQUEST_ACCESS,
    },
    Role.BUSINESS_OWNER: {
        Right.SEE_MONEY,
        Right.EDIT_DOMAIN,
        Right.EDIT_INITIATIVE,
        Right.MOVE_INITIATIVE,
        Right.CONFIRM_BUSINESS,
        Right.LOG_WORK,
        Right.EDIT_PRODUCT,
        Right.EDIT_REPORT,
        Right.EDIT_OBJECTIVE,
        Right.CHECK_IN,
        Right.DECIDE,
        Right.DECIDE_ACCESS,
        Right.SECOND_ACCESS,
        Right.COMMENT,
        Right.REQUEST_ACCESS,
    },
    Role.DATA_TEAM: {
        Right.EDIT_DOMAIN,
        Right.EDIT_INITIATIVE,
        Right.MOVE_INITIATIVE,
        Right.CONFIRM_TECHNICAL,
        Right.LOG_WORK,
        Right.LEND_PEOPLE,
        Right.EDIT_PRODUCT,
        Right.EDIT_REPORT,
        Right.EDIT_PLATFORM,
        Right.COMMENT,
        Right.REQUEST_ACCESS,
    },
    Role.MANAGER: {
        Right.SEE_MONEY,
        Right.MOVE_INITIATIVE,
        Right.GO_PAST_GATE,
        Right.EDIT_COMPANY_OBJECTIVE,
        Right.DECIDE,
        Right.ACKNOWLEDGE,
        Right.CLOSE_QUARTER,
        Right.EXEMPT,
        Right.SECOND_ACCESS,
        Right.COMMENT,
        Right.REQUEST_ACCESS,
    },
    Role.FINANCE: {Right.SEE_MONEY, Right.COMMENT, Right.REQUEST_ACCESS},
    Role.ADMIN: {Right.EDIT_PEOPLE, Right.EDIT_POLICY, Right.READ_AUDIT, Right.REQUEST_ACCESS},
}


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_a_role_in_a_domain_counts_there_and_one_everywhere_counts_everywhere(role: Role, right: Right):
    has = right in EXPECTED[role]
    local, everywhere = actor(Grant(role, HERE)), actor(Grant(role))
    assert [local.may(right, place) for place in (HERE, ELSEWHERE, COMPANY)] == [has, False, False]
    assert [everywhere.may(right, place) for place in (HERE, ELSEWHERE, COMPANY)] == [has, has, has]
    assert local.may_anywhere(right) is everywhere.may_anywhere(right) is has


@pytest.mark.parametrize("right", Right)
def test_who_has_no_role_may_do_nothing(right: Right):
    assert not actor().may(right, HERE)
    with pytest.raises(NotAllowed):
        actor().must(right, HERE)


def test_roles_add_up():
    both = actor(Grant(Role.BUSINESS_OWNER, HERE), Grant(Role.FINANCE))
    assert both.may(Right.EDIT_OBJECTIVE, HERE)
    assert both.may(Right.SEE_MONEY, ELSEWHERE)
    assert not both.may(Right.EDIT_OBJECTIVE, ELSEWHERE)


def test_a_refusal_says_who_could():
    with pytest.raises(NotAllowed) as refusal:
        actor(Grant(Role.VIEWER)).must(Right.GO_PAST_GATE, HERE)
    assert str(refusal.value) == (
        "Olga may not go past a gate in this domain. Ask somebody with the role “manager” in this domain."
    )
    with pytest.raises(NotAllowed, match=r"for the company\. Ask somebody with the role “admin” for the company\.$"):
        actor().must(Right.EDIT_PEOPLE)


def actor(*grants: Grant) -> Actor:
    return Actor(1, "Olga", "olga@example.com", grants)
