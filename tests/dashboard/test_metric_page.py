"""One metric: its weeks, its signals and why, its targets and remarks."""

from __future__ import annotations

from core.actions import metrics, workspaces
from core.actions.metrics import ReadingValue
from tests.cast import TODAY, Cast, day, do, lines
from tests.dashboard.app import open_page, said, through_dialog
from tests.statements import counted


def read(cast: Cast, *values: float) -> None:
    """A value a week, the last one now."""
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", unit="people")
    readings = [ReadingValue(day(7 * (n - len(values) + 1)), value) for n, value in enumerate(values)]
    do(metrics.store_readings, "users", readings, by=cast.engineer, source="portal")


def test_a_signal_is_explained_by_its_rule(cast: Cast):
    read(cast, *[10, 12] * 6, 40)
    at = open_page("metric", person=cast.stranger.email, key="users")
    words = said(at).replace("\\", "")
    assert "Value 40 people" in words
    assert "40 people: outside the limits." in words
    assert len(at.get("plotly_chart")) == 1
    (weeks,) = (it.value for it in at.dataframe)
    assert weeks["Signal"][0] == "outside the limits"
    assert at.button(key="metric_target").disabled


def test_a_target_is_set_and_a_day_annotated_from_the_page(cast: Cast):
    read(cast, *[10, 12] * 4)
    at = open_page("metric", person=cast.engineer.email, key="users")
    through_dialog(at, "metric_target", "set_target_go", set_target_low=20.0, set_target_since=TODAY)
    assert "Target ≥ 20 people" in said(at)
    through_dialog(at, "metric_annotate", "annotate_go", annotate_text=" ", annotate_on=TODAY)
    assert at.error[0].value == "Text is needed."
    through_dialog(at, "metric_annotate", "annotate_go", annotate_text="New portal", annotate_on=TODAY)
    assert not at.error


def test_what_a_metric_means_is_edited_from_the_page(cast: Cast):
    read(cast, *[10, 12] * 4)
    at = open_page("metric", person=cast.engineer.email, key="users")
    typed = {"edit_metric_name": "People at work", "edit_metric_unit": "heads", "edit_metric_owner": cast.owner.email}
    through_dialog(at, "metric_edit", "edit_metric_go", **typed)
    assert at.title[0].value == "People at work"
    assert "Value 12 heads" in said(at)
    changes = lines("users")[-1].changes
    assert changes == {
        "name": ["Active users", "People at work"],
        "unit": ["people", "heads"],
        "owner": [None, cast.owner.email],
    }


def test_of_a_computed_metric_unit_and_direction_stand_fast(cast: Cast):
    do(workspaces.request_workspace, by=cast.engineer, at=day(-8), domain="MES", name="mes-dev")
    do(metrics.adopt_default_metrics, by=cast.engineer)
    at = open_page("metric", person=cast.engineer.email, key="onboarding_p50")
    at.button(key="metric_edit").click().run()
    keys = {widget.key for widget in (*at.text_input, *at.selectbox, *at.number_input)}
    assert "edit_metric_name" in keys
    assert not {"edit_metric_unit", "edit_metric_good", "edit_metric_days"} & keys
    through_dialog(at, "metric_edit", "edit_metric_go", edit_metric_name="Wait for a workspace")
    assert at.title[0].value == "Wait for a workspace"


def test_a_computed_metric_names_the_slowest_requests_and_takes_no_readings(cast: Cast):
    do(workspaces.request_workspace, by=cast.engineer, at=day(-8), domain="MES", name="mes-dev")
    do(workspaces.mark_ready, "mes-dev", by=cast.engineer, at=day(-7), touchless=True)
    at = open_page("metric", person=cast.engineer.email, key="onboarding_p50")
    (slowest,) = (it.value for it in at.dataframe if "Waited" in it.value.columns)
    assert list(slowest["Workspace"]) == ["mes-dev"]
    keys = {button.key for button in at.button}
    assert "metric_record" not in keys
    assert {"metric_adopt", "metric_target"} <= keys


def test_a_metric_without_readings_says_what_would_fill_it(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    at = open_page("metric", person=cast.stranger.email, key="users")
    assert "No week has a value yet" in said(at)


def test_an_unknown_key_leads_back_to_the_wall(cast: Cast):
    at = open_page("metric", person=cast.stranger.email, key="no-such")
    assert "Not found" in [title.value for title in at.title]


def test_the_page_costs_twelve_statements_at_most(cast: Cast):
    read(cast, 1, 2, 3)
    at = open_page("metric", person=cast.stranger.email, key="users")
    with counted() as sent:
        at.run()
    assert len(sent) <= 12
