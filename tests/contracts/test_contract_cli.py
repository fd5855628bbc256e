"""Contracts are checked on the command line, where continuous integration asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.cli import app
from tests.contracts.documents import EXAMPLES, ORDERS
from tests.world import needs_shared

BARE = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nschema:\n- name: t\n  properties:\n  - name: c\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.odcs.yaml"


def check(*words: object) -> Result:
    return CliRunner().invoke(app, ["contract", "check", *map(str, words)])


def test_a_complete_contract_passes(file: Path):
    file.write_text(ORDERS)
    told = check(file)
    assert (told.exit_code, told.output) == (0, f"{file}: passed, 2 columns, all described\n")


def test_each_must_have_that_is_missing_is_told_with_file_and_line(file: Path):
    file.write_text(BARE)
    told = check(file)
    assert told.exit_code == 1
    assert told.output.splitlines() == [
        f"{file}:1: No cost centre. Add the custom property “costCenter”.",
        f"{file}:1: No owner and no team. Add “team” with a name or members.",
        f"{file}:8: The column t.c has no description.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", ":2: This is not YAML"),
        ("- a", ":1: This is no mapping"),
        ("kind: DataProduct\n", ":1: kind: it says “DataProduct”"),
        (ORDERS.replace("version: 1.0.0", "version: 1"), ":5: version: a text is expected"),
    ],
)
def test_what_is_no_contract_is_told_with_its_line(file: Path, text: str, told: str):
    file.write_text(text)
    found = check(file)
    assert found.exit_code == 1
    assert f"{file}{told}" in found.output


def test_what_is_no_text_or_not_there_is_told(file: Path):
    for content in (b"\xff\xfe\x00", "a: ä".encode("latin-1")):
        file.write_bytes(content)
        assert f"{file}:1: The file is not text in UTF-8." in check(file).output
    file.write_bytes(b"")
    assert f"{file}:1: This is no mapping of fields" in check(file).output
    assert "cannot be read" in check(file.with_name("none.yaml")).output


def test_one_that_cannot_be_read_keeps_no_other_from_being_checked(file: Path):
    file.write_text(ORDERS)
    told = check(file.with_name("none.yaml"), file)
    assert told.exit_code == 1
    assert told.output.splitlines()[-1] == f"{file}: passed, 2 columns, all described"


def test_of_a_folder_every_contract_in_it_is_checked(tmp_path: Path):
    told = check(tmp_path)
    assert (told.exit_code, told.output) == (1, f"{tmp_path}:1: The folder holds no .yaml file.\n")
    (tmp_path / "sales").mkdir()
    (tmp_path / "a.yaml").write_text(ORDERS)
    (tmp_path / "sales/b.yml").write_text(ORDERS)
    (tmp_path / "README.md").write_text("Contracts")
    told = check(tmp_path)
    assert told.exit_code == 0
    assert [line.partition(":")[0] for line in told.output.splitlines()] == [
        f"{tmp_path}/a.yaml",
        f"{tmp_path}/sales/b.yml",
    ]


def test_annotations_are_those_of_github(tmp_path: Path):
    file = tmp_path / "a,b:c%.yaml"
    file.write_text(BARE.replace("name: c", 'name: "c%\\r\\n::x"'))
    assert check(file, "--format", "github").output.splitlines()[-1] == (
        f"::error file={tmp_path}/a%2Cb%3Ac%25.yaml,line=8,title=Data contract::"
        "The column t.c%25%0D%0A::x has no description."
    )


def test_a_name_begins_no_line_that_a_runner_could_obey(file: Path):
    file.write_text(BARE.replace("name: c", 'name: "c\\n::add-mask::x\\e[31m"'))
    assert check(file).output.splitlines()[-1] == f"{file}:8: The column t.c ::add-mask::x [31m has no description."


def test_json_tells_the_same(file: Path):
    file.write_text(BARE)
    [told] = json.loads(check(file, "--format", "json").output)
    assert (told["passed"], told["columns"], told["described"]) == (False, 1, 0)
    assert [finding["line"] for finding in told["findings"]] == [1, 1, 8]


def test_what_breaks_the_version_before_takes_a_new_major_one(file: Path):
    before = file.with_name("before.yaml")
    before.write_text(ORDERS)
    broken = ORDERS.replace("varchar(20)", "varchar(10)")
    for version, lines in (("1.0.0", [5, 18]), ("1.1.0", [18]), ("2.0.0", [])):
        file.write_text(broken.replace("version: 1.0.0", f"version: {version}"))
        told = check(file, "--against", before, "--format", "json")
        [verdict] = json.loads(told.output)
        assert [finding["line"] for finding in verdict["findings"]] == lines
        assert told.exit_code == bool(lines)


def test_one_file_is_compared_with_one_contract(file: Path):
    file.write_text(ORDERS)
    assert check(file, file, "--against", file).exit_code == 2
    assert check(file.parent, "--against", file).exit_code == 2
    file.with_name("before.yaml").write_text("a: 1")
    for before in ("none.yaml", "before.yaml"):
        assert check(file, "--against", file.with_name(before)).exit_code == 2


@needs_shared
def test_all_public_examples_are_judged():
    told = json.loads(check(*EXAMPLES, "--format", "json").output)
    assert len(told) == len(EXAMPLES)
    assert all(verdict["passed"] or verdict["findings"] for verdict in told)
