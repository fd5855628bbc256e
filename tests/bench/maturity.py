"""Maturity of 200 domains over a year in one run, and the pages that show it.

``python -m tests.bench.maturity [DOMAINS] [DAYS]``
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PRODUCTS, COLUMNS, INITIATIVES, QUALITY_DAYS = 5, 20, 4, 90


def main(domains: int, days: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UPTAKE_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'uptake.sqlite'}"
        from core import db
        from core.snapshots import take_snapshots

        db.migrate()
        now = datetime.now(UTC)
        _fill(domains, now)
        before, started = _megabytes(), time.perf_counter()
        count = take_snapshots(now.date() - timedelta(days=days - 1), now.date(), now=now).new
        seconds = time.perf_counter() - started
        print(
            f"{domains} domains, {days} days, {count:,} results: {seconds:.1f} s, {1000 * seconds / days:.0f} ms a day"
        )
        print(f"memory at most {_megabytes():.0f} MB, {before:.0f} MB before")
        for page, query in (("domains", {}), ("domain", {"key": "D7"})):
            _open(page, query)


def _open(page: str, query: dict[str, str]) -> None:
    """What a rerun takes, after two that warm the imports and caches."""
    from tests.dashboard.app import open_page
    from tests.statements import counted

    at = open_page(page, person="admin@localhost", **query)
    for _ in range(2):
        at.run()
    with counted() as executed:
        started = time.perf_counter()
        at.run()
    print(f"/{page}: {1000 * (time.perf_counter() - started):.0f} ms, {len(executed)} statements")


def _fill(domains: int, now: datetime) -> None:
    from core import db
    from core.model import (
        Contract,
        ContractColumn,
        DataProduct,
        Domain,
        Initiative,
        LogEntry,
        LogKind,
        MoveKind,
        Person,
        Phase,
        PhaseMove,
        ProductStatus,
        QualityResult,
    )

    today, long_ago = now.date(), now - timedelta(days=500)
    numbers = range(1, domains + 1)
    with db.transaction() as session:
        session.add(Person(id=1, email="olga@example.com", name="Olga Owner"))
        session.flush()
        session.add_all(Domain(id=n, key=f"D{n}", name=f"Domain {n}", business_owner_id=1) for n in numbers)
        session.flush()
        for n in numbers:
            for place in range(PRODUCTS):
                number = n * PRODUCTS + place
                session.add(_product(DataProduct, number, n, ProductStatus.LIVE, long_ago.date()))
            for place in range(INITIATIVES):
                number = n * INITIATIVES + place
                session.add(
                    Initiative(id=number, key=f"INI-{number}", title="Work", domain_id=n, phase=Phase.INCUBATION)
                )
        session.flush()
        for n in numbers:
            for number in range(n * INITIATIVES, (n + 1) * INITIATIVES):
                session.add(
                    PhaseMove(initiative_id=number, phase=Phase.INCUBATION, kind=MoveKind.STARTED, at=long_ago, by_id=1)
                )
                for week in range(12):
                    on = today - timedelta(days=7 * week)
                    session.add(
                        LogEntry(
                            initiative_id=number,
                            on=on,
                            phase=Phase.INCUBATION,
                            kind=LogKind.BUILD,
                            text="Built",
                            hours_data_team=2,
                            hours_product_team=6,
                            at=long_ago,
                            by_id=1,
                        )
                    )
            for number in range(n * PRODUCTS, (n + 1) * PRODUCTS):
                session.add(
                    Contract(
                        id=number,
                        product_id=number,
                        version="1.0.0",
                        status="active",
                        standard="odcs",
                        document="",
                        digest="",
                        columns=COLUMNS,
                        described=COLUMNS,
                        at=long_ago,
                        by_id=1,
                    )
                )
        session.flush()
        for number in range(PRODUCTS, (domains + 1) * PRODUCTS):
            for position in range(COLUMNS):
                session.add(
                    ContractColumn(
                        contract_id=number,
                        position=position,
                        table="t",
                        path=f"c{position}",
                        description="What was produced on the line",
                    )
                )
            for n in range(QUALITY_DAYS):
                session.add(QualityResult(product_id=number, on=today - timedelta(days=n), passed=True))


def _product(kind: type, number: int, home: int, status: str, live_on: date) -> object:
    told = {"key": f"DP-{number}", "name": f"Product {number}", "level": 2, "team": "T", "cost_centre": "1"}
    return kind(id=number, domain_id=home, owner_id=1, status=status, live_on=live_on, **told)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3] or (200, 365)))
