from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.actions import lending, people
from core.errors import Invalid, NotAllowed, NotFound
from tests.cast import NOW, Cast, do, initiative, lines, on_sqlite, refused

FORTNIGHT = {"from_on": date(2026, 10, 5), "until_on": date(2026, 10, 18)}
NEXT = {"from_on": date(2026, 10, 19), "until_on": date(2026, 11, 1)}


def test_a_person_is_lent_up_to_the_whole_of_a_day(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(lending.lend, one, "erik@example.com", by=cast.engineer, share=0.6, **FORTNIGHT)
    do(lending.lend, other, "erik@example.com", by=cast.engineer, share=0.4, **FORTNIGHT)
    do(lending.lend, other, "erik@example.com", by=cast.engineer, share=1, **NEXT)
    assert lines(one)[-1].changes["person"] == [None, "erik@example.com"]


def test_loans_over_the_whole_of_a_day_are_refused(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(lending.lend, one, "erik@example.com", by=cast.engineer, share=0.5, **FORTNIGHT)
    do(lending.lend, other, "erik@example.com", by=cast.engineer, share=0.3, **NEXT)
    across = {"from_on": date(2026, 10, 18), "until_on": date(2026, 10, 19)}
    refusal = refused(Invalid, lending.lend, other, "erik@example.com", by=cast.engineer, share=0.6, **across)
    assert "Erik Engineer is already lent for 50% in that time; 50% is free." in refusal.fields["share"]
    do(lending.lend, other, "erik@example.com", by=cast.engineer, share=0.5, **across)
    refused(Invalid, lending.lend, one, "erik@example.com", by=cast.engineer, share=0.3, **across)


@on_sqlite
@pytest.mark.parametrize(("fields", "named"), [({"share": 0}, "share"), ({"share": 1.1}, "share")])
def test_a_share_lies_between_nothing_and_all(cast: Cast, fields: dict[str, Any], named: str):
    refusal = refused(
        Invalid, lending.lend, initiative(cast), "erik@example.com", by=cast.engineer, **FORTNIGHT, **fields
    )
    assert list(refusal.fields) == [named]


def test_a_loan_does_not_end_before_it_begins(cast: Cast):
    backwards = {"from_on": date(2026, 10, 5), "until_on": date(2026, 10, 4)}
    refusal = refused(
        Invalid, lending.lend, initiative(cast), "erik@example.com", by=cast.engineer, share=1, **backwards
    )
    assert list(refusal.fields) == ["until_on"]


def test_who_has_left_is_not_lent(cast: Cast):
    do(people.archive_person, "erik@example.com", by=cast.admin, at=NOW)
    refused(NotFound, lending.lend, initiative(cast), "erik@example.com", by=cast.engineer, share=1, **FORTNIGHT)
    refused(NotAllowed, lending.lend, initiative(cast), "sam@example.com", by=cast.owner, share=1, **FORTNIGHT)


def test_more_than_the_whole_of_a_day_takes_a_reason_that_stays(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    loan = {"by": cast.engineer, "share": 0.8, **FORTNIGHT}
    do(lending.lend, one, "erik@example.com", **loan, despite="Not needed here")
    refused(Invalid, lending.lend, other, "erik@example.com", **loan, despite=" ")
    do(lending.lend, other, "erik@example.com", **loan, despite="Nobody else knows the presses.")
    assert (lines(one)[-1].reason, lines(other)[-1].reason) == ("", "Nobody else knows the presses.")


def test_a_loan_ends_early_and_what_is_free_then_is_lent_again(cast: Cast):
    key, last = initiative(cast), date(2026, 10, 9)
    do(lending.lend, key, "erik@example.com", by=cast.engineer, share=1, **FORTNIGHT)
    ended = do(lending.end_loan, key, "erik@example.com", by=cast.engineer, on=last)
    assert (ended.until_on, lines(key)[-1].changes["until"]) == (last, ["2026-10-18", "2026-10-09"])
    rest = {"from_on": last + timedelta(days=1), "until_on": FORTNIGHT["until_on"]}
    do(lending.lend, initiative(cast), "erik@example.com", by=cast.engineer, share=1, **rest)


def test_only_a_loan_that_goes_on_is_ended_and_only_by_the_data_team(cast: Cast):
    key = initiative(cast)
    do(lending.lend, key, "erik@example.com", by=cast.engineer, share=1, **FORTNIGHT)
    for on in (date(2026, 10, 4), FORTNIGHT["until_on"]):
        refused(Invalid, lending.end_loan, key, "erik@example.com", by=cast.engineer, on=on)
    refused(Invalid, lending.end_loan, initiative(cast), "erik@example.com", by=cast.engineer, on=date(2026, 10, 9))
    refused(NotAllowed, lending.end_loan, key, "erik@example.com", by=cast.owner, on=date(2026, 10, 9))
