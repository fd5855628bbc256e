from __future__ import annotations

import pytest
from sqlmodel import select

from core.access import Right, actor_with
from core.actions import domains
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import SourceSystem
from tests.cast import Cast, do, initiative, lines, on_sqlite, refused


def test_the_business_owner_of_a_domain_gets_the_role_in_it(cast: Cast):
    found = do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics", business_owner="sam@example.com")
    assert [line.kind for line in lines("LOG")] == ["domain.added"]
    assert may_edit_objectives("sam@example.com", found.id)


def test_the_role_goes_over_to_the_next_business_owner(cast: Cast):
    home = do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics", business_owner="sam@example.com").id
    changes = do(domains.edit_domain, "LOG", by=cast.engineer, business_owner="carl@example.com")
    assert changes == {"business_owner": ("sam@example.com", "carl@example.com")}
    assert not may_edit_objectives("sam@example.com", home)
    assert may_edit_objectives("carl@example.com", home)
    do(domains.edit_domain, "LOG", by=cast.engineer, business_owner=None)
    assert not may_edit_objectives("carl@example.com", home)


def test_other_edits_leave_the_role_alone(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.owner, purpose="Builds it", cost_centre="4711")
    do(domains.edit_domain, "MES", by=cast.owner, purpose="Builds it well")


def test_an_archived_domain_keeps_its_work(cast: Cast):
    key = initiative(cast)
    do(domains.archive_domain, "MES", by=cast.owner)
    refused(NotFound, domains.edit_domain, "MES", by=cast.engineer, name="M")
    assert lines(key)


def test_a_source_system_belongs_to_its_domain(cast: Cast):
    do(domains.add_system, "MES", by=cast.owner, name="SAP S/4", kind="ERP", vendor="SAP")
    with transaction() as session:
        system = session.exec(select(SourceSystem)).one()
    assert (system.name, system.kind, system.vendor, system.off_the_shelf) == ("SAP S/4", "ERP", "SAP", True)


def test_a_source_system_is_edited_under_its_name_and_an_edit_in_between_is_told(cast: Cast):
    do(domains.add_system, "MES", by=cast.owner, name="SAP S/4", kind="ERP")
    do(domains.add_system, "MES", by=cast.owner, name="Hydra")
    do(domains.edit_system, "MES", "Hydra", by=cast.owner, vendor="MPDV")
    changes = do(domains.edit_system, "MES", "SAP S/4", by=cast.owner, seen=1, name="SAP", vendor="SAP", note="Cloud")
    assert changes == {"name": ("SAP S/4", "SAP"), "vendor": ("", "SAP"), "note": ("", "Cloud")}
    [line] = lines("MES")[-1:]
    assert (line.kind, line.changes["system"], line.changes["vendor"]) == (
        *("system.changed", ["SAP S/4", "SAP"], ["", "SAP"]),
    )
    assert do(domains.edit_system, "MES", "SAP", by=cast.owner, vendor="SAP") == {}
    stale = refused(Stale, domains.edit_system, "MES", "SAP", by=cast.engineer, seen=1, kind="MES")
    assert stale.changes == [
        "Olga Owner changed a source system of MES; system: “SAP S/4” → “SAP”; vendor: “” → “SAP”; note: “” → “Cloud”"
    ]


def test_two_systems_of_a_domain_have_two_names(cast: Cast):
    do(domains.add_system, "MES", by=cast.owner, name="SAP")
    do(domains.add_system, "MES", by=cast.owner, name="Hydra")
    assert list(refused(Invalid, domains.add_system, "MES", by=cast.owner, name=" SAP ").fields) == ["name"]
    assert list(refused(Invalid, domains.edit_system, "MES", "Hydra", by=cast.owner, name="SAP").fields) == ["name"]
    assert list(refused(Invalid, domains.edit_system, "MES", "Hydra", by=cast.owner, name=" ").fields) == ["name"]
    refused(NotFound, domains.edit_system, "MES", "SAP R/3", by=cast.owner, vendor="SAP")
    do(domains.add_system, "QUA", by=cast.engineer, name="SAP")


def test_parents_form_no_cycle(cast: Cast):
    do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics", parent="MES")
    do(domains.add_domain, by=cast.engineer, key="YARD", name="Yard", parent="LOG")
    for parent in ("YARD", "LOG", "MES"):
        assert list(refused(Invalid, domains.edit_domain, "MES", by=cast.engineer, parent=parent).fields) == ["parent"]
    do(domains.edit_domain, "YARD", by=cast.engineer, parent="MES")


@on_sqlite
@pytest.mark.parametrize("key", ["", "two words", "tab\tbed", "MES", "x" * 81])
def test_a_key_is_a_short_code_of_its_own(cast: Cast, key: str):
    assert list(refused(Invalid, domains.add_domain, by=cast.engineer, key=key, name="N").fields) == ["key"]


def test_domains_are_set_up_by_the_data_team_and_edited_by_their_owner(cast: Cast):
    for actor in (cast.owner, cast.manager, cast.admin, cast.contributor, cast.stranger):
        refused(NotAllowed, domains.add_domain, by=actor, key="LOG", name="Logistics")
    for actor in (cast.contributor, cast.stranger, cast.admin):
        refused(NotAllowed, domains.edit_domain, "MES", by=actor, name="M")
    refused(NotAllowed, domains.edit_domain, "QUA", by=cast.owner, name="Q")
    refused(NotAllowed, domains.archive_domain, "QUA", by=cast.owner)
    refused(NotAllowed, domains.add_system, "QUA", by=cast.owner, name="S")
    refused(NotAllowed, domains.edit_system, "QUA", "S", by=cast.owner, name="T")


def may_edit_objectives(email: str, domain_id: int) -> bool:
    with transaction() as session:
        return actor_with(session, email).may(Right.EDIT_OBJECTIVE, domain_id)
