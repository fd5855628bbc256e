"""What was seen to flow between data products, beside what was declared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.actions import lineage, observations, ports
from core.db import snapshot
from core.queries.observed_lineage import ObservedLineage, observed_lineage
from core.sources.contract import LineageSeen
from tests.cast import TODAY, Cast, do, gather, product

LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def cast(database_url: str) -> Cast:
    """DP-1 and DP-2 of Manufacturing and DP-3 of Quality, each with a table of its number."""
    cast = gather()
    for number, home in enumerate(("MES", "MES", "QUA"), start=1):
        key = product(cast, name=f"Product {number}", domain=home)
        do(ports.add_port, key, by=cast.engineer, direction="output", name="Table", location=f"main.x.t{number}")
    return cast


def flows(cast: Cast, taken: int, made: int, first_on: date, last_on: date, source: str = "told") -> None:
    seen = LineageSeen((f"main.x.t{taken}",), (f"main.x.t{made}",), first_on, last_on)
    do(observations.store, [seen], by=cast.engineer, source=source, whole=False)


def of(key: str, as_of: date = TODAY) -> ObservedLineage:
    with snapshot() as session:
        return observed_lineage(session, key, as_of=as_of)


def test_lines_lead_in_and_out_and_say_whether_they_were_declared(cast: Cast):
    do(lineage.add_input, "DP-2", "DP-1", by=cast.engineer)
    flows(cast, 1, 2, LONG_AGO, TODAY)
    flows(cast, 2, 3, LONG_AGO, LONG_AGO)
    found = of("DP-2")
    assert [(line.key, line.domain, line.is_declared) for line in found.inputs] == [("DP-1", "Manufacturing", True)]
    assert [(line.key, line.domain, line.is_declared) for line in found.outputs] == [("DP-3", "Quality", False)]
    assert (found.last_seen("DP-1"), found.last_seen("DP-3"), found.last_seen("DP-2")) == (TODAY, LONG_AGO, None)


def test_sources_are_told_as_one_and_the_one_seen_last_comes_first(cast: Cast):
    flows(cast, 1, 3, LONG_AGO, LONG_AGO)
    flows(cast, 1, 3, LONG_AGO - timedelta(days=1), LONG_AGO + timedelta(days=1), source="other")
    flows(cast, 2, 3, TODAY, TODAY)
    lines = [(line.key, line.first_on, line.last_on) for line in of("DP-3").inputs]
    assert lines == [
        ("DP-2", TODAY, TODAY),
        ("DP-1", LONG_AGO - timedelta(days=1), LONG_AGO + timedelta(days=1)),
    ]


def test_a_past_day_knows_nothing_of_what_came_later(cast: Cast):
    flows(cast, 1, 3, LONG_AGO, TODAY)
    before, then = of("DP-3", LONG_AGO - timedelta(days=1)), of("DP-3", LONG_AGO)
    assert (before.inputs, [line.last_on for line in then.inputs]) == ((), [LONG_AGO])


def test_of_a_product_of_which_nothing_was_seen_there_are_no_lines(cast: Cast):
    assert of("DP-1") == of("DP-99") == ObservedLineage((), ())
