from __future__ import annotations

from core.actions.check_ins import check_in
from core.db import snapshot
from core.queries.objective import objective
from core.queries.reports import Report
from tests.cast import TODAY, Cast, day, do, movement
from tests.queries.reports import report


def said(cast: Cast, n: int = 30) -> tuple[Report, ...]:
    with snapshot() as session:
        return objective(session, "OBJ-1", as_of=day(n).date()).key_results[0].reports


def test_what_was_corrected_stays_to_be_read(cast: Cast):
    key = movement(cast).key
    terms = {"on": TODAY, "confidence": 7, "changed": "Three moved"}
    do(check_in, key, by=cast.contributor, value=3, **terms)
    report(cast, key, 2, 3.5)
    do(check_in, key, by=cast.owner, at=day(1), value=4, **terms)
    do(check_in, key, by=cast.owner, at=day(3), value=4, **terms | {"confidence": 5})
    newest, first = said(cast)
    assert newest.corrections == ()
    assert (first.on, first.value, first.confidence, first.by) == (TODAY, 4, 5, "Olga Owner")
    assert [(it.at, it.by, it.changes) for it in first.corrections] == [
        (day(1), "Olga Owner", {"value": (3, 4)}),
        (day(3), "Olga Owner", {"confidence": (7, 5)}),
    ]
    assert [len(it.corrections) for it in said(cast, 1)] == [1]
