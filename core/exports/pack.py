"""The owner’s pack: a domain in a quarter as one page of A4, no script, nothing fetched."""

from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from core.exports.handout import legible
from core.exports.printable import POLICY, STATUS_COLOURS, STYLE
from core.queries.pack import Pack
from core.queries.wording import confidence, day, number, percent
from core.queries.wording import status as word
from core.rules.next_action import next_action

NO_LEVEL = "–"


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
    SubElement(head, "style").text = STYLE + STATUS_COLOURS
    body = SubElement(page, "body")
    owner = pack.domain.portrait.business_owner
    _text(body, "h1", f"{home.name} in {quarter.label}")
    _text(body, "p", f"{owner.name if owner else 'No business owner'}, as of {day(pack.as_of, year=True)}")
    _figures(body, pack)
    _maturity(body, pack)
    _next(body, pack)
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
    row = SubElement(body, "dl")
    for name, value, note in figures:
        tile = SubElement(row, "div")
        _text(tile, "dt", name)
        _text(_text(tile, "dd", value), "small", note)


def _maturity(body: Element, pack: Pack) -> None:
    _text(body, "h2", "How mature")
    if pack.profile is None:
        _text(body, "p", "Nothing of it is measured yet.")
        return
    levels = [f"{it.title} {NO_LEVEL if it.level is None else it.level}" for it in pack.profile.pillars]
    _text(body, "p", " · ".join(levels))


def _next(body: Element, pack: Pack) -> None:
    _text(body, "h2", "What is next")
    has_level = pack.profile is not None and pack.profile.level is not None
    _list(body, [step.sentence for step in pack.next_steps], next_action(None, has_level=has_level))


def _objectives(body: Element, pack: Pack) -> None:
    _text(body, "h2", "Objectives")
    for row in pack.domain.portrait.objectives:
        _text(body, "h3", f"{row.key} {row.title}")
        told = SubElement(body, "p")
        _text(told, "span", word(row.rollup.status), f"status {row.rollup.status.value}").tail = legible(
            f": {percent(row.rollup.progress)} reached, {percent(row.rollup.planned)} planned, "
            f"confidence {confidence(row.rollup.confidence)}, {row.owner}"
        )
    if not pack.domain.portrait.objectives:
        _text(body, "p", "It has no objective in the quarter.")


def _changes(body: Element, pack: Pack) -> None:
    _text(body, "h2", "What changed last")
    told = [f"{day(deed.at)}: {deed.by} {deed.sentence} {deed.title}" for deed in pack.changes]
    _list(body, told, "Nothing changed in the quarter.")


def _list(body: Element, told: list[str], empty: str) -> None:
    if not told:
        _text(body, "p", empty)
        return
    rows = SubElement(body, "ul")
    for line in told:
        _text(rows, "li", line).set("dir", "auto")


def _text(parent: Element, tag: str, said: str, kind: str = "") -> Element:
    element = SubElement(parent, tag, {"class": kind} if kind else {})
    element.text = legible(said)
    return element
