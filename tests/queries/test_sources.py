"""Each source and how it stands, whatever its last pulls came to."""

from __future__ import annotations

from datetime import timedelta

from core import db
from core.actions import pulls
from core.queries.sources import SourceRow, sources
from core.rules.freshness import FreshnessState
from tests.cast import NOW, Cast, day, do
from tests.pulls.outside import Told

HOUR = timedelta(hours=1)
DAILY = Told([], name="daily", title="Daily figures", refresh=timedelta(days=1))


def seen(*configured: Told, as_of=NOW + 2 * HOUR) -> list[SourceRow]:
    with db.snapshot() as session:
        return list(sources(session, as_of=as_of, configured=configured))


def pulled(name: str = "daily", at=NOW, error: str = "") -> None:
    begun = do(pulls.begin_pull, name, at=at).id
    if error:
        do(pulls.fail_pull, begun, at=at + HOUR, error=error)
    else:
        kept = {"counts": {"tables": 7}, "cursor": "c", "scope": "s", "remark": "2 left out."}
        do(pulls.finish_pull, begun, at=at + HOUR, **kept)


def test_a_source_shows_its_last_pull_and_what_it_brought(cast: Cast):
    pulled()
    [row] = seen(DAILY)
    assert (row.name, row.title, row.last_good, row.duration) == ("daily", "Daily figures", NOW + HOUR, HOUR)
    assert (row.counts, row.scope, row.remark, row.failures) == ({"tables": 7}, "s", "2 left out.", 0)
    assert row.freshness is not None
    assert row.freshness.is_fresh
    assert not row.is_due(NOW + 2 * HOUR)


def test_after_failures_the_last_good_figures_stay_with_the_reason(cast: Cast):
    pulled()
    pulled(at=NOW + HOUR, error="No answer.")
    pulled(at=NOW + HOUR, error="Still no answer.")
    [row] = seen(DAILY)
    assert (row.remark, row.failures) == ("Still no answer.", 2)
    assert (row.last_good, row.counts) == (NOW + HOUR, {"tables": 7})
    assert row.freshness is not None
    assert row.freshness.state is FreshnessState.FAILED


def test_a_pull_that_runs_is_told_beside_the_last_one(cast: Cast):
    pulled()
    do(pulls.begin_pull, "daily", at=NOW + 2 * HOUR)
    [row] = seen(DAILY)
    assert (row.running_since, row.last_started, row.last_good) == (NOW + 2 * HOUR, NOW, NOW + HOUR)


def test_a_source_never_pulled_is_due_and_one_no_longer_configured_is_kept(cast: Cast):
    pulled("former")
    daily, former = seen(DAILY)
    assert daily.freshness is not None
    assert (daily.freshness.state, daily.is_due(NOW)) == (FreshnessState.NEVER, True)
    assert (former.title, former.refresh, former.freshness, former.is_due(day(99))) == ("former", None, None, False)


def test_a_past_day_shows_what_was_known_then(cast: Cast):
    pulled()
    pulled(at=day(3), error="No answer.")
    [row] = seen(DAILY, as_of=day(1))
    assert (row.remark, row.failures) == ("2 left out.", 0)


def test_pulls_by_a_clock_that_was_set_back_an_hour_later_still_count(cast: Cast):
    pulled(at=NOW + HOUR)
    [row] = seen(DAILY, as_of=NOW)
    assert row.freshness is not None
    assert row.freshness.is_fresh
    assert row.is_due(NOW)
