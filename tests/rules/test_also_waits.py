"""What waits in a domain beside its next action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.model import KeyResultKind
from core.rules.also_waits import KeyResultFact, Place, ReportFact, WaitingFacts, also_waits, days_overdue
from core.rules.maturity import Page, Step
from core.rules.next_action import BEGIN, DONE, actions, next_action
from core.rules.progress import KeyResultFacts, ReadingFact
from core.rules.status import assess

START = date(2026, 10, 1)
WELL = WaitingFacts(key="MES", name="Manufacturing")
KEY_RESULT = KeyResultFact("KR-1.1", "Move five reports", "OBJ-1", "Olga Owner", days_overdue=4)
REPORT = ReportFact("XLS-1", "Shift report", "Erik Engineer", days_late=1)
FACTS = KeyResultFacts(
    id="KR-1.1", kind=KeyResultKind.MOVEMENT, start=START, due=date(2026, 12, 31), cadence_days=7, grace_days=3,
    baseline=0, target=5,
)  # fmt: skip


def overdue(after: int, *readings: ReadingFact) -> int:
    return days_overdue(assess(replace(FACTS, readings=readings), START + timedelta(days=after)))


def test_where_all_is_well_nothing_waits():
    well = replace(WELL, key_results=(replace(KEY_RESULT, days_overdue=0),), reports=(replace(REPORT, days_late=0),))
    assert also_waits(well) == ()


def test_each_says_what_waits_who_can_do_it_and_where():
    found = also_waits(replace(WELL, lacks_owner=True, key_results=(KEY_RESULT,), reports=(REPORT,)))
    assert [(it.sentence.partition(". ")[0].removesuffix("."), it.who, it.place, it.key) for it in found] == [
        ("Manufacturing has no business owner", "the data team", Place.DOMAIN, "MES"),
        ("The check-in on KR-1.1 Move five reports is 4 days overdue", "Olga Owner", Place.OBJECTIVE, "OBJ-1"),
        ("XLS-1 Shift report should have moved to the platform 1 day ago", "Erik Engineer", Place.REPORT, "XLS-1"),
    ]


def test_what_waits_longest_comes_before_the_others_of_its_kind():
    late = (KEY_RESULT, replace(KEY_RESULT, key="KR-1.2", days_overdue=9))
    reports = (REPORT, replace(REPORT, key="XLS-2", days_late=30))
    found = [it.sentence for it in also_waits(replace(WELL, key_results=late, reports=reports))]
    assert ["KR-1.2" in found[0], "KR-1.1" in found[1], "XLS-2" in found[2], "XLS-1" in found[3]] == [True] * 4


def test_a_check_in_is_overdue_after_its_grace_and_only_while_one_is_due():
    assert (overdue(10), overdue(11), overdue(100)) == (0, 1, 0)
    spoken = ReadingFact(START + timedelta(days=9), 1, 7)
    assert (overdue(19, spoken), overdue(20, spoken)) == (0, 1)
    assert overdue(30, replace(spoken, value=5)) == 0


def test_a_figure_that_nobody_commented_spares_nobody_the_check_in():
    assert overdue(12, ReadingFact(START + timedelta(days=9), 1, None)) == 2


def test_the_next_action_is_the_first_step_or_why_there_is_none():
    assert next_action("Name an owner.", has_level=True) == "Name an owner."
    assert next_action(None, has_level=False) == BEGIN
    assert next_action(None, has_level=True) == DONE


def test_steps_that_ask_for_the_same_in_the_same_words_are_one_action_with_each_criterion_and_level():
    live = "Take a first data product live."
    steps = [
        Step("C5", 1, live, 1, (), Page.PRODUCT),
        Step("D1", 2, "Describe 1 table.", 1, (), Page.DOMAIN),
        Step("A4", 2, live, 1, (), Page.PRODUCT),
    ]
    first, second = actions(steps)
    assert (first.sentence, first.leads) == (live, "C5 Levels to level 1 and A4 Ownership taken to level 2")
    assert second.leads == "D1 Complete metadata to level 2"
