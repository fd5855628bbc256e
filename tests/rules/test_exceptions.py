from dataclasses import replace

import pytest

from core.rules.exceptions import findings
from core.rules.forecast import chance_words
from core.rules.progress import Outage, ReadingFact
from core.rules.status import assess
from tests.rules.builders import day, maintain, movement


def titles(facts, n):
    return [finding.title for finding in findings(assess(facts, day(n)))]


def reported(n, value, confidence):
    return (ReadingFact(day(n), value, confidence),)


def test_a_key_result_on_track_needs_no_decision():
    assert titles(movement((50, 50.0)), 50) == []


def test_a_key_result_at_risk_says_how_far_it_is_behind():
    (found,) = findings(assess(movement((50, 10.0)), day(50)))
    assert found.title == "At risk"
    assert (found.brief, found.reason) == ("10 %, planned 50 %", "10.0% is reached where 50.0% was planned.")


@pytest.mark.parametrize(
    ("value", "confidence", "expected"), [(10.0, 7, True), (10.0, 6, False), (50.0, 3, True), (50.0, 4, False)]
)
def test_what_people_say_is_held_against_the_figures(value, confidence, expected):
    facts = movement(readings=reported(50, value, confidence))
    assert ("Disagreement" in titles(facts, 50)) is expected


def test_silence_counts_once_it_lasts_longer_than_two_cadences():
    assert titles(movement((50, 50.0)), 64) == []
    assert titles(movement((50, 50.0)), 65) == ["Stale"]


def test_nothing_measured_counts_from_half_time_on():
    assert titles(movement(), 49) == []
    assert titles(movement(), 50) == ["No data at half-time"]


def test_a_broken_guardrail_names_the_band():
    found, *_ = findings(assess(maintain((0, 95.0), (7, 95.0), (14, 95.0), (20, 89.0)), day(20)))
    assert found.title == "Guardrail broken"
    assert "at least 90" in found.reason


def test_the_gravest_finding_comes_first():
    found = findings(assess(movement(readings=reported(50, 10.0, 9)), day(50)))
    assert [finding.title for finding in found] == ["At risk", "Disagreement"]


@pytest.mark.parametrize("n", [-1, 101])
def test_what_has_not_begun_or_is_over_needs_no_decision(n):
    assert titles(movement((0, 0.0)), n) == []


def test_a_key_result_at_risk_says_how_much_faster_it_must_become():
    found = findings(assess(movement(*((7 * n, 2.0 * n) for n in range(8))), day(49)))
    assert [(finding.title, finding.brief) for finding in found] == [
        ("At risk", "needs 5.9× the speed"),
        ("Chance under 30 %", f"chance {chance_words(0)}"),
    ]
    assert "11.8 a week for the 7.3 weeks left, where the median of the last six weeks is 2" in found[0].reason
    assert found[1].reason == (
        f"The chance to be at 100 on 11 Apr is {chance_words(0)}, if the 8 weeks ahead are like the 7 behind."
    )


def test_a_small_chance_is_told_while_the_status_is_not_yet_bad():
    slow = movement(*((7 * n, 9.9 * min(n, 4)) for n in range(8)))
    assert titles(slow, 49) == ["Chance under 30 %"]
    assert titles(movement(*((7 * n, 7.0 * n) for n in range(8))), 49) == []


def test_a_key_result_at_risk_that_stands_still_says_so():
    found, *_ = findings(assess(movement(*((7 * n, 1.0) for n in range(8))), day(49)))
    assert found.brief == "mostly stands still"


def test_a_source_that_is_silent_is_told_with_its_day_as_people_write_it():
    facts = replace(movement((50, 50.0)), outage=Outage(day(52), "It was not read."))
    (found,) = findings(assess(facts, day(55)))
    assert found.brief == f"source silent since {day(52):%-d %b}"
