"""The sample company in a database of its own, filled once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Protocol

from platformdirs import user_data_path
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from sqlmodel import select

from core import db
from core.errors import Misconfigured
from core.model import Domain
from core.settings import settings, sqlite_file

VARIABLE = "UPTAKE_DATABASE_URL"


class Fill(Protocol):
    """Writes the sample company as of a day, in a transaction of its own; tells its progress, 0–1, and what it does."""

    def __call__(self, *, today: date, on_progress: Callable[[float, str], None]) -> None: ...


def fill_once(fill: Fill, *, fresh: bool, today: date) -> None:
    """Point the settings at the sample database and fill it, unless it is; ``fresh`` throws the earlier one away.

    Raises Misconfigured for ``fresh`` on a database that the person has named: it may hold more than samples.
    """
    own = VARIABLE not in os.environ
    if fresh and not own:
        raise Misconfigured(f"{VARIABLE} names a database, which --fresh would empty. Unset it, or leave --fresh out.")
    if own:
        os.environ[VARIABLE] = f"sqlite:///{user_data_path('uptake', ensure_exists=True) / 'demo.sqlite'}"
        settings.cache_clear()
    if fresh:
        _remove()
    db.migrate()
    if not _is_filled():
        _fill(fill, today)


def _remove() -> None:
    file = sqlite_file(settings().database_url)
    assert file is not None
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def _is_filled() -> bool:
    with db.snapshot() as session:
        return session.exec(select(Domain.id).limit(1)).first() is not None


def _fill(fill: Fill, today: date) -> None:
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task("Filling the sample company", total=1.0)

        def show(share: float, what: str) -> None:
            bar.update(task, completed=share, description=what)

        fill(today=today, on_progress=show)
