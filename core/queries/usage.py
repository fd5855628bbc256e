"""What did the platform use or cost lately?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of, existing
from core.model import Metric, Reading, Workspace
from core.rules.value import Allocation, Day, allocate

A_MONTH = timedelta(days=30)
"""What the platform cost is added up over as many whole periods of its metric as fit."""


@dataclass(frozen=True)
class Usage:
    """What the platform used or cost over the ``days`` up to ``newest``, the day of the last reading.

    ``metric`` is the name of what counts it, empty where there is no such metric. ``newest`` is None without a reading,
    and ``allocation`` is None without one lately.
    """

    metric: str = ""
    unit: str = ""
    days: int = 0
    newest: date | None = None
    allocation: Allocation | None = None


def used_lately(session: Session, key: str, as_of: date) -> Usage:
    """Two statements; one without a reading of the last month or period."""
    told, about = Reading, (col(Metric.id), col(Metric.name), col(Metric.unit), col(Metric.refresh_days))
    known = session.execute(
        sa.select(*about, sa.func.max(col(told.at)))
        .select_from(Metric)
        .outerjoin(told, sa.and_(col(told.metric_id) == col(Metric.id), col(told.at) <= end_of(as_of)))
        .where(col(Metric.key) == key, existing(Metric, as_of))
        .group_by(*about)
    ).one_or_none()
    if known is None:
        return Usage()
    metric, name, unit, refresh, last = known
    newest = last.date() if last else None
    days = max(1, A_MONTH.days // refresh) * refresh
    if newest is None or newest <= as_of - max(A_MONTH, timedelta(days=refresh)):
        return Usage(name, unit, days, newest)
    return Usage(name, unit, days, newest, allocate(_days(session, metric, newest - timedelta(days=days), newest)))


def _days(session: Session, metric: int, after: date, until: date) -> Iterable[Day]:
    """What was told of each day after the one and up to the other; one statement."""
    told, space = Reading, Workspace
    is_space, home_id = col(told.workspace_id).is_not(None), sa.func.coalesce(col(space.domain_id), col(told.domain_id))
    by = (sa.func.date(col(told.at)), is_space, home_id)
    rows = session.execute(
        sa.select(*by, sa.func.sum(col(told.value)))
        .select_from(told)
        .outerjoin(space, col(space.id) == col(told.workspace_id))
        .where(col(told.metric_id) == metric, col(told.at) > end_of(after), col(told.at) <= end_of(until))
        .group_by(*by)
    )
    days: dict[object, Day] = defaultdict(Day)
    for on, is_of_space, home, units in rows:
        if is_of_space:
            days[on].of_workspaces[home] = units
        elif home is not None:
            days[on].of_domains[home] = units
        else:
            days[on].everywhere = units
    return days.values()
