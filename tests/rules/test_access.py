from __future__ import annotations

from core.rules.access import AccessState, Asked, Found, reconcile

ORDERS = 1


def found(principal: str, privilege: str = "SELECT", product: int | None = ORDERS) -> Found:
    return Found("main.mes.orders", principal, privilege, product)


def asked(key: str, principal: str, state: AccessState = AccessState.GRANTED) -> Asked:
    return Asked(key, ORDERS, principal, state)


def test_a_right_goes_back_to_a_grant_that_runs_however_the_name_is_written():
    told = reconcile([found("Sam@Example.com"), found("svc")], [asked("ACC-1", "sam@example.com")])
    assert [one.requests for one in told.traced] == [("ACC-1",)]
    assert [one.found.principal for one in told.untraced] == ["svc"]
    assert told.share_traced == 0.5


def test_a_right_that_outlives_its_grant_names_the_request_that_ended():
    told = reconcile([found("sam@example.com")], [asked("ACC-1", "sam@example.com", AccessState.EXPIRED)])
    assert (told.traced, told.untraced[0].requests) == ((), ("ACC-1",))


def test_a_grant_that_the_platform_does_not_know_is_missing_only_where_it_told_of_rights():
    running = [asked("ACC-1", "sam@example.com")]
    assert reconcile([], running).missing == ()
    assert reconcile([found("svc")], running).missing == tuple(running)
    assert reconcile([found("sam@example.com", "MODIFY")], running).missing == tuple(running)


def test_rights_other_than_reading_and_on_tables_of_no_product_are_not_counted():
    told = reconcile([found("svc", "MODIFY"), found("svc", product=None)], [])
    assert (told.traced, told.untraced, told.share_traced) == ((), (), None)
