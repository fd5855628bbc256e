"""What the repository promises to whoever clones it."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    *("README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock", ".gitignore"),
    *("core", "dashboard", "docs", "seed", "tests", ".ci", ".streamlit"),
}


def locked() -> dict[str, list[str]]:
    """Canonical names of the locked packages, each with the hashes of its files."""
    blocks = re.split(r"^(?=[^ #])", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)[1:]
    return {canonicalize_name(block.partition("==")[0]): re.findall(r"--hash=sha256:\w{64}", block) for block in blocks}


def declared() -> list[str]:
    """Canonical names of all that pyproject asks for: to build, to run, to test."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = pyproject["project"]
    wanted = [
        pyproject["build-system"]["requires"],
        project["dependencies"],
        *project["optional-dependencies"].values(),
    ]
    return [canonicalize_name(Requirement(line).name) for lines in wanted for line in lines]


def test_a_fresh_machine_installs_exactly_what_was_locked() -> None:
    assert set(declared()) <= locked().keys()
    assert [package for package, hashes in locked().items() if not hashes] == []


def test_the_lock_names_no_host_so_that_any_mirror_serves() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()


def test_the_readme_is_two_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    for command in ("make demo", "make test"):
        assert command in readme
        assert (
            subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, check=False).returncode == 0
        )


def test_continuous_integration_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text().splitlines()[1:] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
    assert os.access(script, os.X_OK)


def test_the_top_level_stays_as_it_was_drawn() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {path.partition("/")[0] for path in tracked.splitlines()} <= TOP_LEVEL
