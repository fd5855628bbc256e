"""The tab of the context map."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.actions import context_map, domains
from dashboard.components.context_map import _coded
from tests.cast import TODAY, Cast, do, lines
from tests.dashboard.app import open_page, said, settled, through_dialog

MAP = {"view": "Context map"}
HOSTILE = 'x"] --> y\nclick A "javascript:alert(1)" <script>'


def opened(person: str, **address: str) -> AppTest:
    return open_page("domains", person=person, **MAP, **address)


def drawn(cast: Cast, name: str = "LIMS") -> None:
    do(domains.add_system, "MES", by=cast.engineer, name="Hydra")
    do(domains.add_system, "QUA", by=cast.engineer, name=name)


def test_an_empty_map_says_what_would_fill_it(cast: Cast):
    at = opened(cast.engineer.email)
    assert "No source system yet" in at.info[0].value
    assert at.button(key="map_relate").disabled
    assert not at.button(key="map_import").disabled


def test_two_systems_are_related_and_the_map_says_what_cannot_be(cast: Cast):
    drawn(cast)
    at = opened(cast.engineer.email)
    at.button(key="map_relate").click().run()
    at.selectbox(key="relate_down").set_value("LIMS · Quality")
    at.multiselect(key="relate_patterns").set_value(["customer_supplier", "conformist"])
    at.button(key="map_relate").click()
    at.button(key="relate_go").click()
    settled(at)
    assert "LIMS cannot be the customer of Hydra" in said(at)
    assert list(at.dataframe[0].value["Patterns"]) == ["Customer–supplier, Conformist"]
    at.button(key="map_mend_REL-1").click().run()
    at.multiselect(key="edit_relation_REL-1_patterns").set_value(["conformist"])
    at.button(key="map_mend_REL-1").click()
    at.button(key="edit_relation_go").click()
    assert "None: no relation says what cannot be." in said(settled(at))


def test_a_flow_that_was_seen_is_declared_beside_it(cast: Cast):
    drawn(cast)
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=TODAY, source="lineage")
    at = opened(cast.owner.email)
    button = next(key for it in at.button if (key := it.key or "").startswith("map_declare_"))
    through_dialog(at, button, "relate_go")
    assert "Seen and declared 100 %" in said(at)
    assert lines("REL-1")[0].kind == "relation.declared"


def test_a_flow_is_recorded_by_hand(cast: Cast):
    drawn(cast)
    at = opened(cast.engineer.email)
    assert "Nobody looks yet" in said(at)
    through_dialog(at, "map_observe", "observe_flow_go", observe_flow_to="Quality")
    assert "Manufacturing → Quality" in said(at)
    assert opened(cast.owner.email).button(key="map_observe").disabled


def test_a_relation_ends_for_a_reason(cast: Cast):
    drawn(cast)
    do(context_map.relate, ("MES", "Hydra"), ("QUA", "LIMS"), by=cast.engineer, patterns=["conformist", "partnership"])
    at = opened(cast.owner.email)
    through_dialog(at, "map_mend_REL-1", "end_relation_go")
    assert "Reason is needed." in at.error[0].value
    at = opened(cast.owner.email)
    through_dialog(at, "map_mend_REL-1", "end_relation_go", **{"end_relation_REL-1_reason": "LIMS is gone."})
    assert "No relation yet." in said(at)


def test_who_may_not_edit_finds_the_buttons_disabled(cast: Cast):
    drawn(cast)
    do(context_map.relate, ("MES", "Hydra"), ("QUA", "LIMS"), by=cast.engineer, patterns=["conformist", "partnership"])
    at = opened(cast.stranger.email)
    assert {at.button(key=key).disabled for key in ("map_relate", "map_import", "map_mend_REL-1")} == {True}


def test_what_people_typed_draws_nothing_itself(cast: Cast):
    drawn(cast, HOSTILE)
    do(context_map.relate, ("MES", "Hydra"), ("QUA", HOSTILE), by=cast.engineer, patterns=[])
    at = opened(cast.owner.email)
    assert not at.exception
    assert _coded(HOSTILE) == ("x#34;#93; #45;#45;#62; y click A #34;javascript#58;alert#40;1#41;#34; #60;script#62;")
