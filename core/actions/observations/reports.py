"""Rows of the register of Excel reports, found by name and domain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions.common import alone, numbered, save
from core.actions.observations.places import Homes, fitted
from core.actions.observations.tally import Tally
from core.errors import Invalid
from core.model import ExcelReport, Person
from core.sources.contract import ReportSeen

NOUN = "reports"


def keep_reports(
    session: Session, seen: Iterable[ReportSeen], tally: Tally, homes: Homes, *, by: Actor, at: datetime
) -> None:
    """New ones are in use from today on; of known ones the state stays as people have recorded it.

    Raises NotAllowed.
    """
    by.must(Right.EDIT_REPORT)
    alone(session, ExcelReport)
    active = select(ExcelReport).where(col(ExcelReport.archived_at).is_(None))
    known = {(row.domain_id, row.name): row for row in session.exec(active)}
    people = {email: id_ for id_, email in session.exec(select(Person.id, Person.email))}
    prefix, _, first = numbered(session, ExcelReport, "XLS").partition("-")
    added = 0
    for one in {(homes.id_of(one.domain), one.name.strip()): one for one in seen}.values():
        tally.seen[NOUN] += 1
        try:
            values = _said(one, homes, people)
            row = known.get((values["domain_id"], values["name"]))
            if row is None:
                key = f"{prefix}-{int(first) + added}"
                session.add(fitted(ExcelReport, {"key": key, "recorded_on": at.date()} | values))
                added += 1
                tally.changed[NOUN] += 1
            else:
                tally.changed[NOUN] += bool(save(session, row, fitted(ExcelReport, row.model_dump() | values)))
        except Invalid as fault:
            tally.left_out[NOUN, f"“{one.name}”: {fault}"] += 1
    session.flush()


def _said(one: ReportSeen, homes: Homes, people: dict[str, int]) -> dict[str, Any]:
    """Raises Invalid. An owner who is no person here is as one of whom nothing is said."""
    domain_id = homes.id_of(one.domain)
    if domain_id is None:
        raise Invalid(domain=f"no domain is called “{one.domain}”.")
    if one.hours_per_run < 0 or one.runs_per_month < 0:
        raise Invalid(hours_per_run="its hours or runs are negative.")
    values = {
        "name": one.name.strip(),
        "domain_id": domain_id,
        "hours_per_run": one.hours_per_run,
        "runs_per_month": one.runs_per_month,
        "owner_id": people.get((one.owner or "").strip().lower()),
        "planned_on": one.planned_on,
    }
    return {name: value for name, value in values.items() if value is not None}
