"""What Explain shows is enough: its figures, computed again, are those on the page."""

from __future__ import annotations

import re
from datetime import date
from statistics import median

import numpy as np
import pytest

from core.db import snapshot
from core.queries.key_results import Standing
from core.queries.objective import Dossier, objective
from dashboard.components import explain, outlook
from dashboard.components.text import percent
from dashboard.session import AS_OF as AS_OF_KEY
from tests import cast as made
from tests.cast import Cast, day, movement
from tests.dashboard.app import open_page, said, settled
from tests.queries.reports import report

FALLING = (19, 18.7, 18.7, 17.1, 16, 15.2, 14.9)
AS_OF = day(42).date()


def dossier(cast: Cast, key: str, on: date = AS_OF) -> Dossier:
    with snapshot() as session:
        return objective(session, key, as_of=on)


def standing(cast: Cast, *values: float, **fields: float) -> Standing:
    """A key result that was read in each week."""
    key = movement(cast, None, **fields).key
    for n, value in enumerate(values):
        report(cast, key, 7 * n, value)
    (file,) = dossier(cast, key).key_results
    return file.standing


def figures(text: str) -> list[float]:
    return [float(figure.replace("−", "-")) for figure in re.findall(r"(?<![\w.])[−-]?\d+(?:\.\d+)?", text)]


def sentences(found: Standing) -> dict[str, str]:
    """What follows each bold name."""
    lines = outlook.calculation(found)
    return {match[1]: match[2] for match in (re.match(r"\*\*(.+?)\*\*(.*)", line) for line in lines) if match}


def test_the_chance_and_the_speed_can_be_computed_again(cast: Cast):
    found = standing(cast, *FALLING, baseline=19, target=8.5)
    told = sentences(found)
    changes = np.array(figures(told["Weekly changes"].split(":")[1]))
    target, value, days, week, needed, *_ = figures(told["Speed"].split("weeks left =")[1])
    assert needed == pytest.approx((target - value) / (days / week))
    so_far = median(changes[-6:])
    assert f"{needed / so_far:.1f}× the speed so far" in told["Speed"]
    (weeks,), (seed,) = (map(int, re.findall(given, told["Chance"])) for given in (r"the (\d+) weeks", r"seed (\d+)"))
    draws = np.random.default_rng(seed).integers(len(changes), size=(weeks, 10_000), dtype=np.uint8)
    ends = value + changes[draws].sum(axis=0)
    reached = int((ends <= target + 1e-9).sum())
    assert f"{reached} / 10000" in told["Chance"]
    assert found.chance == reached / 10_000


def test_progress_plan_and_gap_can_be_computed_again(cast: Cast):
    found = standing(cast, *FALLING, baseline=19, target=8.5)
    with snapshot():
        lines = list(explain.calculation(found.assessment, dossier(cast, found.objective_key).thresholds))
    value, baseline, target, base, shown = figures(lines[0].split("= (")[2])
    assert round((value - baseline) / (target - base) * 100, 1) == shown
    assert percent(shown / 100) == percent(found.assessment.progress)
    gone, whole, planned = figures(lines[1].split("=")[2] + lines[1].split("=")[3])
    assert round(gone / whole * 100, 1) == planned
    due, reached, gap, *_ = figures(lines[2].split("progress =")[1])
    assert (round(due, 1), round(reached, 1), round(due - reached, 1)) == (planned, shown, gap)


def test_an_objective_adds_up_from_what_is_shown(cast: Cast):
    key = made.objective(cast)
    for value, weight in ((1.0, 1), (2.0, 2.5), (None, 1)):
        key_result = movement(cast, key, weight=weight, target=7).key
        if value is not None:
            report(cast, key_result, 40, value)
    shown = dossier(cast, key)
    parts = [file.standing for file in shown.key_results]
    progress, planned, *_ = explain.sums(shown.rollup, parts, shown.thresholds)
    for line, figure in ((progress, shown.rollup.progress), (planned, shown.rollup.planned)):
        *terms, whole, total = figures(line)
        added = sum(weight * share for weight, share in zip(terms[::2], terms[1::2], strict=True))
        assert round(added / whole, 1) == total
        assert percent(added / whole / 100) == percent(figure)


def test_too_few_readings_are_said_and_no_number_is_shown(cast: Cast):
    found = standing(cast, 0, 1)
    assert "Speed and chance" in sentences(found)
    assert (found.pace, found.chance, found.forecast) == (None, None, None)


def test_the_page_says_where_a_key_result_is_heading(cast: Cast):
    found = standing(cast, *FALLING, baseline=19, target=8.5)
    at = open_page("objective", person=cast.owner.email, key=found.key)
    at.date_input(key=AS_OF_KEY).set_value(AS_OF)
    text = said(settled(at))
    assert "needs 1.8× the speed so far" in text
    assert "if the weeks ahead are like the 6 behind" in text
    assert re.search(r"chance (?:\\<|\\>)? ?\d+ %", text)
