"""The minutes hold what the page shows, and nothing that was typed is interpreted in them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document

from core.actions.check_ins import check_in
from core.actions.decisions import decide, finish_decision
from core.actions.reviews import hold_review, note
from core.db import snapshot
from core.exports.handout import Handout
from core.exports.markdown import inert
from core.exports.minutes import Minutes, write_markdown
from core.exports.word import write_word
from core.queries.meeting import meeting
from tests.cast import QUARTER, Cast, day, do, gather, movement
from tests.conftest import opened

REVIEWED, HELD = 42, 35
HOSTILE = "[click](javascript:alert(1)) | <script> https://evil.example\n---\n# big\x07"


@pytest.fixture
def cast(fresh_sqlite: str) -> Iterator[Cast]:
    with opened(fresh_sqlite):
        yield gather()


def reviewed(cast: Cast, said: str = "A second shift was promised.") -> Minutes:
    """A key result far behind, about which something was decided, in a review a week after the last one."""
    key = movement(cast).key
    do(hold_review, QUARTER, by=cast.manager, at=day(HELD), on=day(HELD).date())
    now = day(REVIEWED)
    do(check_in, key, by=cast.owner, at=now, on=now.date(), value=0.5, confidence=8)
    do(note, "OBJ-1", by=cast.manager, at=now, on=now.date(), text=said)
    what = {"text": said.splitlines()[0], "owner": cast.owner.email, "due": day(60).date(), "quarter": QUARTER}
    do(decide, by=cast.manager, at=now, key_result=key, **what)
    with snapshot() as session:
        found = meeting(session, as_of=now.date(), quarter=QUARTER)
    return Minutes(Handout(found.board, "Company"), found.notes, cast.manager.name)


def markdown(minutes: Minutes) -> str:
    stream = BytesIO()
    write_markdown(stream, minutes)
    return stream.getvalue().decode().replace("\u00a0", " ")


def word(minutes: Minutes) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the rows of all tables."""
    stream = BytesIO()
    write_word(stream, minutes)
    paper = Document(stream)
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for table in paper.tables for row in table.rows]
    return [paragraph.text.replace("\u00a0", " ") for paragraph in paper.paragraphs], rows


def test_the_minutes_say_what_was_decided_said_asked_for_and_changed(cast: Cast):
    told = markdown(reviewed(cast))
    for words in (
        "# Minutes of the review of 2026-Q4 Company",
        "compared with the review of 9 Nov 2026; taken by Mara Manager",
        "| Progress | 10 % | 51 % planned |",
        "## Decisions (1)",
        "| DEC-1 A second shift was promised. | KR-1.1 | Olga Owner | 4 Dec 2026 | open |",
        "### OBJ-1 Less scrap\n\nA second shift was promised.\n\n*Mara Manager, 16 Nov 2026*",
        "## Needs a decision (1)",
        "said 8 of 10, decided in DEC-1 |",
        "## Changed since 9 Nov 2026 (1)",
        "| No data, – | At risk, 10 % |",
    ):
        assert words in told


def test_word_says_the_same(cast: Cast):
    paragraphs, rows = word(reviewed(cast))
    assert paragraphs[0] == "Minutes of the review of 2026-Q4 Company"
    assert ["DEC-1 A second shift was promised.", "KR-1.1", "Olga Owner", "4 Dec 2026", "open"] in rows
    assert ["Progress", "10 %", "51 % planned"] in rows
    assert {"Notes", "OBJ-1 Less scrap", "A second shift was promised."} <= set(paragraphs)


def test_what_was_done_is_told_with_its_outcome(cast: Cast):
    reviewed(cast)
    done = day(50)
    do(finish_decision, "DEC-1", by=cast.owner, at=done, on=done.date(), outcome="From Monday on")
    with snapshot() as session:
        found = meeting(session, as_of=done.date(), quarter=QUARTER)
    told = markdown(Minutes(Handout(found.board, "Company"), found.notes, "Mara"))
    assert "promised. – From Monday on | KR-1.1 | Olga Owner | 4 Dec 2026 | done 24 Nov |" in told


def test_a_review_without_anything_says_so(cast: Cast):
    movement(cast)
    with snapshot() as session:
        found = meeting(session, as_of=day(1).date(), quarter=QUARTER)
    minutes = Minutes(Handout(found.board, "Company"), found.notes, "Mara")
    paragraphs, _ = word(minutes)
    for words in ("Nothing was decided.", "Nothing was noted.", "Nothing needed a decision."):
        assert words in markdown(minutes)
        assert words in paragraphs


def test_what_people_typed_is_shown_and_not_interpreted(cast: Cast):
    minutes = reviewed(cast, HOSTILE)
    told, (paragraphs, rows) = markdown(minutes), word(minutes)
    for danger in ("](javascript", " <script", "https://evil", "\n---\n", "\n# big"):
        assert danger not in told
    assert r"\[click\]\(javascript:alert\(1\)\) \| \<script\>" in told
    assert "---" in paragraphs
    assert any("<script>" in row[0] for row in rows)


@pytest.mark.parametrize("line", ["---", "===", "+ one", "1. one", "    code", "# big", "> said", "- one", "* one"])
def test_no_line_begins_anything(line: str):
    assert inert(line).lstrip("0123456789")[0] == "\\" or inert(line) == "code"
