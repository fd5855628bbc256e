"""The page of an owner's pack: the right domain, what the pack holds, and what in its address is not known."""

from __future__ import annotations

from core.actions import domains
from core.rules.quarters import quarter_of
from dashboard.navigation import file_of
from dashboard.session import DOMAIN, today
from tests.cast import Cast, do, live_product, objective, product
from tests.dashboard.app import open_page, said, settled
from tests.statements import counted


def test_a_pack_opens_for_the_domain_of_its_owner_or_that_of_the_sidebar(cast: Cast):
    do(domains.add_domain, by=cast.engineer, key="ASM", name="Assembly")
    assert open_page("pack", person=cast.owner.email).selectbox(key="of").value == "MES"
    assert open_page("pack", person=cast.stranger.email).selectbox(key="of").value == "ASM", "the first by name"
    at = open_page("home", person=cast.owner.email)
    at.selectbox(key=DOMAIN).set_value("Quality").run()
    at.switch_page(file_of("pack"))
    assert settled(at).selectbox(key="of").value == "QUA"
    assert open_page("pack", person=cast.owner.email, of="Quality").selectbox(key="of").value == "QUA"


def test_a_pack_page_follows_the_sidebar_when_its_domain_is_changed(cast: Cast):
    at = open_page("pack", person=cast.owner.email)
    at.selectbox(key=DOMAIN).set_value("Quality")
    assert settled(at).selectbox(key="of").value == "QUA"


def test_a_quarter_in_the_address_that_is_not_known_is_said_to_be_so(cast: Cast):
    at = open_page("pack", person=cast.owner.email, quarter="nonsense")
    (warning,) = at.warning
    assert "The quarter “nonsense” in the address is not known" in warning.value
    assert not open_page("pack", person=cast.owner.email).warning


def test_the_pack_page_shows_level_next_actions_and_objectives_before_anything_is_taken(cast: Cast):
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    this_quarter = quarter_of(today()).label
    objective(cast, title="Less scrap", quarter=this_quarter)
    at = open_page("pack", person=cast.owner.email, quarter=this_quarter)
    told = said(at)
    assert "Maturity " in told
    assert "A1 Accountability to level 3" in told
    assert "Less scrap" in told
    assert at.get("download_button")
    with counted() as sent:
        at.run()
    assert len(sent) <= 12
