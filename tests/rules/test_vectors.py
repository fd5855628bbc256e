import json

import pytest

from tests.vectors import main, run_file
from tests.world import SHARED, needs_shared

FILES = sorted((SHARED / "vectors").glob("*.json"))


@needs_shared
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rules_agree_with_every_worked_case(path):
    result = run_file(path)
    assert result.failures == []
    assert result.passed > 0


HOURS = {"reports": [{"hours_per_run": 2, "runs_per_month": 1, "migrated_on": None}], "from": "2026-01-01"}
RIGHT = HOURS | {"to": "2026-01-31", "expected": {"hours": 0.0}}
WRONG = HOURS | {"to": "2026-01-31", "expected": {"hours": 7.0}}


def write(folder, name, cases):
    (folder / name).write_text(json.dumps({"cases": cases}), encoding="utf-8")


def test_a_run_counts_each_file_and_the_sum(tmp_path, capsys):
    write(tmp_path, "hours_more.json", [RIGHT, RIGHT])
    write(tmp_path, "of_another_name.json", [RIGHT])
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "hours_more.json  2 passed, 0 failed",
        "of_another_name.json  1 passed, 0 failed",
        "3 passed, 0 failed",
    ]


def test_a_wrong_figure_and_a_crash_are_told_and_do_not_stop_the_run(tmp_path, capsys):
    write(tmp_path, "hours.json", [WRONG, HOURS, RIGHT])
    assert main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "case 0: hours expected 7.0, got 0" in printed
    assert "case 1: KeyError" in printed
    assert printed.endswith("1 passed, 2 failed\n")


@pytest.mark.parametrize("content", ['{"cases": [{"moon": 1}]}', '{"cases": []}', "[]", "not JSON"])
def test_a_file_that_no_rule_knows_fails_by_name(tmp_path, capsys, content):
    (tmp_path / "moons.json").write_text(content, encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "moons.json  0 passed, 1 failed" in capsys.readouterr().out


def test_an_empty_folder_is_no_success(tmp_path):
    assert main([str(tmp_path)]) == 1
