"""What the platform has not been told of grants yet."""

from __future__ import annotations

from core.actions import access_requests as verbs
from core.db import snapshot
from core.queries.orders import Order, orders
from tests.actions.test_access_requests import SOON, granted
from tests.cast import Cast, day, do


def to_do(n: int = 5) -> tuple[Order, ...]:
    with snapshot() as session:
        return orders(session, as_of=day(n).date(), now=day(n))


def test_the_platform_is_told_of_each_grant_once_and_again_when_it_changes(cast: Cast):
    key = granted(cast)
    (order,) = to_do()
    assert (order.row.key, order.order) == (key, f"grant until {SOON}")
    do(verbs.record_hand_over, key, order.order, by=cast.engineer, failure="It answered with 500.")
    last = to_do()[0].last
    assert last is not None
    assert last.failure == "It answered with 500."
    do(verbs.record_hand_over, key, order.order, by=cast.engineer)
    assert to_do() == ()
    assert [order.order for order in to_do(40)] == ["revoke"]


def test_what_ended_before_the_platform_heard_of_it_needs_no_order(cast: Cast):
    key = granted(cast)
    do(verbs.revoke_access, key, by=cast.owner, reason="A mistake.")
    assert to_do() == ()
