"""The platform: waiting times, workspaces and metrics."""

from __future__ import annotations

from datetime import timedelta

from core.actions import metrics, workspaces
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
    at = open_page("platform", person=cast.engineer.email)
    through_dialog(at, "platform_request", "request_workspace_go", request_workspace_name="mes-dev")
    assert "Still waiting 1" in said(at)
    at.session_state["platform_workspaces"] = chosen(0)
    through_dialog(settled(at), "platform_ready", "mark_ready_go")
    assert "Still waiting 0" in said(at)
    through_dialog(at, "platform_used", "mark_used_go")
    assert "In use" in list(at.dataframe[1].value["State"])


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
