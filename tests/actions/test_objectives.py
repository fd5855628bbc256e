from __future__ import annotations

from typing import Any

import pytest

from core.actions import objectives
from core.errors import Invalid, NotAllowed, NotFound
from core.settings import settings
from tests.cast import QUARTER, Cast, do, lines, objective, on_sqlite, refused


def test_a_business_owner_sets_the_objectives_of_the_domain(cast: Cast):
    company = objective(cast, domain=None, title="Data that people use")
    key = objective(cast, parent=company, weight=2)
    assert (company, key) == ("OBJ-1", "OBJ-2")
    assert lines(key)[0].changes == {
        "title": [None, "Less scrap"],
        "quarter": [None, "2026-Q4"],
        "domain": [None, "MES"],
        "owner": [None, "olga@example.com"],
    }


def test_an_objective_is_edited(cast: Cast):
    changes = do(objectives.edit_objective, objective(cast), by=cast.owner, quarter="2027-Q1", owner="carl@example.com")
    assert changes == {"quarter": ("2026-Q4", "2027-Q1"), "owner": ("olga@example.com", "carl@example.com")}


def test_quarters_are_those_of_the_fiscal_year(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings(), "fiscal_year_starts_in_month", 7)
    assert objective(cast, quarter="2027-Q2")


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"title": " "}, "title"),
        ({"quarter": "Q4 2026"}, "quarter"),
        ({"quarter": ""}, "quarter"),
        ({"weight": -1}, "weight"),
        ({"weight": float("inf")}, "weight"),
        ({"owner": ""}, "owner"),
    ],
)
def test_an_objective_that_does_not_fit_is_refused(cast: Cast, fields: dict[str, Any], named: str):
    given: dict[str, Any] = {"title": "T", "quarter": QUARTER, "owner": "olga@example.com", "domain": "MES"} | fields
    assert list(refused(Invalid, objectives.set_objective, by=cast.owner, **given).fields) == [named]
    assert list(refused(Invalid, objectives.edit_objective, objective(cast), by=cast.owner, **fields).fields) == [named]


def test_parents_form_no_cycle(cast: Cast):
    top = objective(cast)
    below = objective(cast, parent=top)
    assert list(refused(Invalid, objectives.edit_objective, top, by=cast.owner, parent=below).fields) == ["parent"]
    assert refused(NotFound, objectives.edit_objective, top, by=cast.owner, parent="OBJ-9").what == "objective"


def test_objectives_of_the_company_are_the_managers(cast: Cast):
    company = objective(cast, domain=None)
    refused(NotAllowed, objectives.edit_objective, company, by=cast.owner, title="T")
    refused(NotAllowed, objectives.edit_objective, objective(cast), by=cast.manager, title="T")
    refused(NotAllowed, objectives.edit_objective, objective(cast), by=cast.owner, domain=None)
    refused(NotAllowed, objectives.edit_objective, objective(cast), by=cast.owner, domain="QUA")
    for actor in (cast.contributor, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, objectives.edit_objective, objective(cast), by=actor, title="T")
