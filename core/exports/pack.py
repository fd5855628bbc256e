"""The owner’s pack: a domain in a quarter as one page of A4, no script, nothing fetched."""

from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement

from core.exports.handout import legible
from core.exports.pack_objectives import TITLE, cut, objectives, score
from core.exports.printable import POLICY, STATUS_COLOURS, STYLE, table, text, tiles
from core.model import MaturityOutcome
from core.queries.pack import Pack
from core.queries.wording import day, number, percent
from core.rules.maturity import TITLES, PillarLevel, Profile
from core.rules.next_action import next_action
from core.rules.sentences import listed

NO_LEVEL = "–"
TIGHT = """
h2 { margin: 4mm 0 1mm }
dl { margin: 3mm 0 0 }
dl div { padding: 2mm 3mm }
ul { margin: 0; padding-left: 5mm }
p { margin: 0 }
th, td { padding: .5mm 1.2mm }
.line { list-style-position: inside; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.part td { font-size: 8pt; padding-block: .2mm; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.part td:first-child { padding-left: 5mm }
.objective td { border-bottom: none }
.objective td:first-child { font-weight: bold }
"""
EXEMPTIONS = 2
ROOM, LEAST_CHANGES = 22, 4
"""Lines that objectives, their key results and changes share, so that one page holds all of it."""
SENTENCE = 190

PILLARS = (("Pillar", 24), ("Level", 9), ("Before the quarter", 17), ("What limits it", 50))


def write_pack(stream: BinaryIO, pack: Pack) -> None:
    stream.write(b"<!DOCTYPE html>\n")
    ElementTree(_page(pack)).write(stream, encoding="utf-8", method="html")


def _page(pack: Pack) -> Element:
    home, quarter = pack.portrait.domain, pack.quarter
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "title").text = legible(f"Owner’s pack {home.key} {quarter.label}")
    SubElement(head, "style").text = STYLE + STATUS_COLOURS + TIGHT
    body = SubElement(page, "body")
    text(body, "h1", f"{cut(home.name, TITLE)} in {quarter.label}")
    text(body, "p", _heading(pack))
    _figures(body, pack)
    _next(body, pack)
    _maturity(body, pack)
    taken = objectives(body, pack.portrait.objectives, is_closed=pack.closing is not None, most=ROOM - LEAST_CHANGES)
    _changes(body, pack, most=ROOM - taken)
    return page


def _heading(pack: Pack) -> str:
    owner, closing = pack.portrait.business_owner, pack.closing
    told = f"{cut(owner.name, TITLE) if owner else 'No business owner'}, as of {day(pack.as_of, year=True)}"
    if closing is None:
        return told
    by = f"on {day(closing.at, year=True)} by {cut(closing.by, TITLE // 2)}, version {closing.version}"
    return f"{told}; objectives as closed {by}"


def _figures(body: Element, pack: Pack) -> None:
    it, summary = pack.portrait, pack.portrait.summary
    level, mean = (pack.profile.level, pack.profile.mean) if pack.profile else (None, None)
    reached = ("Progress", percent(summary.progress), f"{percent(summary.planned)} planned")
    if pack.closing:
        reached = ("Score", score(summary.score), f"{percent(summary.progress)} reached")
    figures = (
        ("Maturity", NO_LEVEL if level is None else f"{level} of 4", f"lowest pillar; mean {_mean(mean)}"),
        ("Hours freed", number(round(it.hours_freed_quarter)), f"{number(round(it.hours_freed_year))} in 12 months"),
        ("Still in Excel", f"{number(round(it.hours_at_stake))} h", "a month"),
        reached,
    )
    tiles(body, figures)


def _next(body: Element, pack: Pack) -> None:
    text(body, "h2", "What is next")
    has_level = pack.profile is not None and pack.profile.level is not None
    told = [f"{it.leads}: {cut(it.sentence, SENTENCE - len(it.leads))}" for it in pack.next_actions]
    _list(body, told, next_action(None, has_level=has_level))


def _maturity(body: Element, pack: Pack) -> None:
    text(body, "h2", "How mature")
    before = _levels(pack.before)
    rows = [
        (it.title, _level(it.level), before.get(it.title, NO_LEVEL), _limits(it))
        for it in (pack.profile.pillars if pack.profile else ())
    ]
    table(body, PILLARS, rows, "Nothing of it is measured yet.")
    if pack.profile:
        _beside(body, pack.profile)


def _beside(body: Element, profile: Profile) -> None:
    """What limits the single number, what is not known, and exemptions with their last day and reason."""
    limits = [f"{it.title}, limited by {_limits(it)}" for it in profile.pillars if it.level == profile.level]
    blind = sum(it.outcome is MaturityOutcome.BLIND_SPOT for it in profile.results)
    exempt = [it for it in profile.results if it.outcome is MaturityOutcome.EXEMPT]
    if profile.level is not None:
        text(body, "p", f"Lowest: {cut('; '.join(limits), SENTENCE)}.")
    counts = [(blind, "blind spot"), (len(exempt), "exemption")]
    text(
        body, "p", ", ".join(f"{count or 'no'} {name}{'s' * (count > 1)}" for count, name in counts).capitalize() + "."
    )
    for it in exempt[:EXEMPTIONS]:
        text(body, "p", f"{it.criterion} {TITLES[it.criterion]}: {it.reason}", "line").set("dir", "auto")
    if more := [it.criterion for it in exempt[EXEMPTIONS:]]:
        text(body, "p", f"And from {listed(more)}.")


def _levels(profile: Profile | None) -> dict[str, str]:
    return {it.title: _level(it.level) for it in profile.pillars} if profile else {}


def _level(level: int | None) -> str:
    return NO_LEVEL if level is None else str(level)


def _mean(mean: float | None) -> str:
    return NO_LEVEL if mean is None else number(round(mean, 2))


def _limits(pillar: PillarLevel) -> str:
    """The criteria by name; the pillar cannot stand higher than they do."""
    if pillar.level is None:
        return "nothing of it counts yet"
    return cut(", ".join(f"{key} {TITLES[key]}" for key in pillar.limited_by), SENTENCE // 2)


def _changes(body: Element, pack: Pack, *, most: int) -> None:
    text(body, "h2", "What changed last in the quarter")
    told = [f"{day(deed.at)}: {deed.by} {deed.sentence} {deed.title}" for deed in pack.changes[:most]]
    _list(body, told, "Nothing changed in the quarter.", "line")


def _list(body: Element, told: list[str], empty: str, kind: str = "") -> None:
    if not told:
        text(body, "p", empty)
        return
    rows = SubElement(body, "ul")
    for line in told:
        text(rows, "li", line, kind).set("dir", "auto")
