"""Processes that are killed, and processes that want the same thing at once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Self

from core.actions import pulls
from core.model import Lease, PullOutcome, Reading
from core.model import Pull as PullRow
from core.pull import pull, utc_now
from tests.cast import Cast
from tests.pulls.outside import Told, read
from tests.pulls.stored import all_of

ROOT = Path(__file__).resolve().parents[2]

PULLING = """
import sys
from core.pull import pull
from tests.pulls.outside import Told, read

def items(_since):
    yield read()
    print("reading", flush=True)
    sys.stdin.readline()

print(pull(Told(items)).outcome, flush=True)
"""

STORING = """
import core.pull, sys
from core.pull import pull
from tests.pulls.outside import Told, read

stored = core.pull.store

def stop_after_storing(session, *args, **fields):
    tally = stored(session, *args, **fields)
    session.flush()
    print(tally.changes(), flush=True)
    sys.stdin.readline()
    return tally

core.pull.store = stop_after_storing
pull(Told([read()]))
"""


def test_a_process_killed_while_reading_stores_nothing_and_its_lease_runs_out(cast: Cast):
    with Process(PULLING) as running:
        assert running.says() == "reading"
        running.kill()
    assert all_of(Reading) == []
    assert pull(Told([read()])).outcome is PullOutcome.RUNNING
    tomorrow = utc_now() + timedelta(days=1)
    assert pull(Told([read()]), now=lambda: tomorrow).outcome is PullOutcome.SUCCEEDED
    assert [row.error for row in all_of(PullRow)] == [pulls.CUT_SHORT, ""]


def test_a_process_killed_in_the_middle_of_storing_stores_nothing(cast: Cast):
    with Process(STORING) as running:
        assert running.says() == "{'readings_changed': 1}"
        running.kill()
    assert all_of(Reading) == []
    assert [row.outcome for row in all_of(PullRow)] == [PullOutcome.RUNNING]
    tomorrow = utc_now() + timedelta(days=1)
    assert pull(Told([read()]), now=lambda: tomorrow).counts["readings_changed"] == 1


def test_two_processes_never_pull_at_once(cast: Cast):
    with Process(PULLING) as first, Process(PULLING) as second:
        said = {first: first.says(), second: second.says()}
        assert sorted(said.values()) == ["reading", "running"]
        [reading] = [running for running, word in said.items() if word == "reading"]
        reading.go_on()
        assert reading.says() == "succeeded"
    assert [row.outcome for row in all_of(PullRow)] == [PullOutcome.SUCCEEDED]
    assert all_of(Lease) == []


class Process:
    """A Python of its own on the same database; killed at the end, if it still runs."""

    def __init__(self, program: str) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for pipe in (self._running.stdin, self._running.stdout):
            if pipe:
                pipe.close()

    def says(self) -> str:
        assert self._running.stdout
        return self._running.stdout.readline().strip()

    def go_on(self) -> None:
        assert self._running.stdin
        self._running.stdin.write("\n")
        self._running.stdin.flush()

    def kill(self) -> None:
        self._running.kill()
        self._running.wait()
