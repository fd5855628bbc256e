from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.actions import logbook, phases
from core.errors import Invalid, NotAllowed
from core.model import LogKind, Phase
from tests.cast import TODAY, Cast, day, do, initiative, lines, on_sqlite, refused

WORK: dict[str, Any] = {"kind": LogKind.BUILD, "text": "A first table"}


def test_work_is_logged_with_the_hours_of_both_teams(cast: Cast):
    key = initiative(cast)
    hours = {"hours_data_team": 6, "hours_product_team": 1.5, "next_step": "Show it", "sprint": "1"}
    entry = do(logbook.log, key, by=cast.contributor, on=TODAY, **WORK, **hours)
    assert (entry.hours_data_team, entry.hours_product_team, entry.next_step, entry.sprint) == (6, 1.5, "Show it", "1")
    assert lines(key)[-1].changes["hours data team"] == [None, 6]


def test_work_counts_for_the_phase_of_its_day(cast: Cast):
    key = initiative(cast)
    do(phases.advance, key, by=cast.manager, at=day(10), override="r")
    logged = [
        do(logbook.log, key, by=cast.engineer, at=day(20), on=day(n).date(), **WORK).phase for n in (-5, 0, 9, 10, 20)
    ]
    assert logged == [Phase.INTAKE] * 3 + [Phase.INCUBATION] * 2


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"text": " "}, "text"),
        ({"hours_data_team": -1}, "hours"),
        ({"hours_product_team": 401}, "hours"),
        ({"hours_data_team": float("nan")}, "hours"),
        ({"next_step": "x" * 301}, "next_step"),
    ],
)
def test_a_log_entry_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    given = {"on": TODAY} | WORK | fields
    assert list(refused(Invalid, logbook.log, initiative(cast), by=cast.engineer, **given).fields) == [named]


def test_only_those_who_work_on_it_log(cast: Cast):
    for actor in (cast.stranger, cast.admin, cast.manager):
        refused(NotAllowed, logbook.log, initiative(cast), by=actor, on=TODAY, **WORK)
