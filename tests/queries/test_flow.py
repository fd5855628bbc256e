"""How work flows, asked of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.actions import logbook, phases
from core.db import snapshot
from core.model import LogKind, Phase
from core.queries.flow import Flow
from core.queries.flow import flow as ask
from tests.cast import TODAY, Cast, day, do, initiative
from tests.statements import counted


def asked(*, days: int, weeks: int = 13, **terms) -> Flow:
    with snapshot() as session:
        return ask(session, as_of=TODAY + timedelta(days=days), weeks=weeks, **terms)


def completed(cast: Cast, *, after: int, **fields) -> str:
    key = initiative(cast, phase=Phase.HANDOVER, **fields)
    do(phases.advance, key, by=cast.manager, at=day(after), override="Told in a test")
    return key


def test_it_tells_ages_levels_and_what_was_completed(cast: Cast):
    done = completed(cast, after=9)
    under_way = initiative(cast, phase=Phase.INCUBATION, title="Scrap by shift")
    found = asked(days=10)
    assert [(age.journey.key, age.phase, age.band) for age in found.ageing] == [(under_way, Phase.INCUBATION, None)]
    assert found.levels[-1].phases == {Phase.COMPLETED: 1, Phase.INCUBATION: 1}
    assert [(time.journey.key, time.days) for time in found.cycle_times] == [(done, pytest.approx(9))]
    assert (len(found.levels), len(found.weekly)) == (15, 13)
    assert (found.now.begun, found.now.completed, found.before.completed) == (2, 1, 0)


def test_a_week_counts_once_it_is_over(cast: Cast):
    """The clock of the tests stands on a Monday."""
    completed(cast, after=1)
    assert sum(asked(days=6 - 1).weekly) == 0
    assert asked(days=7).weekly[-1] == 1


def test_time_blocked_runs_from_one_log_entry_to_the_next_that_names_nothing(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    for on, blocked_by in ((0, ""), (2, "Firewall"), (4, "Firewall"), (7, "")):
        entry = {"on": TODAY + timedelta(days=on), "kind": LogKind.BUILD, "text": "Built it", "blocked_by": blocked_by}
        do(logbook.log, key, by=cast.engineer, at=day(on), **entry)
    (journey,) = asked(days=10).journeys
    assert [(span.end - span.start).days for span in journey.blocked if span.end] == [5]
    (still,) = asked(days=5).journeys
    assert still.blocked[0].end is None


def test_a_hold_and_a_stop_that_was_taken_back_are_time_on_hold(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    do(phases.hold, key, by=cast.manager, at=day(1), reason="Budget")
    do(phases.resume, key, by=cast.manager, at=day(3))
    do(phases.stop, key, by=cast.manager, at=day(5), reason="Merged")
    assert asked(days=6).levels[-1].phases == {}
    do(phases.resume, key, by=cast.manager, at=day(8))
    found = asked(days=9, now=day(9))
    assert found.now.share_on_hold == pytest.approx(5 / 9)
    assert [age.journey.key for age in found.ageing] == [key]


def test_a_domain_sees_its_own_and_all_is_read_in_four_statements(cast: Cast):
    initiative(cast)
    initiative(cast, domain="QUA", title="Returns by cause")
    everything = asked(days=1)
    with counted() as statements:
        mine = asked(days=1, domain=cast.owner.grants[0].domain_id)
    assert (len(everything.journeys), [it.domain for it in mine.journeys]) == (2, ["Manufacturing"])
    assert len(statements) == 4
