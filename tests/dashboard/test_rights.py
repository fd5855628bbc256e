"""A greyed button says why, and who may press it."""

from __future__ import annotations

from core.actions import domains, people
from core.model import Role
from tests.cast import Cast, do, movement, objective
from tests.dashboard.app import open_page


def why(name: str, button: str, *, person: str, **address: str) -> str:
    """What the button says while it is greyed."""
    found = open_page(name, person=person, **address).button(key=button)
    assert found.disabled
    return found.help


def test_who_may_is_named_where_few_do(cast: Cast):
    told = why("domain", "domain_edit", person=cast.stranger.email, key="MES")
    assert told == (
        "Only the business owner of Manufacturing (Olga Owner) or the data team (Erik Engineer) may do this."
    )


def test_of_many_who_may_their_role_says_enough(cast: Cast):
    for name in ("Ann", "Bob"):
        do(people.add_person, by=cast.admin, email=f"{name}@example.com", name=name)
        do(people.grant, f"{name}@example.com", Role.DATA_TEAM, by=cast.admin)
    told = why("domain", "domain_edit", person=cast.stranger.email, key="MES")
    assert told == "Only the business owner of Manufacturing (Olga Owner) or the data team may do this."


def test_whoever_is_an_admin_besides_is_called_one(cast: Cast):
    do(people.grant, cast.admin.email, Role.BUSINESS_OWNER, by=cast.admin)
    told = why("objective", "objective_edit", person=cast.stranger.email, key=objective(cast))
    assert told == "Only the business owner of Manufacturing (Olga Owner) or an admin (Ada Admin) may do this."


def test_a_role_that_nobody_holds_there_is_not_named(cast: Cast):
    told = why("domain", "domain_edit", person=cast.stranger.email, key="QUA")
    assert told == "Only the data team (Erik Engineer) may do this."


def test_where_nobody_may_it_says_which_role_would(cast: Cast):
    do(people.revoke, cast.engineer.email, Role.DATA_TEAM, domain=None, by=cast.admin)
    told = why("domain", "domain_edit", person=cast.stranger.email, key="QUA")
    assert told == ("Nobody may do this yet: an admin can give somebody the role “business owner” or “data team”.")


def test_what_may_be_done_somewhere_names_the_roles(cast: Cast):
    told = why("platform", "platform_request", person=cast.stranger.email)
    assert told == "Only the data team may do this."
    assert why("review", "review_set_first", person=cast.stranger.email) == (
        "Only a business owner or a manager may do this."
    )


def test_on_a_past_day_it_says_how_to_come_back_whoever_one_is(cast: Cast):
    for person in (cast.engineer, cast.stranger):
        told = why("domains", "domains_add", person=person.email, as_of="2026-10-01")
        assert told == "You are looking at 1 Oct 2026: set the day in the sidebar back to today first."


def test_a_button_that_can_be_pressed_says_nothing(cast: Cast):
    button = open_page("domain", person=cast.owner.email, key="MES").button(key="domain_edit")
    assert (button.disabled, button.help) == (False, "")


def test_names_are_shown_as_they_were_typed(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.engineer, name="MES *and* :red[ERP]")
    told = why("domain", "domain_edit", person=cast.stranger.email, key="MES")
    assert "of MES \\*and\\* \\:red\\[ERP\\] (" in told


def test_what_belongs_to_the_whole_company_is_not_a_matter_of_a_domain(cast: Cast):
    movement(cast)
    told = why("review", "review_decide", person=cast.stranger.email)
    assert told == "Only a manager (Mara Manager) may do this."
