"""Changing a threshold from a day on."""

import math
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone
from core.errors import Invalid
from core.model import PolicyValue
from core.policy import KEYS, Policy, policy_on

SHARES = {key for key in KEYS if key.endswith(("_gap", "_success")) or "_share_" in key}


def change_policy(session: Session, key: str, value: float, *, by: Actor, at: datetime, since: date) -> PolicyValue:
    """From ``since`` on the threshold is ``value``; what was before stays readable. Raises Invalid, NotAllowed."""
    by.must(Right.EDIT_POLICY)
    if key not in KEYS:
        raise Invalid(key=f"There is no threshold “{key}”. Choose one of {', '.join(KEYS)}.")
    if since < at.date():
        raise Invalid(since="A threshold is never changed backwards. Choose today or a later day.")
    alone(session, PolicyValue)
    before = policy_on(session, since)
    _must_fit(replace(before, **{key: value}), key)
    row = session.exec(select(PolicyValue).where(PolicyValue.key == key, PolicyValue.since == since)).one_or_none()
    if row is not None and row.value == value:
        return row
    if row is None:
        row = add(session, PolicyValue, key=key, value=value, since=since, by_id=by.id)
    else:
        row.value, row.by_id = value, by.id
    told = {key: (getattr(before, key), value), "since": (None, since)}
    ledger.record(session, "policy.changed", key, by=by, at=at, changes=told)
    return row


def _must_fit(policy: Policy, key: str) -> None:
    value = getattr(policy, key)
    if not math.isfinite(value) or value < 0:
        raise Invalid(value="A threshold is a number from 0 up.")
    if key in SHARES and value > 1:
        raise Invalid(value=f"“{key}” is a share: write a number from 0 to 1, for example 0.25 for 25 %.")
    if policy.on_track_gap > policy.behind_gap:
        raise Invalid(value="The gap of “on track” cannot be larger than the one of “behind”.")
