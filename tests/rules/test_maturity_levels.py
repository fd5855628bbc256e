"""Maturity: every criterion at each of its levels, and at both sides of each threshold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.model import ChangeGrade
from core.rules.maturity import MATURITY, DomainFacts
from core.rules.maturity.facts import (
    Change,
    ContractFact,
    ExemptionFact,
    KeyResultFact,
    Named,
    ReportFact,
    RequestFact,
    WorkspaceFact,
)
from core.rules.waiting import Wait
from tests.rules.well import COMPLETE, DAY, WELL, told

HALF_YEAR_AGO = DAY - timedelta(days=179)
A_MINUTE, FOUR_HOURS = 1 / 24 / 60, 4 / 24


def products(good: int, of: int, **lost: Any) -> dict[str, Any]:
    """So many products as they should be, the others without something."""
    made = [replace(COMPLETE, key=f"DP-{n}", **({} if n <= good else lost)) for n in range(1, of + 1)]
    return {"products": tuple(made)}


def one(**fields: Any) -> dict[str, Any]:
    return {"products": (replace(COMPLETE, **fields),)}


def named(field: str, good: int, of: int) -> dict[str, Any]:
    return {field: tuple(Named(f"T-{n}", f"Thing {n}", is_good=n < good) for n in range(of))}


def hours(own: float, data_team: float) -> dict[str, Any]:
    return {"hours_own": own, "hours_data_team": data_team}


def waits(*days: float | None, on: date = DAY, minutes: float | None = 12, touchless: int = 99) -> dict[str, Any]:
    """Requests that were ready after so many days; None for those that have waited for ten."""
    return {
        "workspaces": tuple(
            WorkspaceFact(f"w-{n}", on, Wait(it or 10, it is not None), n < touchless, it and minutes)
            for n, it in enumerate(days)
        )
    }


def automated(*minutes: float | None) -> dict[str, Any]:
    made = (WorkspaceFact(f"w-{n}", DAY, Wait(0.01, True), True, it) for n, it in enumerate(minutes))
    return {"workspaces": tuple(made)}


def decided(here: int, of: int, days: float = 1, waiting: Iterable[float] = ()) -> dict[str, Any]:
    asked = [RequestFact(f"ACC-{n}", "DP-1", days, is_decided=True, by_domain=n < here) for n in range(of)]
    asked += [RequestFact(f"ACC-9{n}", "DP-1", age, is_decided=False) for n, age in enumerate(waiting)]
    return {"requests": tuple(asked)}


def described(real: int, of: int) -> dict[str, Any]:
    bare = tuple(f"c{n}" for n in range(of - real))
    return one(contract=ContractFact("1.0.0", is_active=True, columns=of, undescribed=bare))


def changed(*changes: Change) -> dict[str, Any]:
    return one(contract=ContractFact("2.0.0", is_active=True, columns=4, changes=changes))


def change(grade: ChangeGrade | None = ChangeGrade.BREAKING, **fields: Any) -> Change:
    given: dict[str, Any] = {"on": DAY, "is_major": True, "notice_days": 30} | fields
    return Change("2.0.0", grade=grade, **given)


def measured(passed: int, of: int) -> dict[str, Any]:
    return one(quality_days=passed, live_days=of)


def checked(passed: int, of: int) -> dict[str, Any]:
    return one(changed=of, checked=passed, checks_passed=passed)


def exempt(*days_over: int) -> dict[str, Any]:
    criteria = ("A4", "B1", "B2", "B3")
    until = [DAY - timedelta(days=over) for over in days_over]
    return {"exemptions": tuple(ExemptionFact(it, "Why", on) for it, on in zip(criteria, until, strict=False))}


def people(*months: int | None, expected: int | None = 100) -> dict[str, Any]:
    return {"people": months, "people_expected": expected}


def moved(migrated: int, of: int, reopened: int = 0) -> dict[str, Any]:
    reports = (ReportFact(f"XLS-{n}", "Report", n < migrated, of - n <= reopened) for n in range(of))
    return {"reports": tuple(reports)}


def results(*quarters: tuple[str, int, int], running: Iterable[int] = (), **fields: Any) -> dict[str, Any]:
    """Quarters with so many key results reached of so many, and silences in days of those that run."""
    given: dict[str, Any] = {"is_smart": True, "is_owned": True} | fields
    made = [
        KeyResultFact(f"KR-{label}.{n}", "Title", "OBJ-1", label, score=0.7 if n < reached else 0.69, **given)
        for label, reached, of in quarters
        for n in range(of)
    ]
    made += [
        KeyResultFact(f"KR-9.{n}", "Title", "OBJ-9", "2026-Q4", longest_silence=days, **given)
        for n, days in enumerate(running)
    ]
    return {"key_results": tuple(made)}


QUICK = waits(A_MINUTE, A_MINUTE, A_MINUTE)["workspaces"]
LEFT_WAITING = waits(None, None, None, None, on=HALF_YEAR_AGO - timedelta(days=1))["workspaces"]
NEW = replace(COMPLETE, is_live=False)
DRAFT = ContractFact("1.0.0", is_active=False, columns=4)
LATE = KeyResultFact("KR-1.1", "Title", "OBJ-1", "2026-Q3", is_owned=True, score=0.9)

CASES: list[tuple[str, str, int | None, dict[str, Any]]] = [
    ("A1", "no business owner", 0, {"business_owner": None}),
    ("A1", "49.9 %", 1, products(499, 1000, team="")),
    ("A1", "50 %", 2, products(500, 1000, cost_centre="")),
    ("A1", "all but one", 2, products(999, 1000, owner=None)),
    ("A1", "all of them, and one lacked something lately", 3, products(1, 2, lacked_on=DAY - timedelta(days=89))),
    ("A1", "all of them for all of the time", 4, products(2, 2)),
    ("A1", "no product", None, {"products": ()}),
    ("A2", "no system on the map", 0, {"systems": ()}),
    ("A2", "a system without a relation", 1, named("systems", 1, 2)),
    ("A2", "a contradiction", 1, {"contradictions": ("A relates to itself.",)}),
    ("A2", "79.9 % declared", 2, named("flows", 799, 1000)),
    ("A2", "80 % declared", 3, named("flows", 800, 1000)),
    ("A2", "all but one declared", 3, named("flows", 999, 1000)),
    ("A2", "all declared, and more than was seen", 3, {"unseen": (Named("REL-1", "A → B", False),)}),
    ("A2", "all declared, all seen", 4, named("flows", 3, 3)),
    ("A2", "no flow", None, {"flows": ()}),
    ("A3", "none of its own people", 0, hours(0, 10)),
    ("A3", "half an hour", 1, hours(0.5, 10)),
    ("A3", "49.9 %", 1, hours(499, 501)),
    ("A3", "50 %", 2, hours(500, 500)),
    ("A3", "79.9 %", 2, hours(799, 201)),
    ("A3", "80 %", 3, hours(800, 200)),
    ("A3", "94.9 %", 3, hours(949, 51)),
    ("A3", "95 %", 4, hours(950, 50)),
    ("A3", "no hours while an initiative is under way", 0, hours(0, 0)),
    ("A3", "no hours, and nothing under way", None, hours(0, 0) | named("initiatives", 0, 1)),
    ("A4", "live products that no initiative built", 0, {"initiatives": ()}),
    ("A4", "an initiative, and no live product", 1, {"products": (NEW,)}),
    ("A4", "49.9 % handed over", 2, products(499, 1000, is_handed_over=False)),
    ("A4", "50 % handed over", 3, products(500, 1000, is_handed_over=False)),
    ("A4", "89.9 % handed over", 3, products(899, 1000, is_handed_over=False)),
    ("A4", "90 % handed over", 4, products(900, 1000, is_handed_over=False)),
    ("A4", "all handed over, and one came back", 3, products(9, 10, came_back=True)),
    ("A4", "neither an initiative nor a live product", None, {"initiatives": (), "products": (NEW,)}),
    ("B1", "nobody ever asked", 0, {"workspaces": ()}),
    ("B1", "none is ready", 0, waits(None, None, None)),
    ("B1", "two requests", 1, waits(A_MINUTE, A_MINUTE)),
    ("B1", "three requests", 4, waits(A_MINUTE, A_MINUTE, A_MINUTE)),
    ("B1", "a median over 5 days", 1, waits(5.01, 5.01, 0.1)),
    ("B1", "a median of 5 days", 2, waits(5, 5, 6)),
    ("B1", "a median over a day", 2, waits(1.01, 1.01, 0.1)),
    ("B1", "a median of a day", 3, waits(1, 1, 6)),
    ("B1", "a median over 4 hours", 3, waits(FOUR_HOURS + 0.01, FOUR_HOURS + 0.01, 0.1)),
    ("B1", "a median of 4 hours", 4, waits(FOUR_HOURS, FOUR_HOURS, 6)),
    ("B1", "most of them wait still", 1, waits(A_MINUTE, None, None)),
    ("B1", "half of them wait still, too long for a template", 3, waits(A_MINUTE, A_MINUTE, None, None)),
    ("B1", "eight of ten automations within 15 minutes", 3, automated(*[15] * 8, 15.1, None)),
    ("B1", "nine of ten automations within 15 minutes", 4, automated(*[15] * 9, 15.1)),
    ("B1", "requests of more than half a year ago", None, waits(1, 1, 1, on=HALF_YEAR_AGO - timedelta(days=1))),
    ("B1", "four wait for longer than half a year", 1, {"workspaces": QUICK + LEFT_WAITING}),
    ("B1", "requests of half a year ago", 3, waits(1, 1, 1, on=HALF_YEAR_AGO)),
    ("B2", "none without an engineer", 0, waits(1, 1, touchless=0)),
    ("B2", "one of three", 1, waits(1, 1, 1, touchless=1)),
    ("B2", "one of two", 2, waits(1, 1, touchless=1)),
    ("B2", "79 %", 2, waits(*[1] * 100, touchless=79)),
    ("B2", "80 %", 3, waits(*[1] * 100, touchless=80)),
    ("B2", "94 %", 3, waits(*[1] * 100, touchless=94)),
    ("B2", "95 %", 4, waits(*[1] * 100, touchless=95)),
    ("B2", "all of four", 3, waits(1, 1, 1, 1)),
    ("B2", "all of five", 4, waits(1, 1, 1, 1, 1)),
    ("B2", "nobody asked for half a year", None, waits(1, on=HALF_YEAR_AGO - timedelta(days=1))),
    ("B3", "none by a pipeline", 0, products(0, 2, by_pipeline=False)),
    ("B3", "49.9 %", 1, products(499, 1000, by_pipeline=False)),
    ("B3", "50 %", 2, products(500, 1000, by_pipeline=False)),
    ("B3", "79.9 %", 2, products(799, 1000, by_pipeline=False)),
    ("B3", "80 %", 3, products(800, 1000, by_pipeline=False)),
    ("B3", "all, one of them only to production", 3, products(1, 2, pipeline_targets=frozenset({"production"}))),
    ("B3", "all, one of them only to development", 3, products(1, 2, pipeline_targets=frozenset({"dev"}))),
    ("B3", "all, to both", 4, products(2, 2)),
    ("B3", "no live product", None, {"products": (NEW,)}),
    ("B4", "decided elsewhere", 0, decided(0, 2)),
    ("B4", "49.9 %", 1, decided(499, 1000)),
    ("B4", "50 %", 2, decided(500, 1000)),
    ("B4", "79.9 %", 2, decided(799, 1000)),
    ("B4", "80 % within 5 days", 3, decided(800, 1000, days=5)),
    ("B4", "80 % in more than 5 days", 2, decided(800, 1000, days=5.01)),
    ("B4", "94.9 %", 3, decided(949, 1000)),
    ("B4", "95 % within 2 days", 4, decided(950, 1000, days=2)),
    ("B4", "95 % in more than 2 days", 3, decided(950, 1000, days=2.01)),
    ("B4", "most of them wait for longer", 2, decided(1, 1, waiting=[9, 9])),
    ("B4", "as many wait as were decided", 4, decided(1, 1, waiting=[9])),
    ("B4", "a grant without an end", 3, decided(1, 1) | {"open_ended": (Named("DP-1", "ACC-1", False),)}),
    ("B4", "none decided, one waits", None, decided(0, 0, waiting=[9])),
    ("C1", "no contract", 0, products(0, 2, contract=None)),
    ("C1", "one of three", 1, products(1, 3, contract=None)),
    ("C1", "49.9 %", 1, products(499, 1000, contract=None)),
    (
        "C1",
        "50 %",
        2,
        products(500, 1000, contract=DRAFT),
    ),
    ("C1", "79.9 %", 2, products(799, 1000, contract=None)),
    ("C1", "80 %", 3, products(800, 1000, contract=None)),
    ("C1", "all but one", 3, products(999, 1000, contract=None)),
    ("C1", "all", 4, products(2, 2)),
    ("C1", "no product", None, {"products": ()}),
    ("C2", "24.9 %", 0, described(249, 1000)),
    ("C2", "25 %", 1, described(250, 1000)),
    ("C2", "59.9 %", 1, described(599, 1000)),
    ("C2", "60 %", 2, described(600, 1000)),
    ("C2", "89.9 %", 2, described(899, 1000)),
    ("C2", "90 %", 3, described(900, 1000)),
    ("C2", "all but one", 3, described(999, 1000)),
    ("C2", "all", 4, described(1000, 1000)),
    ("C2", "a contract without columns", 0, described(0, 0)),
    ("C3", "a change that nobody graded", 1, changed(change(None))),
    ("C3", "a breaking change in a minor version", 2, changed(change(), change(is_major=False))),
    ("C3", "a breaking change that nobody was told of", 3, changed(change(notice_days=None))),
    ("C3", "29 days of notice", 3, changed(change(), change(notice_days=29))),
    ("C3", "30 days of notice", 4, changed(change(), change())),
    ("C3", "nothing broke", None, changed(change(ChangeGrade.COMPATIBLE, is_major=False))),
    ("C3", "it broke half a year ago", 3, changed(change(on=HALF_YEAR_AGO, notice_days=1))),
    ("C3", "it broke before", None, changed(change(on=HALF_YEAR_AGO - timedelta(days=1)))),
    ("C4", "never measured", 0, one(quality_days=0, newest={})),
    ("C4", "measured, and never good", 1, measured(0, 90)),
    ("C4", "49.9 %", 1, measured(499, 1000)),
    ("C4", "50 %", 2, measured(500, 1000)),
    ("C4", "79.9 %", 2, measured(799, 1000)),
    ("C4", "80 %", 3, measured(800, 1000)),
    ("C4", "94.9 %", 3, measured(949, 1000)),
    ("C4", "95 %", 4, measured(950, 1000)),
    ("C4", "no live product", None, {"products": (NEW,)}),
    ("C5", "nothing live", 0, {"products": (NEW,)}),
    ("C5", "level 1", 1, one(level=1)),
    ("C5", "level 2", 2, one(level=2)),
    ("C5", "level 3 without a consumer", 2, one(consumers=frozenset())),
    ("C5", "level 3 with one consumer", 3, one(consumers=frozenset({"QUA"}))),
    ("C5", "level 3 with its own domain and another one", 3, one(consumers=frozenset({"QUA", "MES"}))),
    ("C5", "level 3 with two others", 4, one(consumers=frozenset({"QUA", "LOG"}))),
    ("C5", "consumers of level 2", 2, one(level=2, consumers=frozenset({"QUA", "LOG"}))),
    ("D1", "none complete", 0, named("tables", 0, 3)),
    ("D1", "59.9 %", 1, named("tables", 599, 1000)),
    ("D1", "60 %", 2, named("tables", 600, 1000)),
    ("D1", "89.9 %", 2, named("tables", 899, 1000)),
    ("D1", "90 %", 3, named("tables", 900, 1000)),
    ("D1", "all but one", 3, named("tables", 999, 1000)),
    ("D1", "all", 4, named("tables", 3, 3)),
    ("D1", "products, and no table known", 0, {"tables": ()}),
    ("D1", "no product", None, {"products": ()}),
    ("D2", "59.9 %", 1, checked(599, 1000)),
    ("D2", "60 %", 2, checked(600, 1000)),
    ("D2", "89.9 %", 2, checked(899, 1000)),
    ("D2", "90 %", 3, checked(900, 1000)),
    ("D2", "all but one", 3, checked(999, 1000)),
    ("D2", "all", 4, checked(3, 3)),
    ("D2", "a check that failed", 1, one(changed=1, checked=2, checks_passed=1)),
    ("D2", "no change", None, one(changed=0, checked=0)),
    ("D3", "none traced", 0, named("grants", 0, 3)),
    ("D3", "49.9 %", 1, named("grants", 499, 1000)),
    ("D3", "50 %", 2, named("grants", 500, 1000)),
    ("D3", "79.9 %", 2, named("grants", 799, 1000)),
    ("D3", "80 %", 3, named("grants", 800, 1000)),
    ("D3", "all but one", 3, named("grants", 999, 1000)),
    ("D3", "all, and a review is due", 3, named("grants", 3, 3) | named("reviews_due", 0, 1)),
    ("D3", "all", 4, named("grants", 3, 3)),
    ("D3", "no grant", None, {"grants": ()}),
    ("D4", "over by 31 days", 1, exempt(31)),
    ("D4", "over by 30 days", 2, exempt(30)),
    ("D4", "over by a day", 2, exempt(1, -5)),
    ("D4", "on its last day", 4, exempt(0)),
    ("D4", "three of 21 exempted", 3, exempt(-5, -5, -5)),
    ("D4", "two of 21 exempted", 4, exempt(-5, -5)),
    ("D4", "none ever", None, exempt()),
    ("E1", "nobody came", 0, people(0, 0, 0)),
    ("E1", "nobody counted", 0, people(None, None, None)),
    ("E1", "19 of 100", 1, people(19)),
    ("E1", "20 of 100", 2, people(20)),
    ("E1", "49 of 100", 2, people(49, 80, 80)),
    ("E1", "50 of 100", 3, people(50)),
    ("E1", "75 of 100 in two months", 3, people(75, 75, 74)),
    ("E1", "75 of 100 in three months", 4, people(75, 75, 75)),
    ("E1", "a month that nobody counted", 3, people(75, None, 75)),
    ("E1", "people, and nobody says how many are expected", 1, people(75, 75, 75, expected=None)),
    ("E1", "nobody expected", None, people(5, expected=0)),
    ("E2", "none read elsewhere", 0, products(0, 2, readers=frozenset())),
    ("E2", "29.9 %", 1, products(299, 1000, readers=frozenset())),
    ("E2", "30 %", 2, products(300, 1000, readers=frozenset())),
    ("E2", "59.9 %", 2, products(599, 1000, readers=frozenset())),
    ("E2", "60 %", 3, products(600, 1000, readers=frozenset())),
    ("E2", "79.9 %", 3, products(799, 1000, readers=frozenset())),
    ("E2", "80 %", 4, products(800, 1000, readers=frozenset())),
    ("E2", "no live product", None, {"products": (NEW,)}),
    ("E3", "no inventory", 0, {"reports": ()}),
    ("E3", "19.9 %", 1, moved(199, 1000)),
    ("E3", "20 %", 2, moved(200, 1000)),
    ("E3", "49.9 %", 2, moved(499, 1000)),
    ("E3", "50 %", 3, moved(500, 1000)),
    ("E3", "79.9 %", 3, moved(799, 1000)),
    ("E3", "80 %", 4, moved(800, 1000)),
    ("E3", "80 %, and one was opened again", 3, moved(800, 1000, reopened=1)),
    ("E4", "none of the business owner", 0, results(("2026-Q3", 3, 3), is_owned=False)),
    ("E4", "none SMART", 0, results(("2026-Q3", 3, 3), is_smart=False)),
    (
        "E4",
        "SMART in the quarter before only",
        0,
        {"key_results": (LATE, replace(LATE, quarter="2026-Q2", is_smart=True))},
    ),
    ("E4", "one of four silent for 31 days", 1, results(running=[30, 30, 30, 31])),
    ("E4", "one of five silent for 31 days", 2, results(running=[30, 30, 30, 30, 31])),
    ("E4", "49.9 % reached", 2, results(("2026-Q3", 499, 1000))),
    ("E4", "50 % reached", 3, results(("2026-Q3", 500, 1000))),
    ("E4", "all reached in one quarter", 3, results(("2026-Q3", 3, 3))),
    ("E4", "70 % reached in two quarters running", 4, results(("2026-Q3", 7, 10), ("2026-Q2", 7, 10))),
    ("E4", "69.9 % reached in the quarter before", 3, results(("2026-Q3", 7, 10), ("2026-Q2", 699, 1000))),
    ("E4", "69.9 % reached in the last quarter", 3, results(("2026-Q3", 699, 1000), ("2026-Q2", 7, 10))),
    ("E4", "two quarters with a gap", 3, results(("2026-Q3", 3, 3), ("2026-Q1", 3, 3))),
    ("E4", "two quarters across the turn of the year", 4, results(("2026-Q1", 3, 3), ("2025-Q4", 3, 3))),
    ("E4", "no key result", 0, {"key_results": ()}),
]


NAMES = [f"{criterion} {what}" for criterion, what, _, _ in CASES]


def worked(**fields: Any) -> DomainFacts:
    return replace(WELL, **fields)


@pytest.mark.parametrize(("criterion", "level", "lost"), [(it[0], it[2], it[3]) for it in CASES], ids=NAMES)
def test_a_criterion_is_at_the_level_of_the_last_rule_that_holds(criterion, level, lost):
    assert told(worked(**lost)).result(criterion).level == level


def test_the_cases_show_every_criterion_at_each_of_its_levels():
    shown = {criterion.id: {level for it, _, level, _ in CASES if it == criterion.id} for criterion in MATURITY}
    # A blind spot aside, these three have facts of their kind wherever they apply, and so their first level.
    first = {"C3": 1, "D2": 1, "D4": 1}
    assert {key: levels - {None} for key, levels in shown.items()} == {
        it.id: set(range(first.get(it.id, 0), 5)) for it in MATURITY
    }


@pytest.mark.parametrize(("criterion", "lost"), [(it[0], it[3]) for it in CASES], ids=NAMES)
def test_a_step_leads_one_level_up_and_reads_as_a_sentence(criterion, lost):
    result = told(worked(**lost)).result(criterion)
    if result.level is None or result.level == 4:
        assert result.step is None
        return
    step = result.step
    assert step is not None
    assert (step.to_level, step.left > 0) == (result.level + 1, True)
    assert step.sentence[0].isupper()
    assert step.sentence.endswith(".")
    for nonsense in ("{", " 0 ", " of 0 ", "None", "..", "  "):
        assert nonsense not in step.sentence
