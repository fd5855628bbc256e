"""The tab of the context map."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.actions import context_map, domains
from core.db import snapshot
from core.queries.context_map import context_map as context_map_of
from dashboard.components.context_map import MOST_BOXES, Ink, _coded
from dashboard.components.context_map import drawn as map_as_text
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


def test_the_map_is_told_in_words_too(cast: Cast):
    drawn(cast, "LIMS *new*")
    clash = ["customer_supplier", "conformist"]
    do(context_map.relate, ("MES", "Hydra"), ("QUA", "LIMS *new*"), by=cast.engineer, patterns=clash, planned=True)
    do(context_map.observe_flow, "QUA", "MES", by=cast.engineer, on=TODAY, source="lineage")
    told = said(opened(cast.stranger.email))
    relation = "Hydra of **Manufacturing** to LIMS \\*new\\* of **Quality**"
    assert f"{relation}: customer–supplier, conformist, planned, contradicts itself" in told
    assert "**Quality** to **Manufacturing**: seen, not declared" in told


def test_of_many_systems_a_domain_is_one_box_with_its_name_above_theirs(cast: Cast):
    for n in range(MOST_BOXES):
        do(domains.add_system, "MES", by=cast.engineer, name=f"{n}. `**Line**`")
    do(domains.add_system, "QUA", by=cast.engineer, name="LIMS")
    do(context_map.relate, ("MES", "0. `**Line**`"), ("QUA", "LIMS"), by=cast.engineer, patterns=[])
    with snapshot() as session:
        shown = context_map_of(session, as_of=TODAY)
    lines_drawn = map_as_text(shown, Ink(wrong="red", seen="orange")).splitlines()
    assert lines_drawn[1].startswith('D2("MANUFACTURING<br/>0#46; #96;#42;#42;Line#42;#42;#96;<br/>')
    assert lines_drawn[2:] == ['D1("QUALITY<br/>LIMS")', "D2 --> D1"]


def test_the_name_of_a_frame_is_shown_as_it_was_typed(cast: Cast):
    drawn(cast)
    do(domains.edit_domain, "QUA", by=cast.engineer, name='R&D (Linz), "e-drives"')
    with snapshot() as session:
        shown = context_map_of(session, as_of=TODAY)
    told = map_as_text(shown, Ink(wrong="red", seen="orange"))
    assert '["R&D (Linz), #34;e-drives#34;"]' in told


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
