"""What the app does beside serving its pages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import httpx
import pytest

from core import background, pull
from core.background import Interruptible, Job, Snapshooting, jobs, running
from core.errors import Misconfigured
from core.model import Event as Ledger
from core.model import Lease, MaturitySnapshot, Pull, PullOutcome, Reading
from core.settings import settings
from tests import server
from tests.cast import NOW, Cast, on_sqlite, product
from tests.pulls.conftest import cast as cast
from tests.pulls.outside import Items, Told, read
from tests.pulls.stored import all_of

ONE_SECOND = timedelta(seconds=1)


@on_sqlite
def test_the_running_app_pulls_what_is_due_and_outlives_a_source_that_fails(
    cast: Cast, database_url: str, tmp_path: Path
):
    tickets = tmp_path / "tickets.sqlite"
    sqlite3.connect(tickets).close()
    query = "SELECT '2026-03-01T09:00:00Z' AS at, 132 AS value"
    configured = tmp_path / "sources.toml"
    configured.write_text(
        f'[[sql]]\nname = "tickets"\nurl = "sqlite:///{tickets}"\nquery = "{query}"\nmetric = "users"\n'
        f'[[folder]]\nname = "lost"\npath = "{tmp_path}/nowhere"\nkind = "readings"\n'
    )
    log = tmp_path / "app.log"
    asked = {"UPTAKE_PULL_EVERY": "1s", "UPTAKE_SOURCES_FILE": str(configured)}
    with server.serving(database_url, log, **asked) as app:
        wait_for(lambda: len(all_of(Pull)) == 2 and not all_of(Lease))
        assert httpx.get(f"{app.url}/readyz", trust_env=False, timeout=30).status_code == 200
    assert [one.value for one in all_of(Reading)] == [132]
    assert {one.source: one.outcome for one in all_of(Pull)} == {
        "sql:tickets": PullOutcome.SUCCEEDED,
        "folder:lost": PullOutcome.FAILED,
    }
    assert "The pull of folder:lost failed" in log.read_text()
    assert "Traceback" not in log.read_text()


def test_without_settings_nothing_is_pulled_and_the_maturity_of_every_day_is_kept(monkeypatch: pytest.MonkeyPatch):
    assert [job.name for job in jobs()] == ["snapshot"]
    monkeypatch.setenv("UPTAKE_SNAPSHOT_EVERY", "never")
    settings.cache_clear()
    assert jobs() == []


@on_sqlite
def test_an_empty_database_is_left_as_it_is(database_url: str):
    Snapshooting(timedelta(minutes=15))(Event())
    assert all_of(Ledger) == []


@on_sqlite
def test_a_day_is_kept_when_it_begins_and_again_some_time_after_something_has_happened(cast: Cast):
    moments: list[datetime] = []
    keep = Snapshooting(timedelta(minutes=15), now=lambda: moments[-1])

    def kept_at(moment: datetime) -> list[datetime]:
        moments.append(moment)
        keep(Event())
        return sorted({row.computed_at for row in all_of(MaturitySnapshot)})

    assert kept_at(NOW) == [NOW]
    product(cast, status="incubating", at=NOW + timedelta(minutes=1))
    assert kept_at(NOW + timedelta(minutes=14)) == [NOW], "not yet"
    later = NOW + timedelta(minutes=15)
    assert kept_at(later) == [NOW, later]
    assert kept_at(NOW + timedelta(hours=5)) == [NOW, later], "nothing has happened since"
    tomorrow = NOW + timedelta(days=1)
    assert kept_at(tomorrow)[-1] == tomorrow


def test_a_job_that_fails_is_told_and_tried_again(caplog: pytest.LogCaptureFixture):
    tries: list[int] = []
    secret = "s3" + "cret"

    def fail(_ending: Event) -> None:
        tries.append(1)
        raise Misconfigured("No such thing.") if len(tries) == 1 else RuntimeError(secret)

    with running([Job("pull", timedelta(milliseconds=1), fail)]):
        wait_for(lambda: len(tries) > 2)
    assert "The job pull: No such thing." in caplog.text
    assert "The job pull ended with RuntimeError" in caplog.text
    assert secret not in caplog.text


@on_sqlite
def test_the_end_of_the_app_breaks_a_pull_off_which_stores_nothing_and_gives_its_lease_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    reached = Event()

    def endless(_since: object) -> Items:
        while True:
            reached.set()
            time.sleep(0.001)
            yield read()

    monkeypatch.setattr(background, "sources", lambda: {"told": Told(endless)})
    with running([Job("pull", ONE_SECOND, background.pull_what_is_due)]):
        assert reached.wait(30)
    [broken_off] = all_of(Pull)
    assert (broken_off.outcome, broken_off.error) == (PullOutcome.FAILED, "Uptake was ended meanwhile.")
    assert (all_of(Reading), all_of(Lease)) == ([], [])


@on_sqlite
def test_until_then_a_source_yields_what_it_has(cast: Cast):
    assert pull.pull(Interruptible(Told([read()]), Event())).counts == {"readings": 1, "readings_changed": 1}


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.05)
