"""Reminders reach people over real channels, each once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from threading import Event
from typing import Any

import pytest

from core import background
from core.actions import people, pulls, reminders
from core.background import Reminding
from core.errors import Invalid, Misconfigured
from core.model import Lease, Reminder, ReminderKind
from core.remind import LEASE, Outcome, Sending, remind
from tests.cast import Cast, day, do, lines, movement, on_sqlite
from tests.pulls.stored import all_of
from tests.reminders.conftest import Hook, Mailbox, Say

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # by apprise

DUE = day(3)
"""The first check-in of a key result that began with the quarter is due."""


def test_what_is_due_goes_out_by_mail_with_the_way_to_its_page_and_once(cast: Cast, mailbox: Mailbox, settle: Say):
    movement(cast)
    settle(REMIND_VIA=mailbox.address, URL="https://uptake.example.com/")
    assert outcomes(DUE, only=ReminderKind.CHECK_IN_DUE) == [Outcome.SENT]
    [mail], [text] = mailbox.mails, mailbox.sent_to("olga@example.com")
    assert mail["Subject"] == "Uptake: check-in due"
    assert "KR-1.1 Move five reports: The check-in is due since 8 Oct." in text
    assert "https://uptake.example.com/objective?key=KR-1.1" in text
    assert outcomes(DUE, only=ReminderKind.CHECK_IN_DUE) == []
    assert len(mailbox.mails) == 1
    [line] = [line for line in lines("olga@example.com") if line.kind == "person.reminded"]
    assert line.changes == {"check_in_due": [None, ["KR-1.1"]]}
    assert all_of(Lease) == []


def test_a_hook_takes_what_everybody_is_told(cast: Cast, hook: Hook, settle: Say):
    movement(cast)
    settle(REMIND_VIA=hook.address)
    assert outcomes(DUE) == [Outcome.SENT]
    [taken] = hook.taken
    assert taken["title"] == "Uptake: check-in due, 2 × digest"
    assert taken["message"].startswith("Hello Olga Owner,")


@on_sqlite
def test_what_was_not_delivered_is_said_and_goes_out_with_the_next_run(cast: Cast, mailbox: Mailbox, settle: Say):
    movement(cast)
    settle(REMIND_VIA=mailbox.address)
    mailbox.refused = {"olga@example.com"}
    silence = day(14)
    first = list(remind(now=lambda: silence))
    assert [(it.letter and it.letter.email, it.outcome) for it in first] == [
        ("mara@example.com", Outcome.SENT),
        ("olga@example.com", Outcome.FAILED),
    ]
    assert first[1].remark == "Not delivered over mailto."
    mailbox.refused = set()
    assert outcomes(silence) == [Outcome.SENT]
    assert (len(mailbox.sent_to("mara@example.com")), len(mailbox.sent_to("olga@example.com"))) == (1, 1)


@on_sqlite
def test_one_channel_that_takes_it_is_enough(cast: Cast, mailbox: Mailbox, hook: Hook, settle: Say):
    movement(cast)
    hook.answer = 500
    settle(REMIND_VIA=f"{mailbox.address} {hook.address}")
    [sending] = remind(now=lambda: DUE)
    assert (sending.outcome, sending.remark) == (Outcome.SENT, "Not delivered over json.")
    assert outcomes(DUE) == []


@on_sqlite
def test_a_channel_that_sends_on_is_not_followed(cast: Cast, hook: Hook, settle: Say):
    movement(cast)
    hook.answer, hook.location = 302, f"http://127.0.0.1:{hook.server_port}/elsewhere"
    settle(REMIND_VIA=hook.address)
    assert outcomes(DUE) == [Outcome.FAILED]
    assert "a redirect was followed" not in hook.taken


@on_sqlite
def test_killed_between_sending_and_recording_that_one_message_goes_out_again(
    cast: Cast, mailbox: Mailbox, settle: Say, monkeypatch: pytest.MonkeyPatch
):
    movement(cast)
    settle(REMIND_VIA=mailbox.address)
    with monkeypatch.context() as patch:
        patch.setattr("core.remind.record_reminders", interrupted)
        with pytest.raises(KeyboardInterrupt):
            outcomes(DUE)
    assert outcomes(DUE) == [Outcome.SENT]
    assert outcomes(DUE) == []
    assert len(mailbox.mails) == 2


def test_while_another_process_sends_nothing_is_sent(cast: Cast, mailbox: Mailbox, settle: Say):
    movement(cast)
    settle(REMIND_VIA=mailbox.address)
    do(pulls.lease, LEASE, holder="another", at=DUE, until=DUE + timedelta(minutes=10))
    assert outcomes(DUE) == [Outcome.ELSEWHERE]
    assert mailbox.mails == []
    assert outcomes(DUE + timedelta(minutes=11)) == [Outcome.SENT]


@on_sqlite
def test_a_dry_run_says_what_would_go_out_on_any_day_and_sends_nothing(cast: Cast):
    movement(cast)
    [sending] = remind(on=DUE.date(), dry_run=True, now=lambda: day(0))
    assert sending.outcome is Outcome.WOULD_SEND
    assert sending.letter
    assert [it.occasion.subject for it in sending.letter.notices] == ["KR-1.1", "olga@example.com", "MES"]
    assert (all_of(Reminder), all_of(Lease)) == ([], [])
    with pytest.raises(Invalid, match="lies ahead"):
        list(remind(on=DUE.date(), now=lambda: day(0)))


@on_sqlite
def test_whoever_switched_them_off_or_left_gets_none(cast: Cast, mailbox: Mailbox, settle: Say):
    movement(cast)
    settle(REMIND_VIA=mailbox.address)
    do(reminders.set_reminders, by=cast.owner, wanted=False)
    assert outcomes(DUE) == []
    do(reminders.set_reminders, by=cast.owner, wanted=True)
    do(people.archive_person, cast.owner.email, by=cast.admin)
    assert outcomes(DUE) == []
    assert outcomes(day(14)) == [Outcome.SENT]
    [told] = mailbox.sent_to("mara@example.com")
    assert "Olga Owner, Manufacturing: 2 check-ins missed in a row." in told


@on_sqlite
@pytest.mark.parametrize("via", ["", "nonsense", "mailto://", "json://127.0.0.1 s3cret://token@nowhere"])
def test_without_a_usable_channel_it_is_refused_and_no_address_told(cast: Cast, settle: Say, via: str):
    settle(REMIND_VIA=via)
    with pytest.raises(Misconfigured, match="UPTAKE_REMIND_VIA") as refusal:
        list(remind(now=lambda: DUE))
    assert "s3cret" not in str(refusal.value)
    assert "token" not in str(refusal.value)


@on_sqlite
def test_the_app_sends_from_a_time_of_day_on_and_tries_again_an_hour_later(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    clock = [datetime.combine(DUE.date(), time(7, 29), DUE.tzinfo)]
    runs: list[datetime] = []

    def run(**_: Any) -> Any:
        runs.append(clock[0])
        yield Sending(Outcome.FAILED, remark="Not delivered over mailto.")

    monkeypatch.setattr(background, "remind", run)
    job = Reminding(time(7, 30), now=lambda: clock[0])
    for minutes in (0, 1, 30, 30, 60, 30, 1410):
        clock[0] += timedelta(minutes=minutes)
        job(Event())
    assert [f"{at:%a %H:%M}" for at in runs] == ["Thu 07:30", "Thu 08:30", "Thu 09:30", "Fri 09:30"]
    clock[0] += timedelta(days=1)
    job(Event())
    assert len(runs) == 4


def outcomes(at: datetime, **asked: Any) -> list[Outcome]:
    return [sending.outcome for sending in remind(now=lambda: at, **asked)]


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
