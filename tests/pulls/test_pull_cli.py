"""uptake pull, as it is typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import core.sources
from core.cli import app
from core.model import Reading
from tests.cast import Cast, on_sqlite
from tests.pulls.outside import Told, read
from tests.pulls.stored import all_of
from tests.pulls.test_pull import failing

pytestmark = on_sqlite


@pytest.fixture(autouse=True)
def two_sources(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found = {"good": Told([read()], name="good"), "bad": Told(failing, name="bad")}
    monkeypatch.setattr(core.sources, "sources", lambda: found)
    return found


def uptake(*words: str) -> Result:
    return CliRunner().invoke(app, ["pull", *words])


def test_one_source_is_pulled_and_told_in_a_line():
    result = uptake("good")
    assert (result.exit_code, len(all_of(Reading))) == (0, 1)
    assert result.stdout.startswith("good: 1 readings, 1 readings changed (")


def test_a_dry_run_says_what_would_be_stored():
    result = uptake("good", "--dry-run")
    assert (result.exit_code, all_of(Reading)) == (0, [])
    assert "would store: 1 readings" in result.stdout


def test_every_source_is_pulled_though_one_fails():
    result = uptake()
    assert result.exit_code == 1
    assert "good: 1 readings" in result.stdout
    assert "bad: The platform answers in riddles." in result.stderr


def test_json_is_a_line_for_each_pull():
    reports = [json.loads(line) for line in uptake("--json").stdout.splitlines()]
    assert [(report["source"], report["outcome"]) for report in reports] == [("good", "succeeded"), ("bad", "failed")]


def test_since_begins_at_that_cursor(two_sources: dict[str, Any]):
    assert uptake("good", "--since", "2026-10-01").exit_code == 0
    assert two_sources["good"].asked == ["2026-10-01"]


def test_an_unknown_source_is_refused():
    result = uptake("nix")
    assert (result.exit_code, "configured source “nix”" in result.stderr) == (1, True)


def test_without_any_source_it_says_what_to_set(two_sources: dict[str, Any]):
    two_sources.clear()
    result = uptake()
    assert (result.exit_code, "UPTAKE_SOURCES_FILE" in result.stderr) == (1, True)


@pytest.mark.parametrize("words", [["--every", "soon"], ["--every", "5m", "--dry-run"], ["--since", "2026-10-01"]])
def test_wrong_usage_is_told_apart(words: list[str]):
    assert uptake(*words).exit_code == 2
