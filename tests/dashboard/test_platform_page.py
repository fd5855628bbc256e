"""The platform: waiting times, workspaces and metrics."""

from __future__ import annotations

from datetime import timedelta

from core.actions import metrics, reports, workspaces
from core.actions.metrics import ReadingValue
from tests.cast import NOW, Cast, day, do
from tests.dashboard.app import open_page, said, settled, through_dialog


def chosen(row: int) -> dict[str, object]:
    return {"selection": {"rows": [row], "columns": [], "cells": []}}


def test_the_platform_tells_how_long_people_wait(cast: Cast):
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    ready = NOW + timedelta(minutes=11)
    do(workspaces.mark_ready, "mes-dev", by=cast.engineer, at=ready, touchless=True)
    at = open_page("platform", person=cast.stranger.email)
    for told in ("Half ready within 11 min", "Still waiting 0", "Ready within 15 min 100 %", "Touchless 100 %"):
        assert told in said(at)
    assert at.button(key="platform_request").disabled


def test_a_workspace_goes_from_request_to_use(cast: Cast):
    at = open_page("platform", person=cast.engineer.email, platform_part="Onboarding")
    through_dialog(at, "platform_request", "request_workspace_go", request_workspace_name="mes-dev")
    assert "Still waiting 1" in said(at)
    at.session_state["platform_workspaces"] = chosen(0)
    through_dialog(settled(at), "platform_ready", "mark_ready_go", mark_ready_hand="No, touchless")
    assert "Still waiting 0" in said(at)
    through_dialog(at, "platform_used", "mark_used_go")
    (states,) = (list(it.value["State"]) for it in at.dataframe if "State" in it.value.columns)
    assert states == ["In use"]


def test_a_metric_is_defined_and_read_by_hand(cast: Cast):
    at = open_page("platform", person=cast.engineer.email)
    typed = {"define_metric_key": "users", "define_metric_name": "Active users", "define_metric_low": 10.0}
    through_dialog(at, "platform_define", "define_metric_go", **typed)
    through_dialog(at, "platform_record", "record_reading_go", record_reading_value=12.0)
    (card,) = [metric for metric in at.metric if metric.label == "Active users"]
    assert card.value == "12"
    assert card.delta.startswith("On target")


def test_an_old_reading_is_said_to_be_out_of_date(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", low=10, refresh_days=1)
    do(metrics.store_readings, "users", [ReadingValue(day(-30), 12)], by=cast.engineer, source="portal")
    (card,) = [it for it in open_page("platform", person=cast.stranger.email).metric if it.label == "Active users"]
    assert (card.value, card.delta) == ("12", "Out of date, 5 Sep")


def test_a_reading_without_a_value_is_refused_in_place(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    at = open_page("platform", person=cast.engineer.email)
    through_dialog(at, "platform_record", "record_reading_go")
    assert at.error[0].value == "A reading needs a value."


def test_the_wall_is_light_and_calls_each_change(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    readings = [ReadingValue(day(-7 * n), value) for n, value in enumerate([40, *[10, 12] * 6])]
    do(metrics.store_readings, "users", readings, by=cast.engineer, source="portal")
    at = open_page("platform", person=cast.stranger.email)
    assert [link.proto.label for link in at.get("page_link") if "Signal" in link.proto.label]
    assert not at.get("plotly_chart")
    assert "+30 in a week" in said(at).replace("\\", "")


def test_the_default_metrics_are_adopted_from_the_wall(cast: Cast):
    at = open_page("platform", person=cast.engineer.email)
    at.button(key="platform_adopt").click()
    assert "Support requests open" in [metric.label for metric in settled(at).metric]
    assert "platform_adopt" not in [button.key for button in at.button]


def test_onboarding_names_the_slowest_and_compares_before_with_after(cast: Cast):
    for n, minutes in enumerate((600, 10)):
        name, at = f"mes-{n}", day(40 * n)
        do(workspaces.request_workspace, by=cast.engineer, at=at, domain="MES", name=name, template=f"v{n}")
        ready = at + timedelta(minutes=minutes)
        do(workspaces.mark_ready, name, by=cast.engineer, at=ready, touchless=True)
    do(metrics.adopt_default_metrics, by=cast.engineer)
    told = {"on": day(20).date(), "text": "A template", "process_changed": True}
    do(metrics.annotate, "onboarding_p50", by=cast.engineer, at=day(41), **told)
    page = open_page("platform", person=cast.engineer.email, platform_part="Onboarding", platform_span="All requests")
    assert len(page.get("plotly_chart")) == 1
    shown = [it.value for it in page.dataframe]
    (slowest,) = (it for it in shown if "Request" in it.columns)
    assert list(slowest["Workspace"]) == ["mes-0", "mes-1"]
    (compared,) = (it for it in shown if next(iter(it.columns)) == "Requested" and "Half within" in it.columns)
    assert list(compared["Half within"]) == ["10\u00a0h", "10\u00a0min"]


def test_reports_moved_stand_beside_the_plan(cast: Cast):
    given = {"domain": "MES", "name": "A", "hours_per_run": 5, "runs_per_month": 6, "planned_on": day(-20).date()}
    do(reports.record_report, by=cast.engineer, **given)
    at = open_page("platform", person=cast.stranger.email, platform_part="Spreadsheets")
    (months,) = (it.value for it in at.dataframe if "Planned by its end" in it.value.columns)
    assert months["Planned by its end"].max() == 1
