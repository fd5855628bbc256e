"""The review as one page to print: A4, no script, nothing fetched. Built as a tree, so that text stays text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from core.exports.colours import BANDS, COLOURS
from core.exports.handout import Handout, legible, state
from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing
from core.queries.scoreboard import DomainRow, ObjectiveRow
from core.queries.wording import confidence, coverage, day, percent, progress, reached
from core.queries.wording import status as word
from core.rules.grading import Band
from core.rules.status import Status

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
@page { size: A4; margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages);
        font: 8pt Arial, sans-serif; color: #5D6370 } }
:root { color-scheme: light }
body { font: 9pt/1.35 Arial, "Liberation Sans", sans-serif; color: #1E2126; max-width: 182mm; margin: 0 auto;
       overflow-wrap: anywhere; -webkit-print-color-adjust: exact; print-color-adjust: exact }
h1 { font-size: 17pt; margin: 0; color: #1F5A8A }
h2 { font-size: 12pt; margin: 7mm 0 1mm; color: #1F5A8A; break-after: avoid }
h3 { font-size: 10pt; margin: 4mm 0 1mm; break-after: avoid }
p { margin: 0 0 1mm; color: #5D6370 }
dl { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 4mm 0 }
dl div { background: #F3F1EC; padding: 2.5mm 3mm }
dt, dd small { color: #5D6370; font-size: 8pt }
dd { margin: 0; font-size: 14pt; font-weight: bold }
dd small { display: block; font-weight: normal }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: 2mm }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: .8mm 1.2mm; border-bottom: .2mm solid #DCD8CF }
th { color: #5D6370; font-weight: normal; font-size: 8pt; break-after: avoid }
.number { text-align: right; font-variant-numeric: tabular-nums }
.status { font-weight: bold }
"""
STATUS_COLOURS = "\n".join(f".{it.value} {{ color: #{digits} }}" for it, digits in [*COLOURS.items(), *BANDS.items()])

KEY_RESULTS = (("Key result", 37), ("Owner", 15), ("Stands at", 17), ("Progress", 9), ("Planned", 9), ("Status", 13))
EXCEPTIONS = (("Key result", 37), ("Domain, owner", 23), ("Status", 11), ("Why it needs a decision", 29))
DECISIONS = (("Decision", 48), ("About", 12), ("Who", 16), ("By when", 12), ("State", 12))
NUMBERS = ("Progress", "Planned", "Score")
Told = str | Status | Band
"""What stands in a cell: a text, or a status or the band of a score in its colour."""


def write_printable(stream: BinaryIO, handout: Handout) -> None:
    stream.write(b"<!DOCTYPE html>\n")
    ElementTree(_page(handout)).write(stream, encoding="utf-8", method="html")


def _page(handout: Handout) -> Element:
    board = handout.board
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "title").text = f"Uptake review {handout.title} as of {board.as_of}"
    SubElement(head, "style").text = STYLE + STATUS_COLOURS
    body = SubElement(page, "body")
    text(body, "h1", f"Quarterly review {handout.title}")
    text(body, "p", f"{handout.says_when}; compared with {day(board.since, year=True)}")
    _figures(body, handout)
    _exceptions(body, board.exceptions)
    for domain in board.domains:
        _domain(body, domain)
    _decisions(body, board.decisions)
    return page


def _figures(body: Element, handout: Handout) -> None:
    board, summary = handout.board, handout.board.summary
    figures = (
        ("Progress", percent(summary.progress), f"{percent(summary.planned)} planned"),
        ("Measured", coverage(summary), "key results"),
        ("Confidence", confidence(board.confidence), f"lowest {confidence(board.confidence_min)}, of 10"),
        ("Time gone", percent(handout.time_gone), f"of {board.quarter.label}"),
    )
    tiles(body, figures)
    line = SubElement(body, "p")
    for status, count in board.statuses.items():
        text(line, "span", f"{word(status)} {count}", status.value).tail = " · "
    told = f"{len(board.exceptions)} need a decision, {len(board.changes)} changed"
    text(line, "span", told)


def _exceptions(body: Element, found: Sequence[Standing]) -> None:
    text(body, "h2", f"Needs a decision ({len(found)})")
    rows = [
        (
            f"{it.key} {it.title}",
            f"{it.domain}, {it.owner}",
            it.assessment.status,
            ", ".join(finding.brief for finding in it.findings),
        )
        for it in found
    ]
    table(body, EXCEPTIONS, rows, "Nothing needs a decision.")


def _domain(body: Element, domain: DomainRow) -> None:
    summary = domain.summary
    text(body, "h2", domain.name)
    planned = f"{percent(summary.progress)} reached, {percent(summary.planned)} planned"
    text(body, "p", f"{planned}, {coverage(summary)} key results measured")
    for objective in domain.objectives:
        _objective(body, objective)


def _objective(body: Element, row: ObjectiveRow) -> None:
    rollup = row.rollup
    text(body, "h3", f"{row.key} {row.title}")
    line = SubElement(body, "p")
    text(line, "span", word(rollup.status), f"status {rollup.status.value}").tail = legible(
        f": {percent(rollup.progress)} reached, {percent(rollup.planned)} planned, {coverage(rollup)} measured, "
        f"confidence {confidence(rollup.confidence)}, {row.owner}"
    )
    rows = [
        (
            f"{it.key} {it.title}",
            it.owner,
            reached(it),
            progress(it.assessment),
            percent(it.assessment.planned),
            it.assessment.status,
        )
        for it in row.key_results
    ]
    table(body, KEY_RESULTS, rows, "Nothing is measured yet.")


def _decisions(body: Element, found: Sequence[DecisionRow]) -> None:
    text(body, "h2", f"Decisions ({len(found)})")
    rows = [
        (f"{row.key} {row.text}", row.about or row.domain, row.owner, day(row.due, year=True), state(row))
        for row in found
    ]
    table(body, DECISIONS, rows, "Nothing has been decided yet.")


def tiles(body: Element, figures: Sequence[tuple[str, str, str]]) -> None:
    """Side by side, each a name, a value and what is to be said of it."""
    row = SubElement(body, "dl")
    for name, value, note in figures:
        tile = SubElement(row, "div")
        text(tile, "dt", name)
        text(text(tile, "dd", value), "small", note)


def table(
    body: Element, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Told]], empty: str
) -> Sequence[Element]:
    """Columns with their widths in per cent; the head is printed again on every sheet of paper. The lines it built."""
    if not rows:
        text(body, "p", empty)
        return ()
    built = SubElement(body, "table")
    head = SubElement(SubElement(built, "thead"), "tr")
    for title, width in columns:
        text(head, "th", title, "number" if title in NUMBERS else "").set("style", f"width: {width}%")
    lines = SubElement(built, "tbody")
    for row in rows:
        line = SubElement(lines, "tr")
        for (title, _), told in zip(columns, row, strict=True):
            if isinstance(told, Status | Band):
                text(line, "td", word(told), f"status {told.value}")
            else:
                text(line, "td", told, "number" if title in NUMBERS else "").set("dir", "auto")
    return list(lines)


def text(parent: Element, tag: str, said: str, kind: str = "") -> Element:
    element = SubElement(parent, tag, {"class": kind} if kind else {})
    element.text = legible(said)
    return element
