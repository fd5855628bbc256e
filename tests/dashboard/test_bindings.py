from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from core.actions import bindings, metrics, reports
from core.actions.readings import ReadingValue
from core.db import snapshot
from core.model import Level, Register
from core.queries.objective import objective
from dashboard.dialogs.bindings import PEOPLE
from dashboard.session import today
from tests.cast import NOW, TODAY, Cast, do, lines, live_product, milestones, movement
from tests.dashboard.app import open_page, said, through_dialog

LATER = today() + timedelta(days=365)
"""When the key results here are due, whenever the tests run."""


def shown(cast: Cast, who: str | None = None) -> AppTest:
    return open_page("objective", person=who or cast.owner.email, key="OBJ-1")


def bound(cast: Cast) -> str:
    """Bound to the Excel reports of its domain, of which one was migrated."""
    key = movement(cast, due=LATER).key
    do(bindings.bind, key, by=cast.owner, source=Register.REPORTS_MIGRATED, domain="MES")
    cost = {"hours_per_run": 30, "runs_per_month": 2}
    report = do(reports.record_report, by=cast.engineer, domain="MES", name="Scrap.xlsx", **cost).key
    do(reports.migrate_report, report, live_product(cast), by=cast.engineer, on=TODAY)
    return key


def test_a_key_result_is_bound_to_a_register_in_a_dialog(cast: Cast):
    key = movement(cast, due=LATER).key
    at = shown(cast)
    at.button(key=f"bind_{key}").click().run()
    at.selectbox(key="bind_source").set_value(Register.WORKSPACES_READY)
    through_dialog(at, f"bind_{key}", "bind_go")
    assert [line.kind for line in lines(key)] == ["key_result.set", "key_result.bound"]
    assert "Read from workspaces ready, all domains" in said(shown(cast))


def test_it_shows_what_it_is_read_from_with_the_rows_behind_it(cast: Cast):
    key = bound(cast)
    at = shown(cast)
    assert "Read from Excel reports migrated since its start, Manufacturing: 1 reports" in said(at).replace("**", "")
    at.session_state[f"evidence_{key}"] = True
    at.run()
    assert not at.exception
    (rows,) = [table.value for table in at.dataframe if "Name" in table.value.columns]
    assert rows.to_dict("records") == [{"Key": "XLS-1", "Name": "Scrap.xlsx", "Day": TODAY}]


def test_a_check_in_offers_the_figure_and_takes_a_confidence_alone(cast: Cast):
    key = bound(cast)
    at = shown(cast)
    at.button(key=f"check_in_{key}").click().run()
    assert "Leave the value empty to keep to the figures." in said(at)
    assert at.number_input(key="check_in_value").label == "Value of your own in reports"
    assert at.number_input(key="check_in_value").value is None
    through_dialog(shown(cast), f"check_in_{key}", "check_in_go", check_in_confidence=7)
    assert lines(key)[-1].kind == "check_in.made"


def test_an_override_needs_a_word_and_keeps_the_figure_in_sight(cast: Cast):
    key = bound(cast)
    typed = {"check_in_value": 3.0, "check_in_confidence": 7}
    at = through_dialog(shown(cast), f"check_in_{key}", "check_in_go", **typed)
    assert "Say why under “What changed?”" in said(at)
    through_dialog(shown(cast), f"check_in_{key}", "check_in_go", check_in_changed="Two are double.", **typed)
    text = said(shown(cast)).replace("**", "")
    assert "3 of 5 reports" in text
    assert "Manufacturing: 1 reports" in text
    assert "Overridden by a check-in: 3 reports since" in text


def test_people_take_it_back_in_the_same_dialog(cast: Cast):
    key = bound(cast)
    at = shown(cast)
    at.button(key=f"bind_{key}").click().run()
    assert at.selectbox(key="bind_source").value is Register.REPORTS_MIGRATED
    at.selectbox(key="bind_source").set_value(PEOPLE)
    through_dialog(at, f"bind_{key}", "bind_go")
    assert lines(key)[-1].kind == "key_result.unbound"


def test_a_silent_metric_shows_its_last_good_value_and_why_it_does_not_count(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", unit="people")
    do(metrics.store_readings, "users", [ReadingValue(NOW, 4)], by=cast.engineer, source="catalog")
    key = movement(cast, due=LATER).key
    do(bindings.bind, key, by=cast.owner, source=Register.METRIC, metric="users")
    text = said(shown(cast))
    assert "4 of 5 people, last good on 5 Oct" in text
    assert "should be read every 7 days" in text
    with snapshot() as session:
        dossier = objective(session, "OBJ-1", as_of=today())
    assert (dossier.rollup.measured, dossier.rollup.counted) == (0, 1)


def test_products_ask_for_a_level_and_milestones_cannot_be_bound(cast: Cast):
    key = movement(cast, due=LATER).key
    at = shown(cast)
    at.button(key=f"bind_{key}").click().run()
    at.selectbox(key="bind_source").set_value(Register.PRODUCTS_LIVE)
    at.button(key=f"bind_{key}").click().run()
    at.selectbox(key="bind_level").set_value(Level.BUSINESS)
    through_dialog(at, f"bind_{key}", "bind_go")
    assert lines(key)[-1].changes["source"][1] == "data products live at level 3 or above, all domains"


def test_who_may_not_edit_it_may_not_bind_it(cast: Cast):
    key = movement(cast, due=LATER).key
    steps = milestones(cast, "Agreed").key
    assert shown(cast, who=cast.contributor.email).button(key=f"bind_{key}").disabled
    theirs = open_page("objective", person=cast.owner.email, key="OBJ-2")
    assert f"bind_{steps}" not in {button.key for button in theirs.button}
