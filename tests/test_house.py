"""The house still stands: imports go one way, every word has its look, every setting and page is explained."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from core import ledger, model
from core.model import Direction, MoveKind, Phase, ReminderKind, TokenScope
from core.model.okrs import Commitment
from core.rules.access import AccessState
from core.rules.gates import GATES
from core.rules.status import Status
from core.settings import Settings
from core.sources.databricks_settings import DatabricksSettings
from core.sources.github_settings import GitHubSettings
from core.sources.unity_catalog import UnityCatalogSettings
from dashboard.navigation import SCREENS
from dashboard.theme import LOOKS

ROOT = Path(__file__).resolve().parents[1]
GROUND = {"core.errors"}
JUDGING = {"core.access", "core.ledger", "core.policy", "core.facts", "core.settings"} | GROUND

MAY_IMPORT: dict[str, set[str]] = {
    "core/migrations/versions": set(),
    "core/model": {"core.model"},
    "core/rules": {"core.model", "core.rules"} | GROUND,
    "core/queries": {"core.model", "core.rules", "core.contracts", "core.queries"} | JUDGING,
    "core/actions": {"core.model", "core.rules", "core.contracts", "core.actions", "core.sources.contract"} | JUDGING,
    "core/contracts": {"core.model", "core.rules", "core.contracts"} | GROUND,
    "core/imports": {"core.model", "core.rules", "core.queries", "core.actions", "core.imports"} | JUDGING,
    "core/sources": {"core.model", "core.rules.descriptions", "core.sources", "core.settings", "core.imports"} | GROUND,
    "core/scan": {"core.model", "core.rules", "core.imports", "core.exports", "core.scan"} | JUDGING,
    "core/exports": {"core.model", "core.rules", "core.queries", "core.imports", "core.exports"} | JUDGING,
    "seed": {"core.model", "core.rules", "core.actions", "core.closing", "core.snapshots", "core.db", "seed"} | JUDGING,
    "dashboard/components": {"core.model", "core.rules", "core.queries", "core.imports", "core.exports"}
    | {"dashboard.components", "dashboard.theme", "dashboard.navigation"}
    | JUDGING,
}
"""What each room may know of the project; a room that is not listed is a place where things are put together."""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may_know(room):
    strangers = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for name in ours(file)
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in MAY_IMPORT[room])
    ]
    assert strangers == []


def test_the_core_knows_nothing_of_the_screen():
    knowing = [
        str(file.relative_to(ROOT))
        for room in ("core", "seed")
        for file in (ROOT / room).rglob("*.py")
        if any(name.split(".")[0] == "streamlit" for name in imported(file))
    ]
    assert knowing == []


def test_questions_and_verbs_do_not_know_each_other():
    assert not any("core.actions" in name for file in (ROOT / "core/queries").rglob("*.py") for name in ours(file))
    assert not any("core.queries" in name for file in (ROOT / "core/actions").rglob("*.py") for name in ours(file))


def test_only_one_file_touches_the_state_of_a_session():
    touching = [file.name for file in (ROOT / "dashboard").rglob("*.py") if "session_state" in file.read_text("utf-8")]
    assert touching == ["session.py"]


def test_no_screen_writes_html():
    """The frame alone adds files of styles."""
    for file in (ROOT / "dashboard").rglob("*.py"):
        written = re.sub(r'st\.html\(STYLES / "\w+\.css"\)', "", file.read_text("utf-8"))
        assert not re.search(r"unsafe_allow_html|st\.html\(", written), file


def test_charts_go_through_one_door():
    drawn = r"st\.(vega_lite|plotly|altair|echarts|line|bar|area|scatter)_chart\("
    doors = [file.name for file in (ROOT / "dashboard").rglob("*.py") if re.search(drawn, file.read_text("utf-8"))]
    assert doors == ["drawing.py"]


def test_every_chart_and_grid_is_told_in_words_to_who_does_not_see_it():
    shown = ("vega_lite_chart", "plotly_chart", "mermaid_chart", "dataframe", "data_editor")
    for file in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in shown:
                assert any(word.arg == "alt" for word in node.keywords), f"{file}:{node.lineno}"


def test_every_word_that_people_see_has_its_look():
    words: list[type[Enum]] = [Status, AccessState]
    words += [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Enum)]
    seen = [kind for kind in words if kind not in (Direction, MoveKind, Commitment, TokenScope, ReminderKind)]
    assert [str(member) for kind in seen for member in kind if member not in LOOKS] == []


def test_every_phase_but_the_last_has_its_gate():
    assert set(GATES) == set(Phase) - {Phase.COMPLETED}


def test_the_checks_of_all_gates_have_different_keys():
    keys = [check.key for checks in GATES.values() for check in checks]
    assert len(keys) == len(set(keys))


def test_every_event_that_a_verb_records_has_its_sentence():
    recorded = set()
    for file in (ROOT / "core/actions").rglob("*.py"):
        recorded |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', file.read_text("utf-8")))
    assert recorded - set(ledger.SENTENCES) == set()


def test_every_page_has_its_file_and_is_explained():
    explained = (ROOT / "docs/pages.md").read_text("utf-8")
    for screen in SCREENS:
        assert (ROOT / "dashboard" / screen.file).is_file()
        assert f"## {screen.title}\n" in explained, f"docs/pages.md does not explain {screen.title}"
    files = {file.stem for file in (ROOT / "dashboard/app_pages").glob("*.py")} - {"__init__"}
    assert files == {screen.name for screen in SCREENS}


def test_every_file_of_the_dashboard_has_a_room():
    files = {file.stem for file in (ROOT / "dashboard").glob("*.py")} - {"__init__"}
    assert files == {"app", "data", "navigation", "server", "session", "theme"}


def test_every_setting_is_explained():
    explained = (ROOT / "docs/running.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`UPTAKE_{name.upper()}`" in explained
        assert field.description
        assert field.description in explained


@pytest.mark.parametrize("settings", [GitHubSettings, DatabricksSettings, UnityCatalogSettings])
def test_every_setting_of_a_source_is_explained(settings):
    explained = (ROOT / "docs/sources.md").read_text("utf-8")
    for name, field in settings.model_fields.items():
        assert f"| `{settings.model_config['env_prefix']}{name.upper()}` | {field.description} |" in explained


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module in ("core", "dashboard"))


def ours(file: Path) -> Iterator[str]:
    named = (name for name in imported(file) if name.split(".")[0] in ("core", "dashboard", "seed"))
    return (name for name in named if name not in ("core", "dashboard"))
