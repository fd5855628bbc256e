"""Deciding how a gate check is asked from a day on: required, advised, or not at all."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone
from core.errors import Invalid, NotFound
from core.model import Demand, GateSetting, Level
from core.rules.gate_facts import Setting
from core.rules.gates import find_check


def set_gate(
    session: Session, check: str, *, by: Actor, at: datetime, demand: Demand, level: int | None = None, since: date
) -> GateSetting | None:
    """From ``since`` on the check is asked so; what was before stays readable, and moves of the past as they were.

    ``level`` is for the check that asks for one and stays as it is if left out. None if it is asked so already.
    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_POLICY)
    before, row = _in_force(session, check, since)
    if since < at.date():
        raise Invalid(since="A gate is never changed backwards. Choose today or a later day.")
    wanted = Setting(demand, _level(level, before))
    if wanted == before:
        return row
    if row is None or row.since != since:
        values = {"demand": wanted.demand, "level": wanted.level, "by_id": by.id}
        row = add(session, GateSetting, check_key=check, since=since, **values)
    else:
        row.demand, row.level, row.by_id = wanted.demand, wanted.level, by.id
    told = {"demand": (before.demand, demand), "level": (before.level, wanted.level), "since": (None, since)}
    changed = {field: both for field, both in told.items() if both[0] != both[1]}
    ledger.record(session, "gate.set", check, by=by, at=at, changes=changed)
    return row


def _in_force(session: Session, key: str, day: date) -> tuple[Setting, GateSetting | None]:
    """How the check is asked on the day, and the row that says so; none while the default holds."""
    check = find_check(key)
    if check is None:
        raise NotFound("gate check", key)
    alone(session, GateSetting)
    known = select(GateSetting).where(GateSetting.check_key == key, col(GateSetting.since) <= day)
    row = session.exec(known.order_by(col(GateSetting.since).desc()).limit(1)).first()
    return (Setting(row.demand, row.level) if row else check.default), row


def _level(given: int | None, before: Setting) -> int | None:
    if given is None:
        return before.level
    if before.level is None:
        raise Invalid(level="This check asks for no level of the data product. Leave the level out.")
    if given not in list(Level):
        raise Invalid(level=f"There are the levels {', '.join(str(int(it)) for it in Level)} of a data product.")
    return given
