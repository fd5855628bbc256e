from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.actions.access_requests import decide_access, revoke_access
from core.actions.ports import add_port
from core.actions.products import deprecate
from core.actions.workspaces import mark_ready, request_workspace
from core.model import PortDirection
from core.rules.access import AccessState
from dashboard.session import now
from tests.actions.test_access_requests import LATER, asked, granted, sensitive, state
from tests.cast import Cast, do, live_product
from tests.dashboard.app import open_page, said, through_dialog


def shown(person: str) -> tuple[AppTest, AppTest]:
    """DP-1 in the list of products, and on its page."""
    page = open_page("product", person=person, key="DP-1", product_tab="Access")
    return open_page("products", person=person), page


def is_offered(at: AppTest) -> bool:
    return "ask_access_DP-1" in {button.key for button in at.button}


def test_somebody_asks_on_the_page_of_a_product(cast: Cast):
    key = live_product(cast)
    at = open_page("product", person=cast.stranger.email, key=key, product_tab="Access")
    typed = {"ask_access_purpose": "The footprint of a part", "ask_access_domain": "QUA"}
    through_dialog(at, f"ask_access_{key}", "ask_access_go", **typed)
    assert state("ACC-1") is AccessState.WAITING
    told = said(open_page("product", person=cast.stranger.email, key=key, product_tab="Access"))
    assert "ACC-1" in told
    assert "The footprint of a part" in told
    assert "to be decided by Olga Owner" in said(
        open_page("product", person=cast.engineer.email, key=key, product_tab="Access")
    )
    assert "to be decided" not in said(open_page("product", person=cast.owner.email, key=key, product_tab="Access"))


def test_who_asks_is_told_before_when_nobody_else_could_decide(cast: Cast):
    key = live_product(cast)
    for person, is_warned in ((cast.owner, True), (cast.stranger, False)):
        at = open_page("product", person=person.email, key=key, product_tab="Access")
        at.button(key=f"ask_access_{key}").click().run()
        assert [told.value[:22] for told in at.warning] == ["Nobody but you decides"] * is_warned


def test_what_was_asked_for_stands_where_the_button_was(cast: Cast):
    key = asked(cast)
    for at in shown(cast.stranger.email):
        assert "asked 5 Oct, to be decided by Olga Owner" in said(at)
        assert not is_offered(at)
    do(decide_access, key, by=cast.owner, granted=True, until_on=LATER)
    for at in shown(cast.stranger.email):
        assert ":gray[until 5 Oct 2027]" in said(at)
        assert not is_offered(at)
    assert all(map(is_offered, shown(cast.contributor.email)))
    do(revoke_access, key, by=cast.owner, reason="The report is done.")
    assert all(map(is_offered, shown(cast.stranger.email)))


def test_the_word_that_is_missing_is_that_of_somebody_who_may_still_say_it(cast: Cast):
    granted(cast, sensitive(cast), until_on=LATER)
    assert all("to be decided by Mara Manager" in said(at) for at in shown(cast.stranger.email))


def test_who_may_read_a_product_asks_for_another_reader(cast: Cast):
    granted(cast, until_on=LATER)
    at = open_page("product", person=cast.stranger.email, key="DP-1", product_tab="Access")
    typed = {"ask_access_purpose": "The audit", "ask_access_email": "eva@example.com", "ask_access_domain": "QUA"}
    through_dialog(at, "ask_for_another", "ask_access_go", **typed)
    assert state("ACC-2") is AccessState.WAITING


def test_somebody_asks_for_a_technical_user_of_a_workspace(cast: Cast):
    key, space = live_product(cast), do(request_workspace, by=cast.engineer, domain="QUA", name="qua-lab").name
    do(mark_ready, space, by=cast.engineer, touchless=True)
    at = open_page("product", person=cast.stranger.email, key=key, product_tab="Access")
    typed = {"ask_access_purpose": "The footprint of a part", "ask_access_workspace": space}
    through_dialog(at, f"ask_access_{key}", "ask_access_go", **typed)
    told = said(open_page("product", person=cast.stranger.email, key=key, product_tab="Access"))
    assert "of workspace qua-lab, for Quality" in told


def test_the_owner_decides_from_home(cast: Cast):
    key = asked(cast)
    at = open_page("home", person=cast.owner.email)
    assert "Access to decide (1)" in said(at)
    at = through_dialog(at, f"home_decide_{key}", "decide_access_go", decide_access_note="For the report.")
    assert state(key) is AccessState.GRANTED
    assert "Access to decide" not in said(at)
    assert "My access (1)" in [it.label for it in open_page("home", person=cast.stranger.email).expander]


def test_home_tells_a_reader_that_the_product_is_phased_out(cast: Cast):
    granted(cast, until_on=LATER)
    do(deprecate, "DP-1", by=cast.engineer, at=now(), notice="Read Orders instead.", ends_on=LATER)
    told = said(open_page("home", person=cast.stranger.email))
    assert "It is being phased out." in told
    assert "Read Orders instead." in told


def test_the_second_yes_waits_on_the_home_of_a_manager(cast: Cast):
    key = granted(cast, sensitive(cast), until_on=LATER)
    at = open_page("home", person=cast.manager.email)
    through_dialog(at, f"home_decide_{key}", "second_access_go")
    assert state(key, is_sensitive=True) is AccessState.GRANTED


def test_the_page_shows_the_sql_to_who_runs_it(cast: Cast):
    key = live_product(cast)
    table = {"direction": PortDirection.OUTPUT, "name": "Table", "location": "main.mes.orders"}
    do(add_port, key, by=cast.engineer, **table)
    granted(cast, key, until_on=LATER)
    at = open_page("product", person=cast.owner.email, key=key, product_tab="Access")
    assert at.code[0].value == "GRANT SELECT ON TABLE `main`.`mes`.`orders` TO `sam@example.com`;"
    assert not open_page("product", person=cast.stranger.email, key=key, product_tab="Access").code


def test_the_owner_renews_and_who_asked_gives_back(cast: Cast):
    key = granted(cast, until_on=LATER)
    at = open_page("product", person=cast.owner.email, key="DP-1", product_tab="Access")
    assert at.button(key=f"renew_{key}")
    at = open_page("product", person=cast.stranger.email, key="DP-1", product_tab="Access")
    through_dialog(at, f"product_end_{key}", "revoke_access_go", revoke_access_reason="Done with it.")
    assert state(key) is AccessState.REVOKED
