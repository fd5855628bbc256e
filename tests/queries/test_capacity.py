"""Who is lent and who does the work, asked of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.actions import lending, logbook, policy
from core.db import snapshot
from core.model import LogKind, Phase
from core.queries.capacity import Capacity
from core.queries.capacity import capacity as ask
from core.rules.labour import Handing
from tests.cast import TODAY, Cast, do, initiative
from tests.statements import counted


def asked(**terms) -> Capacity:
    with snapshot() as session:
        return ask(session, **{"as_of": TODAY} | terms)


def log(cast: Cast, key: str, data_team: float, product_team: float):
    hours = {"hours_data_team": data_team, "hours_product_team": product_team}
    do(logbook.log, key, by=cast.engineer, on=TODAY, kind=LogKind.BUILD, text="Built it", **hours)


def test_people_lent_are_held_against_the_policy_and_free_ones_are_shown(cast: Cast):
    key = initiative(cast)
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=13)}
    do(lending.lend, key, cast.contributor.email, by=cast.engineer, share=0.5, **days)
    do(policy.change_policy, "incubation_capacity", 0, by=cast.admin, since=TODAY)
    found = asked()
    assert found.lent_now == {"Carl Contributor": 0.5}
    assert (found.is_over, found.lent_next_month) == (True, {})
    carl, erik = found.weeks
    assert (carl.person, carl.shares[:3], carl.initiatives) == ("Carl Contributor", (0.5, 0.5, 0), (key,))
    assert (erik.person, erik.free_from(found.mondays)) == ("Erik Engineer", found.mondays[0])


def test_why_somebody_is_lent_for_more_than_all_of_their_time_stays_visible_while_it_lasts(cast: Cast):
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=13)}
    for reason in ("", "Nobody else knows the presses."):
        loan = {"by": cast.engineer, "share": 0.8, "despite": reason, **days}
        do(lending.lend, initiative(cast), cast.contributor.email, **loan)
    (over,) = asked().over
    assert (over.person, over.initiative, over.reason) == (
        "Carl Contributor",
        "INI-2",
        "Nobody else knows the presses.",
    )
    assert over.by == "Erik Engineer"
    assert asked(as_of=TODAY + timedelta(days=14)).over == ()


def test_where_the_product_team_does_not_take_over_is_named_with_the_reason(cast: Cast):
    fine, stuck = initiative(cast, phase=Phase.INCUBATION), initiative(cast, phase=Phase.HANDOVER, title="Returns")
    log(cast, fine, 7, 3)
    log(cast, stuck, 5, 5)
    found = asked()
    assert [(row.key, row.verdict.handing) for row in found.staying] == [(stuck, Handing.STAYING)]
    assert [(part.phase, part.share, part.policy) for part in found.labour] == [
        (Phase.INCUBATION, pytest.approx(0.7), 0.7),
        (Phase.HANDOVER, pytest.approx(0.5), 0.1),
    ]


def test_a_domain_has_its_own_labour_and_all_is_read_in_five_statements(cast: Cast):
    log(cast, initiative(cast, phase=Phase.INCUBATION), 7, 3)
    log(cast, initiative(cast, phase=Phase.INCUBATION, domain="QUA", title="Returns"), 1, 9)
    assert set(asked().domains) == {"Manufacturing", "Quality"}
    with counted() as statements:
        mine = asked(domain=cast.owner.grants[0].domain_id)
    assert set(mine.domains) == {"Manufacturing"}
    assert len(statements) == 5
