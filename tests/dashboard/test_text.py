from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.components.text import NO_BREAK, duration, measured, money, number, percent

MINUTE = 1 / (24 * 60)


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(11, "11 min"), (15.2, "15.2 min"), (15.02, "15 min"), (75.4, "75 min"), (300, "5 h"), (4 * 24 * 60, "4 d")],
)
def test_a_duration_is_as_exact_as_a_target_of_minutes_needs(minutes: float, told: str):
    assert duration(minutes * MINUTE) == told.replace(" ", NO_BREAK)


def test_a_number_and_its_unit_stay_on_one_line():
    told = [percent(0.47), measured(3, "%"), measured(3, "kWh"), number(12344), money(Decimal(5000), "EUR")]
    assert told == [it.replace(" ", NO_BREAK) for it in ("47 %", "3 %", "3 kWh", "12 344", "5 000 EUR")]
