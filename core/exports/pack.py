"""The owner’s pack: a domain in a quarter as one page of A4, no script, nothing fetched."""

from collections.abc import Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from core.exports.handout import legible
from core.exports.printable import POLICY, STATUS_COLOURS, STYLE, Told, table, text
from core.model import MaturityOutcome
from core.queries.key_results import Standing
from core.queries.pack import Pack
from core.queries.scoreboard import ObjectiveRow
from core.queries.wording import confidence, day, number, percent, progress
from core.rules.maturity.engine import PillarLevel, Profile
from core.rules.maturity.steps import Step
from core.rules.maturity.table import TITLES
from core.rules.next_action import next_action
from core.rules.sentences import listed

NO_LEVEL, PART_OF = "–", "– "
TIGHT = """
body { font-size: 8.5pt }
th, td { padding: .5mm 1.2mm }
h1 { font-size: 15pt }
h2 { margin: 3.5mm 0 1mm }
dl { margin: 3mm 0 0 }
ul { margin: 0; padding-left: 5mm }
"""
OBJECTIVES, KEY_RESULTS, EXEMPTIONS = 5, 8, 3
TITLE, OWNER, LINE, SENTENCE = 50, 20, 100, 170
"""So much of what people typed is printed, that one page holds all of it."""

PILLARS = (("Pillar", 24), ("Level", 9), ("Before the quarter", 17), ("What limits it", 50))
ROWS = (("Objective and key results", 48), ("Owner", 15), ("Status", 10), ("Progress", 9))
OPEN, CLOSED = (("Planned", 8), ("Confidence", 10)), (("Score", 8), ("Confidence", 10))


def write_pack(stream: BinaryIO, pack: Pack) -> None:
    stream.write(b"<!DOCTYPE html>\n")
    ElementTree(_page(pack)).write(stream, encoding="utf-8", method="html")


def _page(pack: Pack) -> Element:
    home, quarter = pack.domain.portrait.domain, pack.quarter
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "title").text = legible(f"Owner’s pack {home.key} {quarter.label}")
    SubElement(head, "style").text = STYLE + STATUS_COLOURS + TIGHT
    body = SubElement(page, "body")
    owner = pack.domain.portrait.business_owner
    text(body, "h1", f"{_cut(home.name, TITLE)} in {quarter.label}")
    text(body, "p", f"{_cut(owner.name, TITLE) if owner else 'No business owner'}, as of {day(pack.as_of, year=True)}")
    _figures(body, pack)
    _next(body, pack)
    _maturity(body, pack)
    _objectives(body, pack)
    _changes(body, pack)
    return page


def _figures(body: Element, pack: Pack) -> None:
    it, profile, summary = pack.domain.portrait, pack.profile, pack.board.summary
    level = profile.level if profile else None
    mean = f", mean {profile.mean:.1f}" if profile and profile.mean is not None else ""
    score = ("Score", _score(summary.score), f"{percent(summary.progress)} progress, closed")
    figures = (
        ("Maturity", NO_LEVEL if level is None else f"{level} of 4", f"lowest pillar{mean}"),
        ("Hours freed", number(round(it.hours_freed_quarter)), f"{number(round(it.hours_freed_year))} in 12 months"),
        ("Still in Excel", f"{number(round(it.hours_at_stake))} h", "a month"),
        score if pack.board.closing else ("Progress", percent(summary.progress), f"{percent(summary.planned)} planned"),
    )
    row = SubElement(body, "dl")
    for name, value, note in figures:
        tile = SubElement(row, "div")
        text(tile, "dt", name)
        text(text(tile, "dd", value), "small", note)


def _next(body: Element, pack: Pack) -> None:
    text(body, "h2", "What is next")
    has_level = pack.profile is not None and pack.profile.level is not None
    told = [f"{_cut(steps[0].sentence, SENTENCE)} ({_leads(steps)})" for steps in pack.next_steps]
    _list(body, told, next_action(None, has_level=has_level))


def _leads(steps: Sequence[Step]) -> str:
    """``C2 Described to level 3``, or the ids of several criteria."""
    if len(steps) == 1:
        return f"{steps[0].criterion} {TITLES[steps[0].criterion]} to level {steps[0].to_level}"
    return listed([f"{step.criterion} to level {step.to_level}" for step in steps])


def _maturity(body: Element, pack: Pack) -> None:
    text(body, "h2", "How mature")
    before, profile = _levels(pack.before), pack.profile
    rows = [
        (it.title, _level(it.level), before.get(it.title, NO_LEVEL), _limits(it))
        for it in (profile.pillars if profile else ())
    ]
    table(body, PILLARS, rows, "Nothing of it is measured yet.")
    blind = sum(it.outcome is MaturityOutcome.BLIND_SPOT for it in profile.results) if profile else 0
    exempt = [
        f"{it.criterion} {TITLES.get(it.criterion, '')} until {day(it.until_on, year=True)}" for it in pack.exemptions
    ]
    told = [f"{blind} blind spot{'s' * (blind > 1)}"] if blind else []
    told += [f"Exempt from {listed(exempt, at_most=EXEMPTIONS)}"] if exempt else []
    if told:
        text(body, "p", f"{'. '.join(told)}.")


def _levels(profile: Profile | None) -> dict[str, str]:
    return {it.title: _level(it.level) for it in profile.pillars} if profile else {}


def _level(level: int | None) -> str:
    return NO_LEVEL if level is None else str(level)


def _limits(pillar: PillarLevel) -> str:
    """The criteria by name; the pillar cannot stand higher than they do."""
    if pillar.level is None:
        return "nothing of it counts yet"
    return _cut(", ".join(f"{key} {TITLES[key]}" for key in pillar.limited_by), TITLE)


def _objectives(body: Element, pack: Pack) -> None:
    board = pack.board
    text(body, "h2", f"Objectives, as closed on {day(board.closing.at, year=True)}" if board.closing else "Objectives")
    rows: list[Sequence[Told]] = []
    left = KEY_RESULTS
    for objective in board.objectives[:OBJECTIVES]:
        rows.append(_objective(objective, is_closed=board.closing is not None))
        rows += [_key_result(part, is_closed=board.closing is not None) for part in objective.key_results[:left]]
        left = max(0, left - len(objective.key_results))
    table(body, (*ROWS, *(CLOSED if board.closing else OPEN)), rows, "It has no objective in the quarter.")
    objectives = len(board.objectives[OBJECTIVES:])
    parts = sum(len(it.key_results) for it in board.objectives) - (len(rows) - len(board.objectives[:OBJECTIVES]))
    more = [f"{count} more {what}" for count, what in ((objectives, "objectives"), (parts, "key results")) if count]
    if more:
        text(body, "p", f"And {listed(more)}.")


def _objective(row: ObjectiveRow, *, is_closed: bool) -> Sequence[Told]:
    it = row.rollup
    return (
        _cut(f"{row.key} {row.title}", TITLE),
        _cut(row.owner, OWNER),
        it.status,
        percent(it.progress),
        _score(it.score) if is_closed else percent(it.planned),
        confidence(it.confidence),
    )


def _key_result(part: Standing, *, is_closed: bool) -> Sequence[Told]:
    it = part.assessment
    return (
        _cut(f"{PART_OF}{part.key} {part.title}", TITLE),
        _cut(part.owner, OWNER),
        it.status,
        progress(it),
        _score(part.score) if is_closed else percent(it.planned),
        confidence(it.confidence),
    )


def _score(score: float | None) -> str:
    return NO_LEVEL if score is None else f"{score:.2f}"


def _changes(body: Element, pack: Pack) -> None:
    text(body, "h2", "What changed last in the quarter")
    told = [_cut(f"{day(deed.at)}: {deed.by} {deed.sentence} {deed.title}", LINE) for deed in pack.changes]
    _list(body, told, "Nothing changed in the quarter.")


def _list(body: Element, told: list[str], empty: str) -> None:
    if not told:
        text(body, "p", empty)
        return
    rows = SubElement(body, "ul")
    for line in told:
        text(rows, "li", line).set("dir", "auto")


def _cut(told: str, most: int) -> str:
    """On one line, with an ellipsis where it is too long."""
    line = " ".join(told.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
