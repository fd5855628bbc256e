from core.rules.cadence import is_late, next_check_in
from core.rules.progress import KeyResultFacts, ReadingFact
from tests.rules.builders import day, milestone, movement


def checked_in(*days: int) -> KeyResultFacts:
    return movement(readings=tuple(ReadingFact(day(n), 1.0, 7) for n in days))


def test_the_next_check_in_follows_the_last_one_by_a_cadence():
    assert next_check_in(checked_in(10, 3), day(12)) == day(17)


def test_what_a_register_delivers_spares_nobody_a_check_in():
    assert next_check_in(movement((10, 1.0)), day(12)) == day(7)


def test_without_any_the_start_counts():
    assert next_check_in(movement(), day(30)) == day(7)


def test_a_check_in_of_later_days_is_not_known_yet():
    assert next_check_in(checked_in(10), day(9)) == day(7)


def test_a_milestone_is_checked_in_on_by_confidence_alone():
    assert next_check_in(milestone(readings=(ReadingFact(day(5), None, 8),)), day(6)) == day(12)


def test_it_is_late_past_the_grace():
    assert not is_late(checked_in(10), day(20))
    assert is_late(checked_in(10), day(21))
