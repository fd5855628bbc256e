"""What sources saw, stored: sets of rows in few statements, and one line in the ledger for all of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import cast

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.observations.described import keep_described
from core.actions.observations.grants import keep_grants
from core.actions.observations.lineage import keep_lineage
from core.actions.observations.places import Homes
from core.actions.observations.readings import as_series, keep_all_series
from core.actions.observations.reports import keep_reports
from core.actions.observations.tables import Catalogue
from core.actions.observations.tally import Tally
from core.actions.observations.use import keep_uses
from core.actions.observations.workspaces import keep_workspaces
from core.sources.contract import (
    GrantsSeen,
    LineageSeen,
    MetricRead,
    Observation,
    ReportSeen,
    ScopeSeen,
    Series,
    TableSeen,
    UseSeen,
    WorkspaceSeen,
)

__all__ = [
    "GrantsSeen",
    "LineageSeen",
    "Observation",
    "ScopeSeen",
    "TableSeen",
    "Tally",
    "UseSeen",
    "store",
]


def store(
    session: Session, observations: Iterable[Observation | Series], *, by: Actor, at: datetime, source: str, whole: bool
) -> Tally:
    """Store what is new or other, and say how much; what does not fit is left out and told, never bent.

    ``whole`` says that the source was read from the beginning: only then may what it no longer shows be gone.
    Storing the same again changes nothing. Raises Invalid for a reading that is no number or has no zone, NotAllowed.
    """
    by.must(Right.EDIT_PLATFORM)
    tally, homes, scopes = Tally(), Homes(session), list[ScopeSeen]()
    catalogue = Catalogue(session, tally, at=at, source=source)
    for kind, group in groupby(observations, key=type):
        if kind is WorkspaceSeen:
            keep_workspaces(session, cast("Iterator[WorkspaceSeen]", group), tally, homes, source=source)
        elif kind is TableSeen:
            catalogue.keep(cast("Iterator[TableSeen]", group), homes)
        elif kind is GrantsSeen:
            keep_grants(session, cast("Iterator[GrantsSeen]", group), tally, at=at, source=source)
        elif kind is ScopeSeen:
            scopes += cast("Iterator[ScopeSeen]", group)
        elif kind is ReportSeen:
            keep_reports(session, cast("Iterator[ReportSeen]", group), tally, homes, by=by, at=at)
        elif kind is MetricRead:
            series = as_series(cast("Iterator[MetricRead]", group))
            keep_all_series(session, series, tally, by=by, at=at, source=source)
        elif kind is Series:
            keep_all_series(session, cast("Iterator[Series]", group), tally, by=by, at=at, source=source)
        elif kind is LineageSeen:
            keep_lineage(session, cast("Iterator[LineageSeen]", group), tally, at=at, source=source)
        elif kind is UseSeen:
            keep_uses(session, cast("Iterator[UseSeen]", group), tally, homes, at=at, source=source)
    catalogue.mark_gone(scopes, whole=whole)
    keep_described(session, tally, at=at, source=source)
    if changes := tally.changes():
        told = {what: (None, count) for what, count in changes.items()}
        ledger.record(session, "source.pulled", source, by=by, at=at, changes=told)
    return tally
