from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from core import db
from core.actions import people
from core.actions.people import LOCAL_ADMIN
from core.model import Role
from tests.dashboard.app import open_page, said, settled
from tests.imports.desk import NOW, acting, contents, csv_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROWS = csv_of("Title,Domain,Health,Planned end", "A,ops,Green,2027-03-31", "B,ops,odd,2027-03-31", "C,fin,Red,TBC")


@pytest.fixture(autouse=True)
def somebody(database_url: str) -> None:
    with db.transaction() as session:
        acting(session)


def uploaded(content: bytes, name: str = "rows.csv") -> AppTest:
    at = open_page("data", person=LOCAL_ADMIN)
    at.file_uploader(key="data_file").upload(name, content, "text/csv")
    return settled(at)


def counted(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def test_an_upload_shows_what_it_would_change_and_writes_nothing() -> None:
    before = contents()

    at = uploaded(ROWS)

    assert counted(at) == {"Rows": "3", "New": "2", "Changed": "0", "Same": "0", "With errors": "1"}
    assert "New domains: ops and fin" in said(at).replace("\\", "")
    (errors,) = (table.value for table in at.dataframe if "Expected" in table.value.columns)
    assert list(errors["Value"]) == ["odd"]
    at.segmented_control(key="data_outcome").set_value("New (2)")
    (read,) = (table.value for table in settled(at).dataframe if "Title" in table.value.columns)
    assert read.to_dict("records") == [
        {"Row": 2, "Title": "A", "Domain": "ops", "Health": "Green", "Planned end": "2027-03-31"},
        {"Row": 4, "Title": "C", "Domain": "fin", "Health": "Red", "Planned end": "–"},
    ]
    assert contents() == before


def test_the_import_writes_the_rows_that_can_be_and_keeps_the_errors_listed() -> None:
    at = uploaded(ROWS)

    at.button(key="data_commit").click()
    settled(at)

    assert contents()["initiative"] == 2
    assert counted(at) == {"Rows": "3", "New": "0", "Changed": "0", "Same": "2", "With errors": "1"}
    assert at.button(key="data_commit").disabled


def test_a_file_that_is_none_is_refused_in_place() -> None:
    at = uploaded(b"%PDF-1.7", "letter.csv")

    (error,) = at.error
    assert error.value.replace("\\", "") == "“letter.csv” is a PDF: choose a table saved as .xlsx or .csv."


def test_every_kind_can_be_exported() -> None:
    from core.access import actor_with
    from core.imports.kinds import KINDS
    from dashboard import data

    with db.snapshot() as session:
        actor = actor_with(session, LOCAL_ADMIN)
    for kind in KINDS.values():
        sheet = load_workbook(io.BytesIO(data.exported(kind, ".xlsx", actor=actor))).worksheets[0]
        assert [cell.value for cell in sheet[1]] == [asked.title for asked in kind.fields]
    at = open_page("data", person=LOCAL_ADMIN, data_part="Export")
    assert all(kind.title in said(at) for kind in KINDS.values())


def test_nothing_is_imported_into_the_past() -> None:
    at = uploaded(ROWS)
    at.date_input(key="as_of").set_value(date(2025, 6, 30))

    assert settled(at).button(key="data_commit").disabled


def test_who_may_not_import_a_kind_is_told_who_can_in_place_of_the_uploader() -> None:
    with db.transaction() as session:
        who: dict[str, Any] = {"by": acting(session), "at": NOW}
        people.add_person(session, **who, email="mara@example.com", name="Mara")
        people.grant(session, "mara@example.com", Role.MANAGER, **who)

    at = open_page("data", person="mara@example.com")
    assert not at.file_uploader
    assert [info.value.replace("\\", "") for info in at.info] == [
        "Mara may not edit initiatives anywhere. "
        "Ask somebody with the role “business owner” or “contributor” or “data team”."
    ]
    at.selectbox(key="data_kind").set_value("Check-ins")
    assert settled(at).file_uploader
    away = said(open_page("data", person="mara@example.com", data_part="Export"))
    assert "Edit it in Excel and import it again: Objectives and key results, Check-ins." in away
