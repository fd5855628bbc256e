"""The objectives of an owner’s pack with their key results, in as many lines as there is room for."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from core.exports.printable import Told, table, text
from core.queries.key_results import Standing
from core.queries.portraits import ObjectiveLine
from core.queries.wording import confidence, percent, progress
from core.rules.grading import band
from core.rules.sentences import listed

OBJECTIVES, LINES_EACH = 6, 2
"""An objective has a title that may wrap, a key result never does."""
TITLE = 64
"""So many characters of what people called something are printed."""

OPEN = (("Objective", 48), ("Owner", 15), ("Status", 11), ("Progress", 9), ("Planned", 8), ("Confidence", 9))
CLOSED = (("Objective", 48), ("Owner", 15), ("Ended", 11), ("Score", 8), ("Progress", 9), ("Confidence", 9))


def objectives(body: Element, found: Sequence[ObjectiveLine], *, is_closed: bool, most: int) -> int:
    """The lines they take, at most so many: as many key results of each objective as fit, and the same of all."""
    text(body, "h2", "Objectives")
    shown = found[:OBJECTIVES]
    each = _of_each([len(it.key_results) for it in shown], most - LINES_EACH * len(shown))
    rows, kinds = list[tuple[Told, ...]](), list[str]()
    for it in shown:
        parts = [_key_result(part, is_closed=is_closed) for part in it.key_results[:each]]
        rows += [_objective(it, is_closed=is_closed), *parts]
        kinds += ["objective", *["part"] * len(parts)]
    lines = table(body, CLOSED if is_closed else OPEN, rows, "It has no objective in the quarter.")
    for line, kind in zip(lines, kinds, strict=True):
        line.set("class", kind)
    if more := _more(found, shown, each):
        text(body, "p", f"And {more} more.")
    return LINES_EACH * len(shown) + kinds.count("part")


def score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def cut(told: str, most: int) -> str:
    """On one line, with an ellipsis where it is too long."""
    line = " ".join(told.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _of_each(counts: Sequence[int], room: int) -> int:
    """How many of each there is room for."""
    return next(most for most in range(max(counts, default=0), -1, -1) if sum(min(most, n) for n in counts) <= room)


def _objective(it: ObjectiveLine, *, is_closed: bool) -> tuple[Told, ...]:
    found, sure = it.rollup, confidence(it.rollup.confidence)
    told = cut(f"{it.key} {it.title}", TITLE), cut(it.owner, TITLE // 3)
    if is_closed:
        return *told, "", score(found.score), percent(found.progress), sure
    return *told, found.status, percent(found.progress), percent(found.planned), sure


def _key_result(it: Standing, *, is_closed: bool) -> tuple[Told, ...]:
    found, sure = it.assessment, confidence(it.assessment.confidence)
    told = f"{it.key} {it.title}", it.owner
    if is_closed:
        ended = "" if it.score is None else band(it.score, it.commitment)
        return *told, ended, score(it.score), progress(found), sure
    return *told, found.status, progress(found), percent(found.planned), sure


def _more(found: Sequence[ObjectiveLine], shown: Sequence[ObjectiveLine], each: int) -> str:
    left = sum(max(0, len(it.key_results) - each) for it in shown)
    counts = ((len(found) - len(shown), "objective"), (left, "key result"))
    return listed([f"{count} {name}{'s' * (count > 1)}" for count, name in counts if count])
