"""The board with a real portfolio in Chromium, against an empty Streamlit page: ``python -m tests.bench.board [N]``.

The initiatives are the two registers of major projects in the shared folder. Warm means that the page was opened once
before, in the same browser. A page has settled with the last change of what it shows, once nothing changed for 0.8 s.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from core.actions import domains, initiatives
from core.actions.people import local_admin
from core.db import migrate, transaction
from core.imports.table import Table, read_table
from core.model import LINE, PHASES
from tests.conftest import opened
from tests.provision import find_chromium
from tests.server import free_port, serving
from tests.world import SHARED

EMPTY = "import streamlit as st\nst.title('Empty')\n"
SETTLED = """() => new Promise(done => {
    let last = performance.now();
    const seen = new MutationObserver(() => { last = performance.now(); });
    seen.observe(document, {subtree: true, childList: true, characterData: true});
    const wait = setInterval(() => {
        const app = document.querySelector('[data-testid=stApp]');
        const ready = app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1');
        if (ready && performance.now() - last > 800) { clearInterval(wait); seen.disconnect(); done(last); }
    }, 20);
})"""


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'uptake.sqlite'}"
        with opened(url):
            migrate()
            count = _fill()
        with serving(url, folder / "log") as served, _empty(folder) as empty:
            pages = {"empty page": empty, "board": f"{served.url}/initiatives"}
            pages["board by domain"] = f"{served.url}/initiatives?board_by=Domain"
            seconds = _measure(pages, rounds)
    base = median(seconds["empty page"])
    print(f"{count} initiatives, median of {rounds} rounds, warm")
    for page, taken in seconds.items():
        print(f"{page:16} {median(taken):6.0f} ms  {median(taken) / base:4.2f} times the empty page")


def _fill() -> int:
    """Each row of the registers as an initiative of its department, in one phase after the other."""
    rows = [
        (str(row.cells[title]), str(row.cells[home]))
        for table in _registers()
        for title, home in [_places(table)]
        for row in table.rows
    ]
    now, keys = datetime.now(UTC), {name: f"D{n}" for n, name in enumerate(sorted({home for _, home in rows}))}
    with transaction() as session:
        admin = local_admin(session, at=now)
        for name, key in keys.items():
            domains.add_domain(session, by=admin, at=now, key=key, name=name)
        for (title, home), phase in zip(rows, cycle(PHASES), strict=False):
            initiatives.propose(session, by=admin, at=now, domain=keys[home], title=title[:LINE], phase=phase)
    return len(rows)


def _registers() -> Iterator[Table]:
    for year in (2019, 2023):
        yield read_table(SHARED / "data" / "gmpp" / f"gmpp_{year}.csv", f"gmpp_{year}.csv")


def _places(table: Table) -> tuple[int, int]:
    """The columns of title and department."""
    return table.headers.index("project_name"), table.headers.index("department")


def _measure(pages: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds from the request of each page until it has settled, in turn; the first round only warms."""
    seconds: dict[str, list[float]] = {page: [] for page in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        for number in range(rounds + 1):
            for page, address in pages.items():
                taken = _settled(tab, address)
                if number:
                    seconds[page].append(taken)
        browser.close()
    return seconds


def _settled(tab: Page, address: str) -> float:
    tab.goto(address, wait_until="commit")
    return float(tab.evaluate(SETTLED))


@contextmanager
def _empty(folder: Path) -> Iterator[str]:
    """An empty page served by Streamlit alone."""
    script, port = folder / "empty.py", free_port()
    script.write_text(EMPTY, "utf-8")
    options = [
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ]
    process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), *options], cwd=folder)
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    while True:
        try:
            with urlopen(f"{url}/_stcore/health"):
                return
        except URLError:
            time.sleep(0.1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
