from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.model import KeyResultKind, ReminderKind
from core.rules.progress import KeyResultFacts, ReadingFact
from core.rules.reminders import Occasion, missed_check_ins, of_check_ins, of_decision, of_digest
from core.rules.status import assess

START = date(2026, 10, 1)
DUE, STALE, ESCALATION = ReminderKind.CHECK_IN_DUE, ReminderKind.CHECK_IN_STALE, ReminderKind.ESCALATION


def facts(*readings: ReadingFact) -> KeyResultFacts:
    """A check-in each seven days with three of grace."""
    return KeyResultFacts(
        id="KR-1.1",
        kind=KeyResultKind.MOVEMENT,
        start=START,
        due=date(2026, 12, 31),
        cadence_days=7,
        grace_days=3,
        readings=readings,
        baseline=0,
        target=5,
    )


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (6, []),
        (7, [DUE]),
        (10, [DUE]),
        (11, [STALE]),
        (17, [STALE]),
        (18, [STALE, ESCALATION]),
        (60, [STALE, ESCALATION]),
        (92, []),
    ],
)
def test_a_check_in_is_due_then_overdue_and_after_two_missed_ones_the_managers_hear_of_it(
    days: int, kinds: list[ReminderKind]
):
    occasions = of_check_ins(assess(facts(), START + timedelta(days=days)))
    assert [occasion.kind for occasion in occasions] == kinds
    assert {occasion.due for occasion in occasions} <= {START + timedelta(days=7)}


def test_a_silence_is_one_occasion_however_long_it_lasts_and_the_next_one_another():
    silent = of_check_ins(assess(facts(), date(2026, 10, 20)))
    assert silent == of_check_ins(assess(facts(), date(2026, 10, 27)))
    again = of_check_ins(assess(facts(ReadingFact(date(2026, 10, 28), 1, 6)), date(2026, 11, 20)))
    assert not set(silent) & set(again)


def test_missed_check_ins_are_counted_by_the_cadence():
    missed = [missed_check_ins(facts(), START + timedelta(days=days)) for days in (0, 10, 11, 17, 18, 24, 25)]
    assert missed == [0, 0, 1, 1, 2, 2, 3]


def test_what_is_reached_asks_nobody():
    reached = facts(ReadingFact(date(2026, 10, 8), 5, 9))
    assert of_check_ins(assess(reached, date(2026, 11, 20))) == ()


def test_a_decision_is_told_three_days_ahead_and_once_more_when_it_is_over():
    due = date(2026, 10, 20)
    told = [of_decision("DEC-1", due, due + timedelta(days=days)) for days in (-4, -3, 0, 1, 30)]
    ahead, over = (Occasion(ReminderKind.DECISION_DUE, "DEC-1", due + timedelta(days=days)) for days in (0, 1))
    assert told == [None, ahead, ahead, over, over]


def test_a_digest_is_of_the_week_that_began_with_its_day():
    monday = date(2026, 10, 5)
    dues = {of_digest("MES", 0, monday + timedelta(days=days)).due for days in range(7)}
    assert dues == {monday}
    assert of_digest("MES", 4, monday).due == date(2026, 10, 2)
