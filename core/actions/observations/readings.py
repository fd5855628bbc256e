"""Readings as sources deliver them, any number at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlmodel import Session, col, select

from core.access import Actor
from core.actions.observations.tally import Tally
from core.actions.readings import keep_readings
from core.model import Domain, Metric, Workspace
from core.rules.derived import DERIVED
from core.sources.contract import MetricRead

NOUN = "readings"


def keep_reads(
    session: Session, seen: Iterable[MetricRead], tally: Tally, *, by: Actor, at: datetime, source: str
) -> None:
    """Store or replace the readings of known metrics in known places, fastest where one metric's come together.

    Raises Invalid for a value that is no number and a time without a zone.
    """
    metrics = set(session.exec(select(Metric.key).where(col(Metric.archived_at).is_(None))))
    domains = {None, *session.exec(select(Domain.key).where(col(Domain.archived_at).is_(None)))}
    workspaces = {None, *session.exec(select(Workspace.name).where(col(Workspace.archived_at).is_(None)))}

    def placed(reads: Iterable[MetricRead]) -> Iterator[MetricRead]:
        for read in reads:
            tally.seen[NOUN] += 1
            if read.domain not in domains:
                tally.left_out[NOUN, f"no domain has the key “{read.domain}”"] += 1
            elif read.workspace not in workspaces:
                tally.left_out[NOUN, f"no workspace is called “{read.workspace}”"] += 1
            else:
                yield read

    for metric, reads in groupby(seen, key=attrgetter("metric")):
        if metric in DERIVED:
            tally.leave_out(NOUN, f"“{metric}” is computed from recorded rows", sum(1 for _ in reads))
        elif metric in metrics:
            tally.changed[NOUN] += keep_readings(session, metric, placed(reads), by=by, at=at, source=source)
        else:
            tally.leave_out(NOUN, f"no metric has the key “{metric}”", sum(1 for _ in reads))
