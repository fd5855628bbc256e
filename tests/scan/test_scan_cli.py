"""The command, as somebody types it."""

from __future__ import annotations

import csv
import io
import json

import pytest
import typer
from typer.testing import CliRunner

from core.cli import Refusing
from core.imports.kinds.reports import KIND
from core.imports.source import Source
from core.imports.table import read_table
from core.scan_cli import scan
from tests.scan.builders import encrypted, xlsx

runner = CliRunner()
app = typer.Typer(cls=Refusing)
app.command()(scan)
app.command("other")(lambda: None)


def formulas(book):
    sheet = book.add_worksheet("Scrap")
    for row in range(150):
        sheet.write_formula(row, 0, "=1+1")


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    (folder / "finance").mkdir(parents=True)
    content = xlsx(formulas, author="=HYPERLINK(1)")
    for name in ("Scrap [red].xlsx", "finance/Scrap copy.xlsx", "finance/=cmd|' calc'!A0.xlsx"):
        (folder / name).write_bytes(content)
    (folder / "pay.xlsx").write_bytes(encrypted(content))
    return folder


def test_a_scan_prints_candidates_copies_and_what_was_not_looked_into(share):
    result = runner.invoke(app, ["scan", str(share)], terminal_width=200)
    assert result.exit_code == 0
    for told in (
        "Workbooks: 3 ",
        "1 not looked into",
        "Scrap [red].xlsx",
        "150 formulas",
        "is protected by a password",
    ):
        assert told in result.stdout


def test_a_scan_as_json_holds_every_workbook(share):
    told = json.loads(runner.invoke(app, ["scan", str(share), "--json"]).stdout)
    assert [one["path"] for one in told["workbooks"]] == [
        "Scrap [red].xlsx",
        "finance/=cmd|' calc'!A0.xlsx",
        "finance/Scrap copy.xlsx",
    ]
    assert {"size", "sheets", "rows", "formulas", "links", "connections", "has_macros", "saved_by", "digest"} <= set(
        told["workbooks"][0]
    )
    assert [len(group) for group in told["duplicates"]] == [3]
    assert told["not_looked_into"] == [{"path": "pay.xlsx", "why": "is protected by a password"}]
    assert told["candidates"][0]["reasons"] == ["150 formulas", "3 copies and versions"]


def test_candidates_are_written_in_the_columns_of_the_register_and_as_no_formula(share, tmp_path):
    (share / "finance/=cmd|' calc'!A0.xlsx").write_bytes(xlsx(formulas, author="another"))
    file = tmp_path / "candidates.csv"
    result = runner.invoke(app, ["scan", str(share), "--csv", str(file)])
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))

    assert result.exit_code == 0
    assert rows[0][: len(KIND.fields)] == [field.title for field in KIND.fields]
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert read_table(Source(file, file.name).content, file.name).headers[:2] == ("Key", "Name")


def test_an_empty_folder_is_done_with_nothing_found(tmp_path):
    result = runner.invoke(app, ["scan", str(tmp_path)])
    assert (result.exit_code, result.stdout.strip()) == (0, "Workbooks: 0 with 0.0 MB, and 0 not looked into.")


def test_a_missing_folder_is_refused_in_one_sentence(tmp_path):
    result = runner.invoke(app, ["scan", str(tmp_path / "gone")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("There is no folder “")


def test_a_file_that_cannot_be_written_is_refused(share, tmp_path):
    result = runner.invoke(app, ["scan", str(share), "--csv", str(tmp_path / "gone/candidates.csv")])
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory" in result.stderr


def test_a_wrong_option_is_wrong_usage(share):
    assert runner.invoke(app, ["scan", str(share), "--limit", "0"]).exit_code == 2


def test_a_scan_that_met_its_limit_says_so(share):
    result = runner.invoke(app, ["scan", str(share), "--limit", "2"])
    assert result.exit_code == 0
    assert "There are more files than 2" in result.stderr
