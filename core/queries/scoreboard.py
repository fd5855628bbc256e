"""The scoreboard of a quarter: its objectives as they stand, what needs a decision, and what has changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from core.model import Commitment
from core.queries.closings import Closing
from core.queries.decisions import NEVER_HELD, DecisionRow, Held, open_decisions
from core.queries.key_results import Standing
from core.rules.quarters import Quarter
from core.rules.rollup import RollUp, Summary, roll_up_objectives
from core.rules.status import Assessment, Status, Thresholds
from core.rules.xmr import xmr


@dataclass(frozen=True)
class ObjectiveRow:
    key: str
    title: str
    owner: str
    domain: str
    weight: float
    rollup: RollUp
    key_results: tuple[Standing, ...]
    owner_email: str = ""
    domain_id: int | None = None


@dataclass(frozen=True)
class DomainRow:
    """The objectives of a domain, or with no ``key`` those of the company itself."""

    key: str | None
    name: str
    summary: Summary
    objectives: tuple[ObjectiveRow, ...]


@dataclass(frozen=True)
class Change:
    """A key result whose status or whole per cent of progress is no longer what it was. ``is_signal`` says whether the
    last reading stands out from the ones before it; None where there are too few to tell."""

    standing: Standing
    before: Assessment

    @property
    def is_of_status(self) -> bool:
        return self.before.status is not self.standing.assessment.status

    @property
    def points(self) -> float:
        """By how much progress moved, as a share."""
        return (self.standing.assessment.progress or 0) - (self.before.progress or 0)

    @property
    def is_signal(self) -> bool | None:
        assessment = self.standing.assessment
        values = [value for _, value in assessment.facts.values(assessment.as_of)]
        limits = xmr(values)
        return None if limits is None else len(values) - 1 in limits.signals


@dataclass(frozen=True)
class Scoreboard:
    """``confidence`` is the weighted mean over objectives; ``exceptions`` and ``changes`` begin with the gravest, those
    about which nothing was decided before the others. With a ``closing`` all of it is as it was closed, but for the
    decisions, which go on; ``closings`` are all that there were, the newest first."""

    quarter: Quarter
    as_of: date
    since: date
    thresholds: Thresholds
    summary: Summary
    confidence: float | None
    confidence_min: float | None
    domains: tuple[DomainRow, ...]
    exceptions: tuple[Standing, ...]
    changes: tuple[Change, ...]
    decisions: tuple[DecisionRow, ...] = ()
    held: Held = NEVER_HELD
    closing: Closing | None = None
    closings: tuple[Closing, ...] = ()

    @property
    def decided(self) -> Mapping[str, DecisionRow]:
        """The open decision that is due first, by the key of the key result or objective it is about."""
        return open_decisions(self.decisions)

    @property
    def is_since_review(self) -> bool:
        """Whether the changes are those since the last review."""
        return self.since == self.held.last

    @property
    def objectives(self) -> tuple[ObjectiveRow, ...]:
        return tuple(objective for domain in self.domains for objective in domain.objectives)

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many key results stand where."""
        found = Counter(kr.assessment.status for row in self.objectives for kr in row.key_results)
        return {status: found[status] for status in Status if found[status]}


def assemble(
    rows: Iterable[tuple[str | None, ObjectiveRow]],
    quarter: Quarter,
    *,
    as_of: date,
    since: date,
    thresholds: Thresholds,
    earlier: Thresholds,
    decided: Sequence[DecisionRow] = (),
    when: Held = NEVER_HELD,
) -> Scoreboard:
    """The scoreboard of objectives, each with the key of its domain or None for the company, in the order given.
    ``earlier`` are the thresholds that held on ``since``."""
    groups: dict[tuple[str | None, str], list[ObjectiveRow]] = defaultdict(list)
    for key, row in rows:
        groups[key, row.domain].append(row)
    every = [objective for group in groups.values() for objective in group]
    key_results = [standing for objective in every for standing in objective.key_results]
    return Scoreboard(
        quarter=quarter,
        as_of=as_of,
        since=since,
        thresholds=thresholds,
        summary=_summary(every),
        confidence=_confidence(every),
        confidence_min=_lowest(every),
        domains=tuple(DomainRow(key, name, _summary(group), tuple(group)) for (key, name), group in groups.items()),
        exceptions=exceptions(key_results, open_decisions(decided)),
        changes=_changes(key_results, since, earlier),
        decisions=tuple(decided),
        held=when,
    )


def exceptions(key_results: Sequence[Standing], decided: Collection[str] = ()) -> tuple[Standing, ...]:
    """Those that need a decision: by their gravest finding, committed ones first, then by what is missing by weight; at
    the end those about which something is ``decided``."""
    found = [standing for standing in key_results if standing.findings]
    return tuple(sorted(found, key=lambda standing: (standing.key in decided, *_urgency(standing))))


def part_of(board: Scoreboard, domain: int | None) -> Scoreboard:
    """The part of a board that one domain has, from the same figures and thresholds."""
    if domain is None:
        return board
    rows = tuple(row for row in board.domains if any(aim.domain_id == domain for aim in row.objectives))
    every = [objective for row in rows for objective in row.objectives]
    return replace(
        board,
        domains=rows,
        summary=_summary(every),
        confidence=_confidence(every),
        confidence_min=_lowest(every),
        exceptions=tuple(standing for standing in board.exceptions if standing.domain_id == domain),
        changes=tuple(change for change in board.changes if change.standing.domain_id == domain),
    )


@cache
def scoreboards() -> TypeAdapter[Scoreboard]:
    """To and from plain values, which a close keeps. What is added to a class that stands in a
    scoreboard or an account needs a default, so that what was closed before can still be read."""
    return TypeAdapter(Scoreboard)


def _urgency(standing: Standing) -> tuple[int, bool, float]:
    gap, weight = standing.assessment.gap, standing.assessment.facts.weight
    return standing.findings[0].rank, standing.commitment is not Commitment.COMMITTED, -weight * (gap or 0)


def _changes(key_results: Sequence[Standing], since: date, thresholds: Thresholds) -> tuple[Change, ...]:
    every = [Change(standing, standing.assessed_on(since, thresholds)) for standing in key_results]
    changed = [change for change in every if change.is_of_status or round(change.points, 2)]
    return tuple(sorted(changed, key=lambda change: (not change.is_of_status, -abs(change.points))))


def _summary(objectives: Sequence[ObjectiveRow]) -> Summary:
    return roll_up_objectives([(objective.rollup, objective.weight) for objective in objectives])


def _confidence(objectives: Sequence[ObjectiveRow]) -> float | None:
    given = [(o.rollup.confidence, o.weight) for o in objectives if o.rollup.confidence is not None and o.weight > 0]
    return sum(said * weight for said, weight in given) / sum(weight for _, weight in given) if given else None


def _lowest(objectives: Sequence[ObjectiveRow]) -> float | None:
    return min((o.rollup.confidence_min for o in objectives if o.rollup.confidence_min is not None), default=None)
