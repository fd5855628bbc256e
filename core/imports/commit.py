"""Writes an import: every row through the verbs, all in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from core.access import Actor
from core.actions.mappings import remember_mapping
from core.errors import Invalid, Refusal
from core.imports.mapping import fingerprint
from core.imports.outcome import Outcome, Plan
from core.imports.plan import Judge, Judged, Progress


def commit(
    session: Session,
    planned: Plan,
    *,
    by: Actor,
    at: datetime,
    all_or_nothing: bool = False,
    on_progress: Progress = lambda _rows: None,
) -> Plan:
    """Judge the rows once more, as facts may have changed since the dry run, and write them; what was done.

    A row with errors is left out and listed. Raises NotAllowed as ``plan`` does, Invalid with ``all_or_nothing``
    if there is one, and Refusal where what was put off to the end cannot be written; the caller's transaction then
    takes everything back.
    """
    judge = Judge(session, planned.kind, planned.table, planned.mapping, by)
    for judged in judge.rows(on_progress):
        faults = _written(session, judge, judged, at)
        judge.plan.take(judge.refused(judged, faults) if faults else judged.plan)
    if all_or_nothing and (failed := judge.plan.counts[Outcome.ERROR]):
        raise Invalid(rows=f"Nothing was imported, as {failed} of {judge.plan.total} rows cannot be.")
    judge.register.finish(at=at)
    done = judge.finished()
    if done.counts[Outcome.NEW] + done.counts[Outcome.CHANGED]:
        mapping = planned.mapping.model_dump(mode="json")
        headers = fingerprint(planned.table.headers)
        remember_mapping(session, planned.kind.name, headers, mapping, by=by, at=at)
    return done


def _written(session: Session, judge: Judge, judged: Judged, at: datetime) -> Mapping[str, str]:
    """Write the row if it is new or changed; field → sentence of what the verb refused, the row then left untouched."""
    if judged.plan.outcome not in (Outcome.NEW, Outcome.CHANGED):
        return {}
    try:
        with session.begin_nested():
            if judged.found is None:
                judge.register.add(judged.values, at=at)
            else:
                judge.register.change(judged.found, judged.changed, at=at)
    except Invalid as refusal:
        return refusal.fields
    except Refusal as refusal:
        return {judge.plan.kind.fields[0].name: str(refusal)}
    return {}
