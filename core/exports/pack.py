"""The owner’s pack: a domain in a quarter as one page of A4, no script, nothing fetched."""

from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from core.exports.handout import legible
from core.exports.printable import POLICY, STATUS_COLOURS, STYLE, table, text, tiles
from core.queries.pack import Pack
from core.queries.wording import confidence, day, number, percent
from core.rules.maturity.engine import PillarLevel, Profile
from core.rules.maturity.table import TITLES
from core.rules.next_action import next_action

NO_LEVEL = "–"
TIGHT = """
h2 { margin: 4.5mm 0 1mm }
dl { margin: 3mm 0 0 }
ul { margin: 0; padding-left: 5mm }
"""
OBJECTIVES = 6
TITLE, LINE, SENTENCE = 70, 100, 190
"""So much of what people typed is printed, that one page holds all of it."""

PILLARS = (("Pillar", 24), ("Level", 9), ("Before the quarter", 17), ("What limits it", 50))
ROWS = (("Objective", 41), ("Owner", 18), ("Status", 12), ("Progress", 9), ("Planned", 9), ("Confidence", 11))


def write_pack(stream: BinaryIO, pack: Pack) -> None:
    stream.write(b"<!DOCTYPE html>\n")
    ElementTree(_page(pack)).write(stream, encoding="utf-8", method="html")


def _page(pack: Pack) -> Element:
    home, quarter = pack.domain.portrait.domain, pack.domain.quarter
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
    it = pack.domain.portrait
    level = pack.profile.level if pack.profile else None
    figures = (
        ("Maturity", NO_LEVEL if level is None else f"{level} of 4", "the lowest pillar"),
        ("Hours freed", number(round(it.hours_freed_quarter)), f"{number(round(it.hours_freed_year))} in 12 months"),
        ("Still in Excel", f"{number(round(it.hours_at_stake))} h", "a month"),
        ("Progress", percent(it.summary.progress), f"{percent(it.summary.planned)} planned"),
    )
    tiles(body, figures)


def _next(body: Element, pack: Pack) -> None:
    text(body, "h2", "What is next")
    has_level = pack.profile is not None and pack.profile.level is not None
    told = [_cut(step.sentence, SENTENCE) for step in pack.next_steps]
    _list(body, told, next_action(None, has_level=has_level))


def _maturity(body: Element, pack: Pack) -> None:
    text(body, "h2", "How mature")
    before = _levels(pack.before)
    rows = [
        (it.title, _level(it.level), before.get(it.title, NO_LEVEL), _limits(it))
        for it in (pack.profile.pillars if pack.profile else ())
    ]
    table(body, PILLARS, rows, "Nothing of it is measured yet.")


def _levels(profile: Profile | None) -> dict[str, str]:
    return {it.title: _level(it.level) for it in profile.pillars} if profile else {}


def _level(level: int | None) -> str:
    return NO_LEVEL if level is None else str(level)


def _limits(pillar: PillarLevel) -> str:
    """The criteria by name; the pillar cannot stand higher than they do."""
    if pillar.level is None:
        return "nothing of it counts yet"
    return _cut(", ".join(f"{key} {TITLES[key]}" for key in pillar.limited_by), SENTENCE // 2)


def _objectives(body: Element, pack: Pack) -> None:
    found = pack.domain.portrait.objectives
    text(body, "h2", "Objectives")
    rows = [
        (
            _cut(f"{row.key} {row.title}", TITLE),
            _cut(row.owner, TITLE // 3),
            row.rollup.status,
            percent(row.rollup.progress),
            percent(row.rollup.planned),
            confidence(row.rollup.confidence),
        )
        for row in found[:OBJECTIVES]
    ]
    table(body, ROWS, rows, "It has no objective in the quarter.")
    if len(found) > OBJECTIVES:
        text(body, "p", f"And {len(found) - OBJECTIVES} more.")


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
