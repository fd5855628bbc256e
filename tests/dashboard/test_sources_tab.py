"""Sources on the page Data, and what is said where one is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.actions import metrics
from core.errors import Misconfigured
from core.pull import pull
from core.sources.contract import MetricRead, SourceFailed
from dashboard import data
from dashboard.components.text import day, moment
from tests.cast import Cast, do
from tests.dashboard.app import open_page, said, settled
from tests.pulls.outside import Items, Told, workspace
from tests.statements import counted


@pytest.fixture
def source(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Told:
    """A source that delivered once, five days ago, and should every hour."""
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", refresh_days=30)
    then = datetime.now(UTC) - timedelta(days=5)
    told = Told([MetricRead("users", then, 7)], title="Portal")
    pull(told, now=lambda: then)
    monkeypatch.setattr(data, "configured_sources", lambda: {told.name: told})
    return told


def failing() -> Iterator[None]:
    raise SourceFailed("The portal answered 503.")
    yield


def test_a_source_that_is_late_is_said_on_home_and_greys_its_figures(cast: Cast, source: Told):
    home = open_page("home", person=cast.stranger.email)
    assert home.warning[0].value.startswith("Portal has not delivered since")
    wall = open_page("platform", person=cast.stranger.email)
    (card,) = [it for it in wall.metric if it.label == "Active users"]
    assert (card.value, card.delta.split(",")[0]) == ("7", "Out of date")


@pytest.mark.parametrize("is_failed", [False, True])
def test_what_a_late_or_failed_source_gave_stands_grey_with_its_value_and_time_wherever_it_is_shown(
    cast: Cast, source: Told, is_failed: bool
):
    if is_failed:
        broken: Items = failing()  # type: ignore[assignment]
        source.items = broken
        pull(source)
    then = datetime.now(UTC) - timedelta(days=5)
    since = f"Portal has not delivered since {moment(then)}"
    for page, address in (("home", {}), ("platform", {}), ("metric", {"key": "users"})):
        at = open_page(page, person=cast.stranger.email, **address)
        assert at.warning[0].value.startswith(since), page
        assert ("The last attempt failed" in at.warning[0].value) is is_failed
    (value, *_) = at.metric
    assert (value.value, value.delta) == ("7", f"of {day(then)}")
    assert "Target – Out of date" in " ".join(f"{it.label} {it.value} {it.delta}" for it in at.metric)
    wall = open_page("platform", person=cast.stranger.email)
    (card,) = [it for it in wall.metric if it.label == "Active users"]
    assert (card.value, card.delta) == ("7", f"Out of date, {day(then)}")
    assert since in card.help
    listed = said(open_page("data", person=cast.stranger.email, data_part="Sources"))
    assert ("Failed" if is_failed else "Late") in listed
    assert f"{then:%Y-%m-%d %H:%M} UTC" in listed.replace("\\", "")


def test_waiting_times_say_of_when_they_are_while_the_source_of_the_requests_is_silent(cast: Cast, source: Told):
    then = datetime.now(UTC) - timedelta(days=4)
    source.items = [workspace(requested_at=then)]
    pull(source, now=lambda: then)
    words = said(open_page("platform", person=cast.stranger.email)).replace("\\", "")
    assert f"As Portal told it on {moment(then)}; what became ready since then still counts as waiting." in words


def test_pull_now_stores_what_came_and_the_figure_is_fresh_again(cast: Cast, source: Told):
    source.items = [MetricRead("users", datetime.now(UTC), 9)]
    at = open_page("data", person=cast.engineer.email, data_part="Sources")
    assert "Late" in said(at)
    at.button(key="data_pull_told").click()
    assert "Fresh" in said(settled(at))
    assert "Saw 1 readings" in said(at)
    assert not open_page("home", person=cast.stranger.email).warning
    assert "Levels 0 to 4" in said(open_page("domains", person=cast.stranger.email)), "maturity is kept with it"


def test_a_pull_that_fails_says_why_and_keeps_what_was_there(cast: Cast, source: Told):
    broken: Items = failing()  # type: ignore[assignment]
    source.items = broken
    at = open_page("data", person=cast.engineer.email, data_part="Sources")
    at.button(key="data_pull_told").click()
    words = said(settled(at)).replace("\\", "")
    assert "Failed" in words
    assert "The portal answered 503." in words
    warned = open_page("home", person=cast.stranger.email).warning[0].value.replace("\\", "")
    assert "The last attempt failed: The portal answered 503." in warned


def test_only_those_who_may_can_pull(cast: Cast, source: Told):
    at = open_page("data", person=cast.stranger.email, data_part="Sources")
    assert at.button(key="data_pull_told").disabled


def test_settings_that_cannot_be_used_are_named_and_nothing_else_breaks(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def misconfigured() -> dict[str, Told]:
        raise Misconfigured("UPTAKE_GITHUB_REPOSITORY is no repository.")

    monkeypatch.setattr(data, "configured_sources", misconfigured)
    assert open_page("data", person=cast.stranger.email, data_part="Sources").error
    assert not open_page("home", person=cast.stranger.email).warning


def test_no_source_says_what_to_do(cast: Cast):
    assert "No source is configured" in said(open_page("data", person=cast.stranger.email, data_part="Sources"))


@pytest.mark.parametrize("name", ["home", "platform"])
def test_freshness_stays_within_the_budget_of_a_page(cast: Cast, source: Told, name: str):
    at = open_page(name, person=cast.engineer.email)
    with counted() as sent:
        at.run()
    assert len(sent) <= 12
