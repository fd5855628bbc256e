"""What schedulers and engines tell of their runs: lineage, as OpenLineage has it."""

from datetime import UTC, datetime

from fastapi import APIRouter

from core import db
from core.actions.observations import store
from core.actions.observations.lineage import NOUN
from core.api.bearers import Pusher
from core.api.faults import FOR_BEARERS, Fault, Unfit
from core.api.lineage_shapes import MOST_PAIRS, LineageEvent, LineageReport
from core.api.pipeline_shapes import OneOrMany

router = APIRouter(responses=FOR_BEARERS)


@router.post("/v1/lineage")
def push_lineage(holder: Pusher, body: OneOrMany[LineageEvent]) -> LineageReport:
    """Take in an event of OpenLineage, or up to 10,000 in an array, at the address that its clients use by themselves.

    Tables are found by their name or by another name of theirs, as data products name them among their output ports;
    those that are not known are left out and told. Every output is made from every input, up to 100,000 pairs at once.
    """
    events = body if isinstance(body, list) else [body]
    if (pairs := sum(event.pairs for event in events)) > MOST_PAIRS:
        raise Unfit([Fault(loc=["body"], msg=f"{pairs:,} pairs of an input and an output; at most {MOST_PAIRS:,}.")])
    seen = [one for event in events for one in event.seen()]
    with db.transaction() as session:
        at, source = datetime.now(UTC), f"api:{holder.name}"
        tally = store(session, seen, by=holder.actor, at=at, source=source, whole=False)
    return LineageReport(seen=tally.seen[NOUN], changed=tally.changed[NOUN], remark=tally.remark())
