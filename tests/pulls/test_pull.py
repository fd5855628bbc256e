"""A pull stores all or nothing, once, and alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from core import db
from core import pull as runner
from core.actions import people, pulls
from core.model import Event, Lease, Pull, PullOutcome, Reading, Workspace
from core.model.people import SOURCES_EMAIL
from core.pull import BEGINNING, pull
from core.sources.contract import Cursor, Limits, SourceFailed
from tests.cast import NOW, Cast, do, lines
from tests.pulls.outside import Items, Told, read, table, workspace
from tests.pulls.stored import all_of, rows

EVERYTHING: Items = [
    read(7),
    workspace(),
    read(3, workspace="mes-prod"),
    table(),
    read(5, at=NOW - timedelta(days=1), domain="MES"),
    Cursor("2026-10-05"),
]


def test_everything_a_source_yields_is_stored_with_its_cursor_and_one_line(cast: Cast):
    report = pull(Told(EVERYTHING))
    assert (report.outcome, report.remark) == (PullOutcome.SUCCEEDED, "")
    assert report.counts == {
        "workspaces": 1,
        "workspaces_changed": 1,
        "tables": 1,
        "tables_changed": 1,
        "readings": 3,
        "readings_changed": 3,
    }
    [kept] = all_of(Pull)
    assert (kept.source, kept.outcome, kept.counts, kept.cursor) == (
        *("told", PullOutcome.SUCCEEDED, report.counts, "2026-10-05"),
    )
    assert [value for (value,) in rows(select(Reading.value).order_by(col(Reading.value)))] == [3, 5, 7]
    [line] = [line for line in lines() if line.kind == "source.pulled"]
    assert (line.subject, line.changes["tables_changed"]) == ("told", [None, 1])
    assert all_of(Lease) == []


def test_the_same_pull_again_stores_nothing_new(cast: Cast):
    pull(Told(EVERYTHING))
    before = contents()
    report = pull(Told(EVERYTHING), since=BEGINNING)
    assert report.counts == {"workspaces": 1, "tables": 1, "readings": 3}
    assert contents() == before


def test_the_next_pull_begins_where_the_last_good_one_ended(cast: Cast):
    source = Told([Cursor("1")])
    pull(source)
    source.items = failing
    pull(source)
    source.items = []
    pull(source)
    pull(source)
    pull(source, since="0")
    pull(source, since=BEGINNING)
    assert source.asked == [None, "1", "1", "1", "0", None]


def test_a_failed_pull_stores_nothing_but_why_and_gives_the_lease_back(cast: Cast):
    before = contents()
    report = pull(Told(failing))
    assert (report.outcome, report.remark) == (PullOutcome.FAILED, "The platform answers in riddles.")
    assert contents() == before
    [kept] = all_of(Pull)
    assert (kept.outcome, kept.error) == (PullOutcome.FAILED, "The platform answers in riddles.")
    assert kept.finished_at is not None
    assert all_of(Lease) == []


def test_what_nobody_foresaw_fails_the_pull_without_its_words_which_may_hold_a_secret(cast: Cast, caplog: Any):
    token = "".join(("ghp_", "secret"))

    def broken(_since: Cursor | None):
        yield read()
        raise ZeroDivisionError(token)

    report = pull(Told(broken))
    assert report.outcome is PullOutcome.FAILED
    assert "ZeroDivisionError" in report.remark
    assert token not in report.remark + caplog.text
    assert "broken" in caplog.text
    assert all_of(Lease) == []


def test_a_pull_that_is_interrupted_says_so_and_gives_the_lease_back(cast: Cast):
    def interrupted(_since: Cursor | None):
        yield read()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(Told(interrupted))
    assert [kept.error for kept in all_of(Pull)] == ["The pull was interrupted."]
    assert all_of(Lease) == []


def test_a_reading_that_is_no_number_fails_the_whole_pull(cast: Cast):
    before = contents()
    report = pull(Told([workspace(), read(float("nan"))]))
    assert (report.outcome, "is not a number" in report.remark) == (PullOutcome.FAILED, True)
    assert contents() == before


def test_what_does_not_fit_is_left_out_and_told(cast: Cast):
    items: Items = [workspace(domain="Nowhere"), read(1, domain="XYZ"), read(2), replace(read(), metric="nix")]
    report = pull(Told(items))
    assert report.outcome is PullOutcome.SUCCEEDED
    assert report.counts == {"workspaces": 1, "readings": 3, "readings_changed": 1, "left_out": 3}
    for said in ("no domain is called “Nowhere”", "no domain has the key “XYZ”", "no metric has the key “nix”"):
        assert said in report.remark
    assert all_of(Pull)[0].error == report.remark


def test_a_dry_run_tells_what_would_be_stored_and_writes_nothing(cast: Cast):
    before = contents()
    heard: list[int] = []
    report = pull(
        Told([read(n, at=NOW - timedelta(hours=n)) for n in range(1_000)]), dry_run=True, on_progress=heard.append
    )
    assert (report.dry_run, report.counts) == (True, {"readings": 1_000, "readings_changed": 1_000})
    assert heard == [500, 1_000]
    assert pull(Told(failing), dry_run=True).remark == "The platform answers in riddles."
    assert (contents(), all_of(Pull), all_of(Lease)) == (before, [], [])


def test_more_than_the_limits_allow_fails_the_pull(cast: Cast):
    endless = ([read(n, at=NOW + timedelta(seconds=n))] for n in range(10**9))
    report = pull(Told(item for items in endless for item in items), limits=Limits(observations=100))
    assert report.remark == "It yielded more than 100 observations."
    report = pull(Told([read()]), limits=Limits(time=timedelta(0)))
    assert "longer than" in report.remark


def test_who_finds_the_lease_taken_does_nothing(cast: Cast):
    source = Told([read()])
    assert do(pulls.lease, "told", holder="other", until=NOW + timedelta(hours=1))
    report = pull(source, now=lambda: NOW)
    assert (report.outcome, source.asked, all_of(Pull)) == (PullOutcome.RUNNING, [], [])


def test_a_lease_that_ran_out_is_taken_over_and_its_pull_told_to_have_been_cut_short(cast: Cast):
    assert do(pulls.lease, "told", holder="killed", until=NOW + timedelta(hours=1))
    do(pulls.begin_pull, "told")
    report = pull(Told([read()]), now=lambda: NOW + timedelta(hours=1))
    assert report.outcome is PullOutcome.SUCCEEDED
    assert [(kept.outcome, kept.error) for kept in all_of(Pull)] == [
        (PullOutcome.FAILED, pulls.CUT_SHORT),
        (PullOutcome.SUCCEEDED, ""),
    ]


def test_a_pull_whose_lease_was_taken_meanwhile_stores_nothing(cast: Cast):
    hours = iter(range(100))

    def slow(_since: Cursor | None):
        yield read()
        assert do(pulls.lease, "told", holder="other", at=NOW + timedelta(hours=5), until=NOW + timedelta(hours=6))

    before = contents()
    report = pull(Told(slow), now=lambda: NOW + timedelta(hours=next(hours)))
    assert "another process" in report.remark
    assert contents() == before
    assert [kept.holder for kept in all_of(Lease)] == ["other"]


def test_a_lease_made_by_a_clock_that_was_ahead_holds_nobody_up(cast: Cast):
    year = timedelta(days=365)
    assert do(pulls.lease, "told", holder="ahead", at=NOW + year, until=NOW + year + timedelta(hours=1))
    assert pull(Told([read()]), now=lambda: NOW).outcome is PullOutcome.SUCCEEDED


def test_nobody_but_the_holder_releases_a_lease(cast: Cast):
    until = NOW + timedelta(hours=1)
    assert do(pulls.lease, "told", holder="one", until=until)
    assert not do(pulls.lease, "told", holder="two", until=until)
    with db.transaction() as session:
        pulls.release(session, "told", holder="two")
    assert not do(pulls.lease, "told", holder="two", until=until)
    with db.transaction() as session:
        pulls.release(session, "told", holder="one")
    assert do(pulls.lease, "told", holder="two", until=until)


def test_sources_are_due_when_their_refresh_has_passed_and_a_failed_one_is_tried_again_sooner(cast: Cast):
    good, bad = Told([], name="good"), Told(failing, name="bad")

    def pulled(minutes: int) -> list[str]:
        at = NOW + timedelta(minutes=minutes)
        return sorted(report.source for report in runner.pull_due([good, bad], now=lambda: at))

    due = {minutes: pulled(minutes) for minutes in (0, 4, 5, 14, 15, 61)}
    assert due == {0: ["bad", "good"], 4: [], 5: ["bad"], 14: [], 15: ["bad"], 61: ["bad", "good"]}


def test_looking_again_and_again_pulls_what_is_due_and_sleeps_between(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("core.pull.time.sleep", sleep)
    looking = runner.run_every(timedelta(minutes=15), [Told([read()], refresh=timedelta(hours=1))])
    assert next(looking).outcome is PullOutcome.SUCCEEDED
    with pytest.raises(KeyboardInterrupt):
        next(looking)
    assert slept == [900, 900, 900]


def test_the_sources_of_an_empty_database_leave_room_for_its_first_admin(database_url: str):
    assert pull(Told([])).outcome is PullOutcome.SUCCEEDED
    assert do(people.local_admin).email == people.LOCAL_ADMIN


def test_no_source_writes_once_its_person_is_archived(cast: Cast):
    pull(Told([read(1)]))
    do(people.archive_person, SOURCES_EMAIL, by=cast.admin)
    report = pull(Told([read(2)]))
    assert (report.outcome, SOURCES_EMAIL in report.remark) == (PullOutcome.FAILED, True)


def failing(_since: Cursor | None):
    yield read()
    yield workspace()
    raise SourceFailed("The platform answers in riddles.")


def contents() -> list[Any]:
    """What people see of all that is stored, and the whole ledger."""
    return [
        rows(select(col(Reading.at), Reading.value, Reading.fetched_at, Reading.source).order_by(col(Reading.id))),
        rows(select(Workspace.name, Workspace.version, Workspace.state)),
        rows(select(col(Event.id), Event.kind, Event.subject).where(Event.kind != "person.added")),
    ]
