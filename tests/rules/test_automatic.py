from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from core.model import Aggregate, Register
from core.rules.automatic import (
    MetricRead,
    RowFact,
    counted,
    gathered,
    outage,
    overlaid,
    override,
    reads_behind,
    rows_behind,
    source_words,
)
from core.rules.progress import ReadingFact, periods
from tests.rules.builders import DUE, day, maintain, movement

AS_OF = day(60)
ROWS = (Register.REPORTS_MIGRATED, Register.HOURS_FREED, Register.PRODUCTS_LIVE, Register.WORKSPACES_READY)
HOURS = st.floats(0, 100, allow_nan=False)
SOME_ROWS = st.lists(st.tuples(st.integers(-40, 140), HOURS, HOURS), max_size=12).map(
    lambda drawn: [RowFact(f"XLS-{n}", "", day(on), run, runs) for n, (on, run, runs) in enumerate(drawn)]
)
REGISTERS = st.sampled_from(ROWS)
DAYS = st.integers(0, 130).map(day)


def value_on(readings: Sequence[ReadingFact], on: date) -> float:
    """The last value known on the day."""
    value = [reading.value for reading in readings if reading.on <= on][-1]
    assert value is not None
    return value


def read(n: int, value: float, hour: int = 9, failed_at: datetime | None = None) -> MetricRead:
    at = datetime.combine(day(n), time(hour), tzinfo=UTC)
    return MetricRead(at, value, "catalog", at + timedelta(minutes=5), failed_at)


def test_what_was_migrated_since_the_start_runs_from_the_baseline():
    rows = [RowFact("A", "", day(-1)), RowFact("B", "", day(3)), RowFact("C", "", day(10))]
    readings = counted(Register.REPORTS_MIGRATED, rows, movement(baseline=7), AS_OF)
    assert [value_on(readings, day(n)) for n in (0, 3, 9, 10, 60)] == [7, 8, 8, 9, 9]


def test_what_stands_as_of_a_day_counts_from_before_the_start_too():
    rows = [RowFact("A", "", day(-1)), RowFact("B", "", day(3))]
    readings = counted(Register.PRODUCTS_LIVE, rows, movement(baseline=7), AS_OF)
    assert [value_on(readings, day(n)) for n in (0, 3)] == [1, 2]


def test_hours_of_what_was_free_before_the_start_count_from_the_start_on():
    free_before = [RowFact("A", "", day(-30), 365.25 / 12, 1)]
    assert value_on(counted(Register.HOURS_FREED, free_before, movement(), day(9)), day(9)) == 10


@given(SOME_ROWS, REGISTERS, DAYS)
def test_the_order_of_the_rows_does_not_matter(rows: list[RowFact], register: Register, as_of: date):
    assert counted(register, rows, movement(), as_of) == counted(register, rows[::-1], movement(), as_of)


@given(SOME_ROWS, REGISTERS, DAYS)
def test_the_value_is_the_sum_of_its_evidence(rows: list[RowFact], register: Register, as_of: date):
    readings = counted(register, rows, movement(), as_of)
    evidence = rows_behind(register, rows, movement(), as_of)
    assert isclose(value_on(readings, as_of), sum(row.amount for row in evidence), abs_tol=1e-6)


@given(SOME_ROWS, st.sampled_from(ROWS[2:]), st.integers(0, 60), st.integers(0, 60))
def test_redating_a_row_moves_the_history_between_its_days_and_nothing_else(
    rows: list[RowFact], register: Register, first: int, second: int
):
    row, earlier, later = RowFact("moved", "", day(first)), min(first, second), max(first, second)
    before = counted(register, [*rows, row], movement(), AS_OF)
    after = counted(register, [*rows, replace(row, on=day(second))], movement(), AS_OF)
    moved = 1 if second > first else -1
    for n in range(61):
        change = moved if earlier <= n < later else 0
        assert value_on(before, day(n)) - value_on(after, day(n)) == change


@given(SOME_ROWS, REGISTERS)
def test_deleting_a_row_takes_it_out_of_every_day(rows: list[RowFact], register: Register):
    gone = RowFact("gone", "", day(20), 10, 2)
    before, after = (counted(register, some, movement(), AS_OF) for some in ([*rows, gone], rows))
    for n in range(61):
        assert (value_on(before, day(n)) > value_on(after, day(n))) == (n >= 20)


@given(SOME_ROWS, REGISTERS, DAYS)
def test_a_day_shows_what_it_showed_on_that_day(rows: list[RowFact], register: Register, as_of: date):
    whole, then = counted(register, rows, movement(), DUE), counted(register, rows, movement(), as_of)
    assert value_on(whole, min(as_of, DUE)) == then[-1].value


@given(SOME_ROWS, REGISTERS, DAYS)
def test_it_is_never_older_than_a_cadence_and_ends_with_the_day_or_the_due_day(
    rows: list[RowFact], register: Register, as_of: date
):
    days = [reading.on for reading in counted(register, rows, movement(), as_of)]
    assert days == sorted(set(days))
    assert days[-1] == min(as_of, DUE)
    assert all((later - earlier).days <= movement().cadence_days for earlier, later in pairwise(days))


def test_a_band_finds_a_reading_in_every_period():
    facts = maintain(low=1)
    readings = counted(Register.WORKSPACES_READY, [RowFact("A", "", day(-9))], facts, day(20))
    assert [period.value for period in periods(replace(facts, readings=readings), day(20))] == [1, 1, 1]


def test_nothing_is_counted_before_the_start():
    rows = [RowFact("A", "", day(-9))]
    assert counted(Register.PRODUCTS_LIVE, rows, movement(), day(-1)) == ()
    assert rows_behind(Register.PRODUCTS_LIVE, rows, movement(), day(-1)) == ()


def test_a_metric_is_last_added_or_averaged_on_the_days_of_its_readings():
    reads = [read(9, 4), read(2, 1), read(2, 3, hour=18), read(-5, 90)]
    found = {how: [r.value for r in gathered(how, reads, movement(), AS_OF)] for how in Aggregate}
    assert found == {Aggregate.LAST: [3, 4], Aggregate.SUM: [4, 8], Aggregate.MEAN: [2, 8 / 3]}
    assert [row.amount for row in reads_behind(reads, movement(), AS_OF)] == [4, 3, 1]


def test_an_override_holds_until_a_check_in_without_a_value_hands_over():
    automatic = [ReadingFact(day(n), float(n)) for n in (0, 5, 10, 15)]
    said = [ReadingFact(day(3), None, 6), ReadingFact(day(7), 99.0, 4), ReadingFact(day(12), None, 8)]
    assert overlaid(automatic, said) == (
        ReadingFact(day(0), 0.0),
        ReadingFact(day(3), None, 6),
        ReadingFact(day(5), 5.0),
        ReadingFact(day(7), 99.0, 4),
        ReadingFact(day(12), 10.0, 8),
        ReadingFact(day(15), 15.0),
    )
    assert [override(said, day(n)) is not None for n in (6, 7, 11, 12)] == [False, True, True, False]


def test_a_check_in_on_the_day_of_a_reading_gives_it_its_confidence():
    assert overlaid([ReadingFact(day(5), 5.0)], [ReadingFact(day(5), None, 6)]) == (ReadingFact(day(5), 5.0, 6),)


def test_a_metric_that_is_late_is_silent_from_the_day_after_its_grace():
    assert outage("Users", 7, [read(0, 4)], movement(), day(10)) is None
    found = outage("Users", 7, [read(0, 4)], movement(), day(11))
    assert found is not None
    assert (found.since, "“Users” should be read every 7 days" in found.reason) == (day(11), True)
    assert "2026-01-01 09:05 UTC" in found.reason


def test_a_source_that_failed_makes_it_silent_and_what_was_reached_by_the_due_day_stays():
    failed = [read(95, 4, failed_at=datetime.combine(day(98), time(3), tzinfo=UTC))]
    found = outage("Users", 7, failed, movement(), day(99))
    assert found is not None
    assert found.since <= day(98)
    assert "catalog could not be read" in found.reason
    assert outage("Users", 7, failed, movement(), day(101)) is None
    assert outage("Users", 7, [read(95, 4)], movement(), day(140)) is None


def test_what_was_never_read_has_no_outage():
    assert outage("Users", 7, [], movement(), AS_OF) is None


def test_every_source_has_its_words():
    for register in Register:
        words = source_words(register, place="Finance", level=3, metric="Users")
        assert words.endswith(", Finance")
    assert source_words(Register.PRODUCTS_LIVE, level=3) == "data products live at level 3 or above, all domains"
