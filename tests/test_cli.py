from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from core.cli import KindName, app
from core.imports.kinds import KINDS
from tests.imports.desk import contents, csv_of, xlsx_of

GOOD = csv_of("Title,Domain,Health", "A,ops,Green", "B,ops,Red")


def uptake(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.csv"
    file.write_bytes(GOOD)
    return file


def test_help_names_every_command_with_its_exit_codes() -> None:
    shown = uptake("--help")

    assert shown.exit_code == 0
    assert all(word in shown.stdout for word in ("demo", "serve", "migrate", "check", "import", "export", "Exit codes"))
    assert uptake("--version").stdout.startswith("uptake 0.")


def test_every_kind_can_be_named() -> None:
    assert set(KindName) == KINDS.keys()


def test_help_loads_nothing_heavy() -> None:
    heavy = {"sqlalchemy", "pandas", "streamlit"}
    said = f"import sys; from core.cli import app; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_import_says_what_it_did_and_the_second_changes_nothing(database_url: str, good: Path) -> None:
    first, second = uptake("import", "initiatives", good), uptake("import", "initiatives", good)

    assert (first.exit_code, first.stdout.splitlines()[0]) == (0, "2 rows: 2 new, 0 changed, 0 same, 0 with errors.")
    assert second.stdout.splitlines()[0] == "2 rows: 0 new, 0 changed, 2 same, 0 with errors."


def test_a_dry_run_writes_nothing_not_even_the_local_admin(database_url: str, good: Path) -> None:
    before = contents()

    shown = uptake("import", "initiatives", good, "--dry-run", "--json")

    assert shown.exit_code == 0
    told = json.loads(shown.stdout)
    assert (told["rows"], told["new"], told["dry_run"]) == (2, 2, True)
    assert contents() == before


def test_errors_in_rows_are_listed_and_end_with_1(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_bytes(csv_of("Title,Domain,Health", "A,ops,odd", "B,ops,Red"))

    shown = uptake("import", "initiatives", file)

    assert shown.exit_code == 1
    assert "1 new, 0 changed, 0 same, 1 with errors" in shown.stdout
    assert "Row 2, Health: “odd”, expected one of Green" in shown.stdout
    assert uptake("import", "initiatives", file, "--all-or-nothing").exit_code == 1


def test_a_mapping_is_shown_and_taken(database_url: str, good: Path, tmp_path: Path) -> None:
    shown = uptake("import", "initiatives", good, "--show-mapping")
    mapping = json.loads(shown.stdout)
    assert mapping["columns"] == {"title": ["Title"], "domain": ["Domain"], "health": ["Health"]}
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps(mapping | {"values": {"health": {"Green": "Red"}}}))

    told = json.loads(uptake("import", "initiatives", good, "--mapping", file, "--json").stdout)

    assert told["mapping"]["values"] == {"health": {"Green": "Red"}}
    assert uptake("export", "initiatives", tmp_path / "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("Red") == 2


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_an_export_is_imported_as_the_same(database_url: str, good: Path, tmp_path: Path, ending: str) -> None:
    uptake("import", "initiatives", good)

    written = uptake("export", "initiatives", tmp_path / f"out{ending}")

    assert (written.exit_code, written.stdout) == (0, f"Wrote 2 rows to “{tmp_path / f'out{ending}'}”.\n")
    assert "2 same" in uptake("import", "initiatives", tmp_path / f"out{ending}").stdout
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_says_how_to_fill_it(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "empty.xlsx"

    assert uptake("export", kind, file, "--template").exit_code == 0

    table, guide = load_workbook(file).worksheets
    assert [cell.value for cell in table[1]] == [asked.title for asked in KINDS[kind].fields]
    assert guide.title == "How to fill it"
    lists = [rule for rule in table.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == sum(1 for asked in KINDS[kind].fields if asked.choices)


def test_check_tells_a_fit_database_from_one_that_is_not_there(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uptake("check").exit_code == 0
    environment = os.environ | {"UPTAKE_DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"}
    command = [sys.executable, "-m", "core.cli", "check"]
    missing = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "uptake migrate" in missing.stderr
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("words", [["import", "cows", "x.csv"], ["import", "initiatives", "nowhere.csv"], ["fly"]])
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    assert uptake(*words).exit_code == 2


def locked_workbook(file: Path) -> None:
    plain = file.with_suffix(".plain")
    plain.write_bytes(xlsx_of(["Title", "Domain"], ["A", "ops"]))
    with plain.open("rb") as source, file.open("wb") as target:
        OOXMLFile(source).encrypt("secret", target)


def zip_bomb(file: Path) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)


def too_large(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.write(GOOD)
        sparse.truncate(200_000_000)


BROKEN = {
    "locked.xlsx": (locked_workbook, "is protected by a password"),
    "bomb.xlsx": (zip_bomb, "unpacks to far more than a table needs"),
    "large.csv": (too_large, "has 200 MB, the most is 50 MB"),
    "letter.pdf": (lambda file: file.write_bytes(b"%PDF-1.7"), "is a PDF"),
    "noise.xlsx": (lambda file: file.write_bytes(os.urandom(5000)), "is not a workbook"),
    "empty.csv": (lambda file: file.write_bytes(b""), "is empty"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_in_one_sentence_and_nothing_is_written(
    database_url: str, tmp_path: Path, name: str
) -> None:
    make, sentence = BROKEN[name]
    make(tmp_path / name)
    before = contents()

    refused = uptake("import", "initiatives", tmp_path / name)

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"“{name}” {sentence}")
    assert refused.stderr.count("\n") == 1
    assert contents() == before


def test_columns_of_something_else_import_nothing(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "shopping.csv"
    file.write_bytes(csv_of("Fruit,Pieces", "Apples,3"))

    refused = uptake("import", "initiatives", file)

    assert refused.exit_code == 1
    assert "no column" in refused.stderr
    assert contents()["initiative"] == 0


def test_one_acts_as_a_person_who_is_there(database_url: str, good: Path) -> None:
    refused = uptake("import", "initiatives", good, "--as", "nobody@example.com")

    assert refused.exit_code == 1
    assert refused.stderr == (
        "“nobody@example.com” is no active person of this database. Say on whose behalf you act with --as EMAIL.\n"
    )
