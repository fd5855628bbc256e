"""The page of capacity: who is lent, and whether the data team steps back."""

from __future__ import annotations

from datetime import timedelta

from core.actions import lending, logbook
from core.model import LogKind, Phase
from dashboard.session import now, today
from tests.cast import Cast, do, initiative
from tests.dashboard.app import open_page, said


def test_it_shows_who_is_lent_and_where_the_data_team_stays(cast: Cast):
    key = initiative(cast, phase=Phase.HANDOVER)
    days = {"from_on": today(), "until_on": today() + timedelta(days=13)}
    do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=0.5, **days)
    entry = {"on": today(), "kind": LogKind.SUPPORT, "text": "Answered", "hours_data_team": 8}
    do(logbook.log, key, by=cast.engineer, at=now(), **entry)
    at = open_page("capacity", person=cast.manager.email)
    assert "The product team is not taking over (1)" in said(at)
    assert "where 10% is meant" in said(at)
    assert list(at.dataframe[0].value["Lent to"]) == [key]


def test_without_people_and_hours_it_says_where_they_come_from(cast: Cast):
    at = open_page("capacity", person=cast.manager.email)
    assert "They come from the logbook" in said(at)
