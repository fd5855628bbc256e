"""A result as plain JSON beside its figures, and the result that it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.model import MaturityOutcome
from core.rules.maturity.criterion import Member, Page, Pillar
from core.rules.maturity.engine import Result
from core.rules.maturity.steps import NAMED, Step
from core.rules.maturity.table import PAGES

NAMES = 50
"""Members that are kept by name; of more there is only their number."""


def to_keep(result: Result) -> dict[str, Any]:
    """The members and the step; what is usual for the criterion is left out."""
    usual, kept = PAGES[result.criterion], dict[str, Any]()
    for name, every in (("counted", result.counted), ("missing", result.missing)):
        if every:
            kept[name] = _told(every[:NAMES], usual)
        if more := len(every[NAMES:]):
            kept[f"more_{name}"] = more
    if (step := result.step) is not None:
        kept["step"] = {"sentence": step.sentence, "left": step.left}
        if step.page != usual:
            kept["step"]["page"] = step.page
        if step.items:
            kept["step"]["items"] = _told(step.items[:NAMED], usual)
    return kept


def as_kept(
    criterion: str,
    version: int,
    outcome: MaturityOutcome,
    level: int | None,
    numerator: float | None,
    denominator: float | None,
    kept: dict[str, Any],
    reason: str,
) -> Result:
    usual = PAGES.get(criterion, Page.DOMAIN)
    return Result(
        criterion=criterion,
        version=version,
        pillar=Pillar(criterion[0]),
        outcome=outcome,
        level=level,
        numerator=numerator,
        denominator=denominator,
        counted=_members(kept.get("counted", ()), usual),
        missing=_members(kept.get("missing", ()), usual),
        more_counted=kept.get("more_counted", 0),
        more_missing=kept.get("more_missing", 0),
        reason=reason,
        step=_step(criterion, (level or 0) + 1, kept["step"], usual) if "step" in kept else None,
    )


def _told(members: Iterable[Member], usual: Page) -> list[list[Any]]:
    return [[it.key, it.name, it.count, *([it.page] if it.page != usual else [])] for it in members]


def _members(told: Iterable[Sequence[Any]], usual: Page) -> tuple[Member, ...]:
    return tuple(Member(key, name, Page(*page) if page else usual, count) for key, name, count, *page in told)


def _step(criterion: str, to_level: int, told: dict[str, Any], usual: Page) -> Step:
    items = _members(told.get("items", ()), usual)
    return Step(criterion, to_level, told["sentence"], told["left"], items, Page(told.get("page", usual)))
