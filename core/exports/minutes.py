"""The minutes of a review: what was decided and said, what needed a decision, and what had changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from core.exports import markdown
from core.exports.handout import Handout, state
from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing
from core.queries.meeting import Notes
from core.queries.scoreboard import Change, Scoreboard
from core.queries.wording import confidence, coverage, day, percent, progress, reached
from core.queries.wording import status as word

NOTHING_NOTED = "Nothing was noted."


@dataclass(frozen=True)
class Minutes:
    """``notes`` are those of the quarter by the key of their objective; ``by`` is who takes the minutes."""

    handout: Handout
    notes: Notes
    by: str

    @property
    def title(self) -> str:
        return f"Minutes of the review of {self.handout.title}"

    @property
    def lead(self) -> str:
        board = self.handout.board
        since = f"the review of {day(board.since, year=True)}" if board.is_since_review else day(board.since, year=True)
        return f"{self.handout.says_when}; compared with {since}; taken by {self.by}"


@dataclass(frozen=True)
class Part:
    """A heading and a table: columns with their widths in per cent. Without rows it says what is ``missing``."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    missing: str


@dataclass(frozen=True)
class Said:
    """What was said about an objective, each note with when and by whom."""

    objective: str
    notes: tuple[tuple[str, str], ...]


def parts(minutes: Minutes) -> tuple[Part, ...]:
    """The tables of the minutes, in the order in which they stand; the notes follow the decisions."""
    board = minutes.handout.board
    return (_figures(board), _decisions(board.decisions), _exceptions(board), _changes(board))


def said(minutes: Minutes) -> tuple[Said, ...]:
    """The objectives about which something was said, in the order of the review."""
    return tuple(
        Said(
            f"{row.key} {row.title}",
            tuple((note.text, f"{note.by}, {day(note.on, year=True)}") for note in minutes.notes[row.key]),
        )
        for row in minutes.handout.board.objectives
        if row.key in minutes.notes
    )


def write_markdown(stream: BinaryIO, minutes: Minutes) -> None:
    figures, decided, *rest = parts(minutes)
    lines = [f"# {markdown.inert(minutes.title)}", "", markdown.inert(minutes.lead), ""]
    for part in (figures, decided):
        lines += _markdown(part)
    lines += ["## Notes", ""]
    for it in said(minutes):
        lines += [f"### {markdown.inert(it.objective)}", ""]
        for text, whose in it.notes:
            lines += ["  \n".join(map(markdown.inert, text.splitlines())), "", f"*{markdown.inert(whose)}*", ""]
    if not said(minutes):
        lines += [NOTHING_NOTED, ""]
    for part in rest:
        lines += _markdown(part)
    stream.write("\n".join(lines).encode())


def _markdown(part: Part) -> list[str]:
    table = markdown.table([title for title, _ in part.columns], part.rows) if part.rows else [part.missing]
    return [f"## {part.title}", "", *table, ""]


def _figures(board: Scoreboard) -> Part:
    summary, lowest = board.summary, confidence(board.confidence_min)
    counts = ", ".join(f"{word(status)} {count}" for status, count in board.statuses.items())
    rows = (
        ("Progress", percent(summary.progress), f"{percent(summary.planned)} planned"),
        ("Measured", coverage(summary), "key results"),
        ("Confidence", confidence(board.confidence), f"lowest {lowest}, of 10"),
        ("Key results", str(sum(board.statuses.values())), counts),
    )
    return Part("Figures", (("Figure", 18), ("Value", 17), ("Beside it", 65)), rows, "")


def _decisions(found: Sequence[DecisionRow]) -> Part:
    columns = (("Decision", 43), ("About", 11), ("Who", 17), ("By when", 14), ("State", 15))
    rows = tuple((_told(row), row.about or row.domain, row.owner, day(row.due, year=True), state(row)) for row in found)
    return Part(f"Decisions ({len(found)})", columns, rows, "Nothing was decided.")


def _told(row: DecisionRow) -> str:
    return f"{row.key} {row.text}" + (f" – {row.outcome}" if row.outcome else "")


def _exceptions(board: Scoreboard) -> Part:
    columns = (("Key result", 34), ("Owner", 17), ("Stands at", 17), ("Status", 10), ("Why", 22))
    rows = tuple(
        (f"{it.key} {it.title}", f"{it.owner}, {it.domain}", reached(it), word(it.assessment.status), _why(it, board))
        for it in board.exceptions
    )
    return Part(f"Needs a decision ({len(rows)})", columns, rows, "Nothing needed a decision.")


def _why(standing: Standing, board: Scoreboard) -> str:
    decided = board.decided.get(standing.key)
    reasons = [finding.brief for finding in standing.findings]
    return ", ".join([*reasons, *([f"decided in {decided.key}"] if decided else [])])


def _changes(board: Scoreboard) -> Part:
    columns = (("Key result", 50), ("Before", 20), ("Now", 20), ("Call", 10))
    rows = tuple(
        (f"{it.standing.key} {it.standing.title}", _state(it, is_before=True), _state(it), _call(it))
        for it in board.changes
    )
    title = f"Changed since {day(board.since, year=True)} ({len(rows)})"
    return Part(title, columns, rows, "No status and no progress had changed.")


def _state(change: Change, *, is_before: bool = False) -> str:
    judged = change.before if is_before else change.standing.assessment
    return f"{word(judged.status)}, {progress(judged)}"


def _call(change: Change) -> str:
    return {None: "", True: "signal", False: "routine"}[change.is_signal]
