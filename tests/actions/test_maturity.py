"""Who decides what counts: exemptions take two people, and a criterion is never switched backwards."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from core.actions import maturity
from core.errors import Invalid, NotAllowed, NotFound
from tests.cast import NOW, TODAY, Cast, day, do, lines, refused

UNTIL = TODAY + timedelta(days=30)
WHY = {"reason": "There is no network yet.", "until_on": UNTIL}


def test_an_exemption_is_asked_for_and_approved_by_somebody_else(cast: Cast):
    asked = do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **WHY)
    assert asked.approved_at is None
    approved = do(maturity.approve_exemption, "MES", "B1", by=cast.manager)
    assert (approved.approved_at, approved.approved_by_id) == (NOW, cast.manager.id)
    do(maturity.end_exemption, "MES", "B1", by=cast.owner, at=day(1), reason="The network is there.")
    assert [line.kind for line in lines("MES")][-3:] == ["exemption.asked", "exemption.approved", "exemption.ended"]
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **WHY)


def test_nobody_approves_what_they_asked_for_or_may_not_approve(cast: Cast):
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **WHY)
    assert "manager" in str(refused(NotAllowed, maturity.approve_exemption, "MES", "B1", by=cast.owner))
    assert "manager" in str(refused(NotAllowed, maturity.approve_exemption, "MES", "B1", by=cast.engineer))
    refused(NotAllowed, maturity.ask_exemption, "QUA", "B1", by=cast.owner, **WHY)


def test_an_exemption_needs_a_known_criterion_a_reason_and_a_last_day_within_a_year(cast: Cast):
    by = {"by": cast.owner}
    assert "criterion" in refused(Invalid, maturity.ask_exemption, "MES", "Z9", **by, **WHY).fields
    assert "reason" in refused(Invalid, maturity.ask_exemption, "MES", "B1", **by, reason=" ", until_on=UNTIL).fields
    for until_on in (TODAY - timedelta(days=1), TODAY + timedelta(days=366)):
        given = {"reason": "No network.", "until_on": until_on}
        assert "until_on" in refused(Invalid, maturity.ask_exemption, "MES", "B1", **by, **given).fields
    do(maturity.ask_exemption, "MES", "B1", **by, **WHY)
    assert "End it first" in str(refused(Invalid, maturity.ask_exemption, "MES", "B1", **by, **WHY))
    refused(NotFound, maturity.end_exemption, "MES", "B2", **by, reason="It has begun.")


def test_an_exemption_ends_with_a_reason_that_stays_with_who_ended_it(cast: Cast):
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **WHY)
    for reason in ("", "  "):
        refusal = refused(Invalid, maturity.end_exemption, "MES", "B1", by=cast.manager, reason=reason)
        assert "reason" in refusal.fields
    ended = do(maturity.end_exemption, "MES", "B1", by=cast.manager, reason=" There is a network. ")
    assert (ended.ended_at, ended.ended_by_id, ended.ended_because) == (NOW, cast.manager.id, "There is a network.")
    assert lines("MES")[-1].reason == "There is a network."


def test_a_criterion_is_switched_by_an_admin_from_a_day_on_with_a_reason(cast: Cast):
    switch = partial(do, maturity.switch_criterion, "B3", by=cast.admin, since=TODAY)
    assert switch(on=True, reason="Pipelines are told from now on.").on
    assert not switch(on=False, reason="They are not.").on
    assert lines("B3")[-1].reason == "They are not."
    assert switch(on=None, reason="The facts may say it.").on is None
    given: dict[str, Any] = {"on": True, "since": TODAY, "reason": "Pipelines."}
    yesterday = given | {"since": TODAY - timedelta(days=1)}
    assert "since" in refused(Invalid, maturity.switch_criterion, "B3", by=cast.admin, **yesterday).fields
    assert (
        "reason" in refused(Invalid, maturity.switch_criterion, "B3", by=cast.admin, **given | {"reason": " "}).fields
    )
    refused(NotAllowed, maturity.switch_criterion, "B3", by=cast.manager, **given)
