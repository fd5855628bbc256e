"""uptake remind, as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner, Result

from core.cli import app
from core.model import Reminder
from tests.cast import Cast, movement, on_sqlite
from tests.pulls.stored import all_of
from tests.reminders.conftest import Mailbox, Say
from tests.reminders.test_remind import pytestmark as ignoring

pytestmark = [on_sqlite, ignoring]


@pytest.fixture(autouse=True)
def silent_key_result(cast: Cast) -> None:
    """One that began eight days ago, of which nobody has said anything."""
    today = datetime.now(UTC).date()
    movement(cast, start_on=today - timedelta(days=8), due=today + timedelta(days=60))


def uptake(*words: str) -> Result:
    return CliRunner().invoke(app, ["remind", *words])


def test_a_dry_run_lists_what_would_be_sent():
    result = uptake("--dry-run", "--only", "check_in_due")
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == "olga@example.com: Uptake: check-in due"
    assert second.startswith("  KR-1.1 Move five reports: The check-in is due since ")
    assert all_of(Reminder) == []


def test_it_says_whom_it_told_and_the_second_time_that_nobody_is_left(mailbox: Mailbox, settle: Say):
    settle(REMIND_VIA=mailbox.address)
    result = uptake("--only", "check_in_due")
    assert (result.exit_code, result.stdout) == (0, "olga@example.com: Uptake: check-in due – sent.\n")
    assert uptake("--only", "check_in_due").stdout == "Nobody is to be told anything new.\n"
    assert len(mailbox.mails) == 1


def test_what_could_not_be_delivered_ends_it_with_1_and_is_said(mailbox: Mailbox, settle: Say):
    mailbox.refused = {"olga@example.com"}
    settle(REMIND_VIA=mailbox.address)
    result = uptake("--only", "check_in_due")
    assert (result.exit_code, result.stderr) == (
        1,
        "olga@example.com: Uptake: check-in due – Not delivered over mailto.\n",
    )


def test_without_a_channel_it_says_what_to_set():
    result = uptake()
    assert (result.exit_code, "UPTAKE_REMIND_VIA" in result.stderr) == (1, True)


@pytest.mark.parametrize("words", [["--on", "tomorrow"], ["--only", "gossip"]])
def test_wrong_usage_is_told_apart(words: list[str]):
    assert uptake(*words).exit_code == 2
