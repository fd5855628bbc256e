"""The one thing a domain should do next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model import Phase
from core.rules.gate_facts import lacks
from core.rules.gates import GATES, CheckResult, GateReport
from core.rules.next_action import (
    ACTIONS,
    DomainFacts,
    GateFact,
    KeyResultFact,
    NextAction,
    Place,
    ProductGap,
    SpreadsheetFact,
    next_action,
)

WELL = DomainFacts(
    key="MES",
    name="Manufacturing",
    quarter="2026-Q4",
    business_owner="Olga Owner",
    cost_centre="4711",
    workspaces=1,
    objectives=1,
)
KEY_RESULT = KeyResultFact("KR-1.1", "Move five reports", "OBJ-1", "Olga Owner")
REPORT = SpreadsheetFact("XLS-1", "Shift report", hours_a_month=30)


def incubating(*missing: str) -> GateFact:
    """An initiative in incubation that lacks the checks with those keys."""
    checks = GATES[Phase.INCUBATION]
    results = tuple(CheckResult(check, None if check.key in missing else "There it is") for check in checks)
    return GateFact("INI-1", "Scrap by machine", GateReport(Phase.INCUBATION, results))


FOUND = {
    "Manufacturing has no business owner.": (replace(WELL, business_owner=None), Place.DOMAIN, "MES"),
    "Manufacturing has no cost centre.": (replace(WELL, cost_centre=""), Place.DOMAIN, "MES"),
    "INI-1 waits for one thing before it can move on: proof of value.": (
        replace(WELL, gates=(incubating("proof_of_value"),)),
        Place.INITIATIVE,
        "INI-1",
    ),
    "The check-in on KR-1.1 Move five reports is 4 days overdue.": (
        replace(WELL, key_results=(replace(KEY_RESULT, days_overdue=4),)),
        Place.OBJECTIVE,
        "OBJ-1",
    ),
    "KR-1.1 Move five reports is at risk, and still its owner says 8 of 10.": (
        replace(WELL, key_results=(replace(KEY_RESULT, is_at_risk=True, confidence=8),)),
        Place.OBJECTIVE,
        "OBJ-1",
    ),
    "XLS-1 Shift report should have moved to the platform 1 day ago.": (
        replace(WELL, spreadsheets=(replace(REPORT, days_late=1),)),
        Place.REPORT,
        "XLS-1",
    ),
    "DP-1 Work orders lacks an owner and a team.": (
        replace(WELL, product_gaps=(ProductGap("DP-1", "Work orders", ("an owner", "a team")),)),
        Place.PRODUCT,
        "DP-1",
    ),
    "Manufacturing has no workspace on the platform.": (replace(WELL, workspaces=0), Place.WORKSPACE, "MES"),
    "Manufacturing has no objective in 2026-Q4.": (replace(WELL, objectives=0), Place.REVIEW, "2026-Q4"),
    "XLS-1 Shift report takes 30 h a month and no day is planned": (
        replace(WELL, spreadsheets=(REPORT,)),
        Place.REPORT,
        "XLS-1",
    ),
}


def found(facts: DomainFacts) -> NextAction:
    action = next_action(facts)
    assert action is not None
    return action


@pytest.mark.parametrize("sentence", FOUND)
def test_each_entry_says_what_to_do_who_can_and_where(sentence: str):
    facts, place, key = FOUND[sentence]
    action = found(facts)
    assert action.sentence.startswith(sentence)
    assert (action.place, action.key) == (place, key)
    assert action.who


def test_the_entries_are_tried_in_the_order_of_the_table():
    """Facts in which every entry finds something, mended one after the other."""
    assert len(FOUND) == len(ACTIONS)
    for position, (facts, _, _) in enumerate(FOUND.values()):
        assert [find(facts) is not None for find in ACTIONS].index(True) == position


def test_where_all_is_well_nothing_waits():
    planned = replace(REPORT, planned_on=None, hours_a_month=0)
    well = replace(WELL, key_results=(KEY_RESULT,), spreadsheets=(planned,), gates=(incubating(),))
    assert next_action(well) is None


def test_a_gate_that_lacks_more_than_the_business_owners_word_is_left_to_its_own_page():
    assert next_action(replace(WELL, gates=(incubating("proof_of_value", "people_trained"),))) is None
    assert next_action(replace(WELL, gates=(incubating("people_trained"),))) is None


def test_the_longest_overdue_and_the_costliest_come_first():
    late = (replace(KEY_RESULT, days_overdue=2), replace(KEY_RESULT, key="KR-1.2", days_overdue=9))
    assert "KR-1.2" in found(replace(WELL, key_results=late)).sentence
    costly = (REPORT, replace(REPORT, key="XLS-2", hours_a_month=80))
    assert "XLS-2" in found(replace(WELL, spreadsheets=costly)).sentence


def test_a_product_lacks_what_a_live_one_must_have():
    assert lacks(owner=True, team="Line 3", cost_centre="4711") == ()
    assert lacks(owner=False, team="", cost_centre="4711") == ("an owner", "a team")
