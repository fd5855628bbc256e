"""What all verbs have in common: versions, limits of text, references, keys that count upwards."""

from __future__ import annotations

import pytest

from core.actions import domains, initiatives, logbook, phases, products, reports
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import LogKind
from tests.cast import NOW, TODAY, Cast, do, initiative, lines, on_sqlite, product, refused


def test_keys_count_upwards_for_each_kind(cast: Cast):
    assert [initiative(cast), initiative(cast), product(cast)] == ["INI-1", "INI-2", "DP-1"]


def test_saving_what_was_seen_raises_the_version_once(cast: Cast):
    key = initiative(cast)
    changes = do(initiatives.edit, key, by=cast.engineer, seen=1, title="Scrap by shift", product_team="Line 3")
    assert changes == {"title": ("Scrap by machine", "Scrap by shift"), "product_team": ("", "Line 3")}
    do(initiatives.edit, key, by=cast.engineer, seen=2, title="Scrap by hour")


def test_saving_over_a_newer_version_names_who_changed_what(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.engineer, title="Scrap by shift")
    do(initiatives.edit, key, by=cast.contributor, product_team="Line 3")
    refusal = refused(Stale, initiatives.edit, key, by=cast.engineer, seen=1, title="Scrap by hour")
    assert refusal.changes == [
        "Carl Contributor changed INI-1; product team: “” → “Line 3”",
        "Erik Engineer changed INI-1; title: “Scrap by machine” → “Scrap by shift”",
    ]


def test_work_logged_meanwhile_does_not_stand_in_the_way_of_saving(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.engineer, title="Scrap by shift")
    do(logbook.log, key, by=cast.engineer, on=TODAY, kind=LogKind.BUILD, text="A first table")
    do(initiatives.edit, key, by=cast.engineer, seen=2, title="Scrap by hour")
    refusal = refused(Stale, initiatives.edit, key, by=cast.engineer, seen=2, title="Scrap")
    assert refusal.changes == ["Erik Engineer changed INI-1; title: “Scrap by shift” → “Scrap by hour”"]


def test_who_saves_too_late_is_not_told_values_of_money(cast: Cast):
    key = initiative(cast)
    do(initiatives.edit, key, by=cast.owner, budget=120_000, budget_currency="EUR")
    refusal = refused(Stale, initiatives.edit, key, by=cast.engineer, seen=1, title="Scrap by hour")
    assert refusal.changes == ["Olga Owner changed INI-1; budget; budget currency"]


def test_a_move_made_meanwhile_is_told_as_well(cast: Cast):
    key = initiative(cast)
    do(phases.hold, key, by=cast.manager, reason="No budget yet.")
    refusal = refused(Stale, initiatives.edit, key, by=cast.engineer, seen=1, title="Scrap by hour")
    assert refusal.changes == ["Mara Manager put INI-1 on hold; halt: “None” → “hold”"]


def test_references_are_told_by_the_keys_people_use(cast: Cast):
    key = product(cast, owner=cast.owner.email)
    changes = do(products.edit_product, key, by=cast.engineer, owner="ERIK@example.com", domain="QUA")
    assert changes == {"owner": ("olga@example.com", "erik@example.com"), "domain": ("MES", "QUA")}
    assert lines(key)[-1].changes == {f: list(both) for f, both in changes.items()}


def test_blanks_around_text_are_no_change(cast: Cast):
    key = initiative(cast)
    assert do(initiatives.edit, key, by=cast.engineer, title="  Scrap by machine ") == {}


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"title": "x" * 301}, "title"),
        ({"title": "   "}, "title"),
        ({"why": "x" * 4001}, "why"),
        ({"why": "a\0b"}, "why"),
        ({"health": "purple"}, "health"),
        ({"planned_start": "soon"}, "planned_start"),
    ],
)
def test_what_does_not_fit_a_field_is_refused_by_its_name(cast: Cast, fields: dict[str, object], named: str):
    refusal = refused(Invalid, initiatives.edit, initiative(cast), by=cast.engineer, **fields)
    assert list(refusal.fields) == [named]


@on_sqlite
@pytest.mark.parametrize("field", ["phase", "id", "version", "archived_at", "domain_id", "no_such_thing"])
def test_fields_that_a_verb_does_not_set_are_refused_by_name(cast: Cast, field: str):
    key = initiative(cast)
    assert list(refused(Invalid, initiatives.edit, key, by=cast.engineer, **{field: 1}).fields) == [field]


def test_hours_that_are_no_number_are_refused(cast: Cast):
    report = {"domain": "MES", "name": "Scrap.xlsx", "runs_per_month": 1}
    refusal = refused(Invalid, reports.record_report, by=cast.engineer, hours_per_run=float("nan"), **report)
    assert list(refusal.fields) == ["hours_per_run"]


def test_what_is_not_there_or_archived_is_not_found(cast: Cast):
    do(domains.archive_domain, "QUA", by=cast.engineer)
    for domain in ("QUA", "NOPE"):
        refusal = refused(NotFound, initiatives.propose, by=cast.engineer, domain=domain, title="T")
        assert (refusal.what, refusal.key) == ("domain", domain)
    assert refused(NotFound, initiatives.edit, "INI-9", by=cast.engineer, title="T").what == "initiative"
    assert refused(NotFound, initiatives.edit, initiative(cast), by=cast.engineer, sponsor="x@y.z").what == "person"


def test_a_refusal_says_who_could(cast: Cast):
    refusal = refused(NotAllowed, initiatives.edit, initiative(cast, domain="QUA"), by=cast.contributor, title="T")
    assert str(refusal) == (
        "Carl Contributor may not edit initiatives in this domain. Ask somebody with the role "
        "“business owner” or “contributor” or “data team” in this domain."
    )


def test_a_refused_verb_leaves_nothing_behind(cast: Cast):
    key, before = initiative(cast), len(lines())
    with pytest.raises(NotAllowed):
        change_half(key, cast)
    assert len(lines()) == before
    assert do(initiatives.edit, key, by=cast.engineer, title="Scrap by machine") == {}


def change_half(key: str, cast: Cast) -> None:
    with transaction() as session:
        initiatives.edit(session, key, by=cast.engineer, at=NOW, title="Half done")
        initiatives.edit(session, key, by=cast.stranger, at=NOW, title="Not allowed")
