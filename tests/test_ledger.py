from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import core.actions
from core import ledger
from core.db import transaction
from core.errors import Invalid
from core.model import Phase
from tests.cast import NOW, gather, lines, on_sqlite


def test_a_line_says_who_did_what_when_and_what_was_before(database_url: str):
    by = gather().engineer
    before = {
        "phase": (Phase.INTAKE, Phase.INCUBATION),
        "on": (None, date(2026, 10, 5)),
        "budget": (None, Decimal("1.10")),
    }
    with transaction() as session:
        ledger.record(session, "initiative.changed", "INI-1", by=by, at=NOW, changes=before, reason="r")
    (line,) = lines("INI-1")
    assert (line.at, line.by_id, line.kind, line.reason) == (NOW, by.id, "initiative.changed", "r")
    assert line.changes == {"phase": ["intake", "incubation"], "on": [None, "2026-10-05"], "budget": [None, "1.10"]}


@on_sqlite
def test_what_was_and_is_nothing_is_left_out(database_url: str):
    by = gather().engineer
    with transaction() as session:
        ledger.record(
            session, "initiative.changed", "INI-1", by=by, at=NOW, changes={"a": (None, None), "b": (None, 0)}
        )
    assert lines("INI-1")[0].changes == {"b": [None, 0]}


@pytest.mark.parametrize("reason", ["x" * 4001, "a\0b"])
def test_a_reason_that_cannot_be_kept_is_refused(database_url: str, reason: str):
    by = gather().engineer
    with pytest.raises(Invalid, match="at most 4000"), transaction() as session:
        ledger.record(session, "initiative.changed", "INI-1", by=by, at=NOW, reason=reason)


@on_sqlite
def test_a_kind_without_a_sentence_is_a_mistake_of_the_program(database_url: str):
    by = gather().engineer
    with pytest.raises(AssertionError, match=r"no\.such"), transaction() as session:
        ledger.record(session, "no.such", "INI-1", by=by, at=NOW)


@pytest.mark.parametrize("kind", ledger.SENTENCES)
def test_each_sentence_names_its_subject_and_reads_on_after_a_name(kind: str):
    assert re.fullmatch(r"[a-z].*\bINI-1\b.*[^.]", f"{ledger.sentence(kind, 'INI-1')} ")


def test_every_kind_that_a_verb_records_has_its_sentence():
    sources = [file.read_text() for file in Path(core.actions.__path__[0]).glob("*.py")]
    recorded = {kind for source in sources for kind in re.findall(r'"([a-z_]+\.[a-z_]+)"', source)}
    assert recorded <= ledger.SENTENCES.keys()
