"""Script time and database statements of every page on the sample company: ``python -m tests.bench.pages [ROUNDS]``.

A round runs every page once, in turn, so that a slow moment of the machine falls on all of them.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

PAGES = {
    "/": {},
    "/review": {},
    "/objective": {"key": "OBJ-80"},
    "/domains": {},
    "/domain": {"key": "engine-testing"},
    "/value": {},
    "/initiatives": {},
    "/initiative": {"key": "INI-1"},
    "/logbook": {},
    "/products": {"q": "scrap"},
    "/product": {"key": "DP-7"},
    "/platform": {},
    "/spreadsheets": {},
    "/search": {"q": "report"},
    "/data": {},
    "/admin": {},
}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UPTAKE_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'uptake.sqlite'}"
        from core import db
        from seed import demo

        db.migrate()
        started = time.perf_counter()
        demo.fill(today=datetime.now(UTC).date())
        print(f"sample company filled in {time.perf_counter() - started:.1f} s")
        _measure(rounds)


def _measure(rounds: int) -> None:
    from tests.dashboard.app import open_page
    from tests.statements import counted

    seconds: dict[str, list[float]] = {address: [] for address in PAGES}
    statements: dict[str, int] = {}
    for number in range(rounds + 1):
        for address, query in PAGES.items():
            at = open_page(address.strip("/") or "home", person="admin@localhost", **query)
            with counted() as executed:
                started = time.perf_counter()
                at.run()
                if number:  # the first round warms the imports
                    seconds[address].append(time.perf_counter() - started)
            statements[address] = len(executed)
    for address in PAGES:
        print(f"{address:14} {1000 * median(seconds[address]):6.0f} ms  {statements[address]:3} statements")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
