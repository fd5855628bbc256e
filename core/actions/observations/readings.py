"""Readings as sources deliver them, any number at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlmodel import Session, col, select

from core.access import Actor
from core.actions.observations.tally import Tally
from core.actions.readings import keep_series
from core.model import Domain, Metric, Workspace
from core.rules.derived import DERIVED
from core.sources.contract import MetricRead, Series

NOUN = "readings"


def as_series(reads: Iterable[MetricRead]) -> Iterator[Series]:
    """A series for each metric and place, those of one metric together."""
    values: dict[tuple[str, str, str], tuple[list[datetime], list[float]]] = defaultdict(lambda: ([], []))
    for read in reads:
        times, figures = values[read.metric, read.domain or "", read.workspace or ""]
        times.append(read.at)
        figures.append(read.value)
    for (metric, domain, workspace), (times, figures) in sorted(values.items()):
        yield Series(metric, times, figures, domain or None, workspace or None)


def keep_all_series(
    session: Session, seen: Iterable[Series], tally: Tally, *, by: Actor, at: datetime, source: str
) -> None:
    """Store or replace the readings of known metrics in known places, fastest where one metric's come together.

    Raises Invalid for a value that is no number and a time without a zone.
    """
    metrics = set(session.exec(select(Metric.key).where(col(Metric.archived_at).is_(None))))
    domains = {None, *session.exec(select(Domain.key).where(col(Domain.archived_at).is_(None)))}
    workspaces = {None, *session.exec(select(Workspace.name).where(col(Workspace.archived_at).is_(None)))}

    def why_not(one: Series) -> str:
        if one.metric in DERIVED:
            return f"“{one.metric}” is computed from recorded rows"
        if one.metric not in metrics:
            return f"no metric has the key “{one.metric}”"
        if one.domain not in domains:
            return f"no domain has the key “{one.domain}”"
        return "" if one.workspace in workspaces else f"no workspace is called “{one.workspace}”"

    def fitting(series: Iterable[Series]) -> Iterator[Series]:
        for one in series:
            tally.seen[NOUN] += len(one.values)
            if why := why_not(one):
                tally.left_out[NOUN, why] += len(one.values)
            else:
                yield one

    for metric, series in groupby(fitting(seen), key=attrgetter("metric")):
        tally.changed[NOUN] += keep_series(session, metric, series, by=by, at=at, source=source)
