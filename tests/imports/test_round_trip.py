"""Export, edit in a spreadsheet program, import: whatever was not edited is the same."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import db
from core.actions import initiatives
from core.imports.kinds import KINDS
from tests.imports import company
from tests.imports.desk import NOW, acting, counts, csv_of, dry_run, exported, imported, problems

KINDS_WITH_ROWS = {
    "initiatives": 4,
    "domains": 1,
    "people": 2,
    "reports": 4,
    "objectives": 4,
    "check-ins": 2,
    "readings": 3,
}


@pytest.fixture
def built(database_url: str) -> str:
    with db.transaction() as session:
        company.build(session)
    return database_url


def test_every_kind_is_exported_in_the_company() -> None:
    assert KINDS_WITH_ROWS.keys() == KINDS.keys()


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_is_the_same_when_imported(built: str, kind: str, ending: str) -> None:
    planned = dry_run(kind, exported(kind, ending))

    assert planned.errors == []
    assert counts(planned) == (0, 0, KINDS_WITH_ROWS[kind], 0), [row.changes for row in planned.rows]


def test_an_edited_cell_is_the_only_change(built: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(exported("initiatives", ".xlsx")))
    sheet = workbook.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(3, titles.index("Health") + 1).value = "Red"
    edited = io.BytesIO()
    workbook.save(edited)

    done = imported("initiatives", edited.getvalue())

    assert counts(done) == (0, 1, 3, 0)
    assert {name: new for row in done.rows for name, (_, new) in row.changes.items()} == {"health": "red"}
    assert counts(imported("initiatives", edited.getvalue())) == (0, 0, 4, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_cell_of_an_export_can_run_as_a_formula(built: str) -> None:
    for kind in KINDS:
        workbook = openpyxl.load_workbook(io.BytesIO(exported(kind, ".xlsx")))
        cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        lines = csv.reader(io.StringIO(exported(kind, ".csv").decode("utf-8-sig")))
        numbers = {"-3e-07"}
        assert [
            c for line in lines for c in line if c.startswith(("=", "+", "-", "@", "\t")) and c not in numbers
        ] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_dates_of_an_export_are_dates_and_amounts_are_numbers(built: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported("initiatives", ".xlsx"))).worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    row = dict(zip(titles, sheet[2], strict=True))

    assert row["Planned end"].is_date
    assert Decimal(str(row["Budget"].value)) == Decimal("1234567.89")
    assert sheet.freeze_panes == "B2"


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_text_and_any_amount_come_back_as_they_went(built: str, ending: str, data: st.DataObject) -> None:
    title = data.draw(TEXTS.filter(lambda text: any(map(str.isalnum, text))))
    given_fields: dict[str, Any] = {
        "why": data.draw(TEXTS),
        "product_team": data.draw(TEXTS),
        "health_note": data.draw(st.sampled_from("=+-@'\t\r\n")) + data.draw(TEXTS),
        "budget": data.draw(st.none() | st.decimals(0, Decimal("99999999999999.99"), places=2)),
        "yearly_value": data.draw(st.none() | st.decimals(0, Decimal("99999999999999.99"), places=2)),
        "budget_currency": "EUR",
        "planned_end": data.draw(st.none() | st.dates()),
    }
    with db.transaction() as session:
        initiatives.edit(session, "INI-3", by=acting(session), at=NOW, title=title, **given_fields)

    planned = dry_run("initiatives", exported("initiatives", ending))

    assert counts(planned) == (0, 0, 4, 0), (planned.errors, [row.changes for row in planned.rows])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_archived_stays_where_it_is_recorded_and_is_given_to_nothing_else(built: str) -> None:
    edited = csv_of("Key,Sponsor,Health", "INI-1,ada@example.com,Red", "INI-2,ada@example.com,Red")

    planned = dry_run("initiatives", edited)

    assert counts(planned) == (0, 1, 0, 1)
    assert problems(planned) == [(3, "Sponsor", "ada@example.com", "one in use; ada@example.com is archived")]
