"""Readings in and out, and the metrics they are of."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from core import db
from core.actions.pushes import Pushed, push_readings
from core.actions.readings import ReadingValue
from core.api.bearers import Pusher, Reader
from core.api.faults import FOR_BEARERS, Problem, unfit
from core.api.shapes import Metrics, Moment, Name, Push, Readings, Report
from core.errors import Invalid
from core.queries.feed import metric_definitions, readings_of

MOST_PER_PAGE = 10_000
MOST_ID = 2**63 - 1

router = APIRouter(responses=FOR_BEARERS)


@router.post("/readings")
def push(holder: Pusher, body: Push) -> Report:
    """Store one reading, or up to 10,000 in an array: all of them, or none.

    There is one reading of each metric, place and time: pushed again it changes nothing, another value replaces it.
    """
    given = body if isinstance(body, list) else [body]
    pushed = [Pushed(one.metric, ReadingValue(one.at, one.value, one.domain, one.workspace)) for one in given]
    try:
        with db.transaction() as session:
            at, source = datetime.now(UTC), f"api:{holder.name}"
            return Report.model_validate(push_readings(session, pushed, by=holder.actor, at=at, source=source))
    except Invalid as refusal:
        raise unfit(refusal, is_batch=isinstance(body, list)) from None


@router.get("/readings", responses={404: {"model": Problem, "description": "No such metric."}})
def readings(
    _holder: Reader,
    response: Response,
    metric: Annotated[Name, Query(description="Key of a metric.")],
    since: Annotated[Moment | None, Query(description="Readings from that time on.")] = None,
    after: Annotated[int, Query(ge=0, le=MOST_ID, description="Of those at that very time, the ones behind it.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 1_000,
) -> Readings:
    """The readings of a metric in order of time. While there are more, the header Link leads to the next page."""
    with db.snapshot() as session:
        rows = readings_of(session, metric, since=since, after=after, limit=limit)
    if len(rows) == limit:
        following = {"metric": metric, "since": rows[-1].at.isoformat(), "after": rows[-1].id, "limit": limit}
        response.headers["Link"] = f'<?{urlencode(following)}>; rel="next"'
    return Readings.model_validate({"metric": metric, "readings": rows})


@router.get("/metrics")
def metrics(_holder: Reader) -> Metrics:
    """The metrics that are defined, by their key."""
    with db.snapshot() as session:
        return Metrics.model_validate({"metrics": metric_definitions(session)})
