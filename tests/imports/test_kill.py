"""An import that is killed in the middle leaves a database that opens, with nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core import db
from tests.imports.desk import acting, contents, csv_of, imported

KILLED_AT_ROW = """
import os, signal, sys
from core.cli import app
from core.imports.kinds.initiatives import Initiatives

write, written = Initiatives.add, []

def add(register, values, *, at):
    written.append(write(register, values, at=at))
    if len(written) == 3:
        register.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    return written[-1]

Initiatives.add = add
app(["import", "initiatives", sys.argv[1]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that cannot be caught.")
def test_a_kill_in_the_middle_of_an_import_leaves_nothing_half_done(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(csv_of("Title,Domain", *(f"Initiative {number},ops" for number in range(6))))
    with db.transaction() as session:
        acting(session)
    before = contents()
    db.close()

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_ROW, str(file)],
        env=os.environ | {"UPTAKE_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert contents() == before
    assert imported("initiatives", file).total == 6
    assert contents()["initiative"] == 6
