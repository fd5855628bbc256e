"""Whether products stay with those who took them over, asked of the database."""

from __future__ import annotations

from datetime import timedelta

from core.actions import initiatives, phases, support
from core.db import snapshot
from core.model import Phase
from core.queries.aftercare import Aftercare
from core.queries.aftercare import aftercare as ask
from core.rules.aftercare import ReturnRate
from tests.cast import TODAY, Cast, day, do, initiative, live_product
from tests.statements import counted


def asked(*, days: int = 0, **terms) -> Aftercare:
    with snapshot() as session:
        return ask(session, as_of=TODAY + timedelta(days=days), **terms)


def handed_over(cast: Cast) -> str:
    """A live product whose initiative is completed on day 1."""
    key, built = initiative(cast, phase=Phase.HANDOVER), live_product(cast)
    do(initiatives.link_product, key, built, by=cast.engineer)
    do(phases.advance, key, by=cast.manager, at=day(1), override="Told in a test")
    return built


def test_a_request_waits_with_its_working_days_until_it_is_answered(cast: Cast):
    built = handed_over(cast)
    do(support.open_support, built, by=cast.engineer, at=day(2), on=day(2).date(), title="Slow")
    do(support.close_support, "SUP-1", by=cast.engineer, at=day(9), on=day(9).date(), answer="An index")
    (waiting,) = asked(days=8).waiting
    assert (waiting.key, waiting.days, waiting.answer) == ("SUP-1", 4, "")
    after = asked(days=10)
    assert (after.waiting, [(it.days, it.answer) for it in after.answered]) == ((), [(5, "An index")])


def test_a_product_comes_back_by_a_long_request_or_by_a_person(cast: Cast):
    built = handed_over(cast)
    assert asked(days=2).rates == {"Manufacturing": ReturnRate(1, 0)}
    do(support.open_support, built, by=cast.engineer, at=day(2), on=day(2).date(), title="Slow")
    (late,) = asked(days=30).returned
    assert (late.product, late.initiative, late.reason) == (built, "INI-1", "SUP-1 has been open for 20 working days.")
    do(phases.send_back, "INI-1", Phase.HANDOVER, by=cast.engineer, at=day(31), reason="The team was dissolved.")
    found = asked(days=31)
    assert [it.reason for it in found.returned] == ["Reopened on 5 Nov 2026."]
    assert found.rates == {"Manufacturing": ReturnRate(1, 1)}


def test_before_it_was_completed_nothing_was_handed_over(cast: Cast):
    handed_over(cast)
    assert asked().rates == {}


def test_a_domain_sees_its_own_in_three_statements(cast: Cast):
    handed_over(cast)
    with counted() as statements:
        mine = asked(days=2, domain=cast.owner.grants[0].domain_id)
    assert [it.key for it in mine.products] == ["DP-1"]
    assert len(statements) == 3
