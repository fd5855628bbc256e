"""Hands grants over to the platform's side: asks what it has not been told, sends each as a signed webhook, records it,
alone among all processes."""

import hashlib
import hmac
import json
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

from core import db
from core.actions.access_requests import record_hand_over
from core.actions.people import system_actor
from core.errors import Misconfigured
from core.leases import alone
from core.pull import Now, utc_now
from core.queries.orders import Order, orders
from core.rules.grant_sql import grant, revoke
from core.settings import settings

LEASE = "grants"
TIME_FOR_ONE = timedelta(minutes=2)
TIMEOUT = httpx.Timeout(10)
NOT_NOW = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Answers that would be the same for every order; any other is about the one that was sent."""
SIGNATURE = "X-Uptake-Signature-256"
DELIVERY = "X-Uptake-Delivery"


@dataclass(frozen=True)
class HandingOver:
    """How it went with one order; ``failure`` is empty if it was taken."""

    order: Order
    failure: str


def waiting_orders(now: Now = utc_now) -> tuple[Order, ...]:
    """What the platform's side has not been told yet."""
    at = now()
    with db.snapshot() as session:
        return orders(session, as_of=at.date(), now=at)


def hand_over(*, now: Now = utc_now) -> Generator[HandingOver]:
    """Send every order that waits, the oldest first, and record right after each how it went.

    Killed in between, the next run sends that one again under the same delivery id. Where nobody answers the rest waits
    for the next run. Raises Misconfigured without an address or a secret.
    """
    address, secret = settings().access_webhook, settings().access_webhook_secret
    if address is None or secret is None:
        raise Misconfigured("Set UPTAKE_ACCESS_WEBHOOK and UPTAKE_ACCESS_WEBHOOK_SECRET to hand grants over.")
    with alone(LEASE, TIME_FOR_ONE, now) as is_alone, httpx.Client(timeout=TIMEOUT) as client:
        if not is_alone():
            return
        for order in waiting_orders(now):
            if not is_alone():
                return
            failure, is_there = _send(client, address, secret.get_secret_value(), order, now())
            _record(order, failure, now())
            yield HandingOver(order, failure)
            if not is_there:
                return


def statements(order: Order) -> list[str]:
    """The SQL that does what the order says, a statement for each table."""
    write = grant if order.is_grant else revoke
    return [write(table, order.row.principal) for table in order.tables]


def body(order: Order, at: datetime) -> bytes:
    """What is sent, as JSON in UTF-8."""
    row = order.row
    told = {
        "delivery": delivery(order),
        "at": at.isoformat(),
        "action": "grant" if order.is_grant else "revoke",
        "request": row.key,
        "product": row.product,
        "tables": order.tables,
        "principal": row.principal,
        "technical_user": row.is_technical,
        "workspace": row.workspace or None,
        "purpose": row.purpose,
        "until": row.until_on.isoformat() if order.is_grant and row.until_on else None,
        "statements": statements(order),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def delivery(order: Order) -> str:
    """``ACC-3.1 grant until 2026-12-31``: the same however often it is sent, so that a receiver can tell.

    The orders for a request are counted: the same words after a renewal and its taking back are another order.
    """
    return f"{order.row.key}.{order.number} {order.order}"


def signature(secret: str, content: bytes) -> str:
    """HMAC with SHA-256 (RFC 2104) over the body as it is sent."""
    return f"sha256={hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()}"


def _send(client: httpx.Client, address: str, secret: str, order: Order, at: datetime) -> tuple[str, bool]:
    """Why it was not taken, without a secret, empty if it was; and whether somebody is there to be sent more."""
    content = body(order, at)
    headers = {"content-type": "application/json", SIGNATURE: signature(secret, content), DELIVERY: delivery(order)}
    try:
        answer = client.post(address, content=content, headers=headers)
    except httpx.TimeoutException:
        return "The webhook did not answer in time.", False
    except httpx.TransportError:
        return "The webhook could not be reached.", False
    if answer.is_success:
        return "", True
    return f"The webhook answered with {answer.status_code}.", answer.status_code not in NOT_NOW


def _record(order: Order, failure: str, at: datetime) -> None:
    with db.transaction() as session:
        by = system_actor(session, at=at)
        record_hand_over(session, order.row.key, order.order, by=by, at=at, failure=failure)
