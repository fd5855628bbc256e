"""Whether the data team steps back, and who is lent when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Phase
from core.rules.capacity import LoanFact, lent_on, weeks_of
from core.rules.labour import Handing, PhaseLabour, stepping_back

INCUBATION, PRODUCTIONIZATION, HANDOVER = Phase.INCUBATION, Phase.PRODUCTIONIZATION, Phase.HANDOVER
POLICY = {Phase.INTAKE: 0.5, INCUBATION: 0.7, PRODUCTIONIZATION: 0.4, HANDOVER: 0.1}
MONDAY = date(2026, 10, 5)


def labour(**shares: float) -> list[PhaseLabour]:
    """Ten hours in each phase, of which the data team did that share."""
    phases = {Phase(name): share for name, share in shares.items()}
    return [PhaseLabour(phase, 10 * share, 10 - 10 * share, POLICY[phase]) for phase, share in phases.items()]


def loan(person: str, share: float, first: int, last: int, initiative: str = "INI-1") -> LoanFact:
    return LoanFact(person, initiative, share, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))


def test_a_share_that_falls_to_its_policy_is_stepping_back():
    verdict = stepping_back(labour(incubation=0.7, productionization=0.4, handover=0.2))
    assert verdict.handing is Handing.STEPPING_BACK
    assert verdict.reason == "From 70% in incubation to 20% in handover."


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ({"incubation": 0.5, "productionization": 0.5}, "50% of the hours in productionization, not less than the 50%"),
        ({"incubation": 0.4, "productionization": 0.6}, "not less than the 40% in incubation"),
        ({"incubation": 0.7, "productionization": 0.6}, "60% of the hours in productionization, where 40% is meant"),
        ({"incubation": 0.9}, "90% of the hours in incubation, where 70% is meant"),
    ],
)
def test_a_share_that_does_not_fall_or_stays_too_high_says_so(shares: dict[str, float], reason: str):
    verdict = stepping_back(labour(**shares))
    assert verdict.handing is Handing.STAYING
    assert reason in verdict.reason


def test_intake_is_not_judged_since_the_policy_rises_from_it():
    assert stepping_back(labour(intake=0.5, incubation=0.7, handover=0.1)).handing is Handing.STEPPING_BACK
    assert stepping_back(labour(intake=0.5, incubation=0.7)).handing is Handing.TOO_EARLY


def test_one_phase_is_too_early_and_a_phase_without_hours_says_nothing():
    assert stepping_back(labour(incubation=0.8)).handing is Handing.TOO_EARLY
    idle = PhaseLabour(PRODUCTIONIZATION, 0, 0, 0.4)
    with_gap = [*labour(incubation=0.7), idle, *labour(handover=0.1)]
    assert stepping_back(with_gap).handing is Handing.STEPPING_BACK


@given(st.lists(st.floats(0, 1), min_size=2, max_size=3))
def test_less_work_of_the_data_team_in_the_last_phase_never_makes_it_worse(shares: list[float]):
    def judged(last: float) -> bool:
        names = ["incubation", "productionization", "handover"][: len(shares)]
        given_ = labour(**dict(zip(names, [*shares[:-1], last], strict=True)))
        return stepping_back(given_).handing is Handing.STEPPING_BACK

    assert judged(shares[-1] / 2) >= judged(shares[-1])


def test_both_days_of_a_loan_count_and_shares_add_up():
    loans = [loan("Ana", 0.5, 0, 4), loan("Ana", 0.6, 4, 9, "INI-2")]
    assert lent_on(loans, MONDAY + timedelta(days=4)) == {"Ana": pytest.approx(1.1)}
    assert lent_on(loans, MONDAY + timedelta(days=9)) == {"Ana": 0.6}
    assert lent_on(loans, MONDAY + timedelta(days=10)) == {}


def test_a_week_shows_its_fullest_day_and_who_is_overloaded_or_free():
    mondays = [MONDAY + timedelta(days=7 * n) for n in range(3)]
    loans = [loan("Ana", 0.5, 0, 4), loan("Ana", 0.6, 4, 9, "INI-2"), loan("Ben", 0.2, -20, -10)]
    ana, ben = weeks_of(loans, {"Ana", "Ben"}, mondays)
    assert ana.shares == (pytest.approx(1.1), 0.6, 0)
    assert (ana.is_overloaded, ana.initiatives, ana.free_from(mondays)) == (True, ("INI-1", "INI-2"), mondays[2])
    assert (ben.shares, ben.initiatives, ben.free_from(mondays)) == ((0, 0, 0), (), MONDAY)
