"""Which key results need a decision? Every objective of a quarter as it stands on a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from core.model import Commitment, Decision, Domain, Objective, Person
from core.policy import policies_on
from core.queries.closings import Closing, Closings, closings
from core.queries.decisions import NEVER_HELD, DecisionRow, Held, decisions, held, open_decisions
from core.queries.history import known_on
from core.queries.key_results import COMPANY, Standing, existing, standings, thresholds_of
from core.rules.quarters import Quarter, quarter_named, quarter_of
from core.rules.rollup import RollUp, Summary, roll_up, roll_up_objectives
from core.rules.status import Assessment, Status, Thresholds
from core.rules.xmr import xmr
from core.settings import settings

CHANGED_SINCE_DAYS = 14
FROZEN = "review"


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


@dataclass(frozen=True)
class Quarters:
    """Labels of the quarters that have objectives and of the ``present`` one, newest first."""

    labels: tuple[str, ...]
    present: str


def quarters(session: Session, *, as_of: date) -> Quarters:
    """The quarters one can look at; one statement."""
    session = known_on(session, as_of)
    present = quarter_of(as_of, settings().fiscal_year_starts_in_month).label
    used = session.exec(select(Objective.quarter).where(existing(Objective, as_of)).distinct())
    return Quarters(tuple(sorted({*used, present}, reverse=True)), present)


def review(
    session: Session,
    *,
    as_of: date,
    quarter: str,
    domain: int | None = None,
    since_days: int | None = None,
    version: int | None = None,
) -> Scoreboard:
    """The quarter, or its part that one domain has: what was frozen if it was closed on the day, or in the ``version``
    asked for, else as ``live_review``; at most nine statements. Raises Invalid for a text that is no quarter.
    """
    session = known_on(session, as_of)
    last_day = quarter_named(quarter, settings().fiscal_year_starts_in_month).end
    known = closings(session, quarter, last_day, as_of=as_of, version=version)
    kept = frozen(known)
    if kept is None:
        board = live_review(session, as_of=as_of, quarter=quarter, domain=domain, since_days=since_days)
        return replace(board, closings=known.every)
    return replace(
        _part(kept, domain),
        decisions=_decided(session, quarter, domain, as_of),
        closing=known.answering,
        closings=known.every,
    )


def live_review(
    session: Session, *, as_of: date, quarter: str, domain: int | None = None, since_days: int | None = None
) -> Scoreboard:
    """The quarter, or its part that one domain has, from what is recorded: on a day and against ``since_days`` before,
    by default against the last review that was held, or two weeks before if there was none; at most eight statements.

    Raises Invalid for a text that is no quarter.
    """
    when = held(session, quarter, domain, as_of)
    since = as_of - timedelta(days=CHANGED_SINCE_DAYS if since_days is None else since_days)
    if since_days is None and when.last:
        since = when.last
    thresholds, earlier = map(thresholds_of, policies_on(session, as_of, since))
    among = [col(Objective.quarter) == quarter, *([] if domain is None else [col(Objective.domain_id) == domain])]
    parts: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings(session, *among, as_of=as_of, thresholds=thresholds):
        parts[standing.objective_id].append(standing)
    found = session.exec(
        select(Objective, Person, Domain.key, Domain.name)
        .join(Person, col(Person.id) == col(Objective.owner_id))
        .outerjoin(Domain, col(Domain.id) == col(Objective.domain_id))
        .where(*among, existing(Objective, as_of))
        .order_by(col(Domain.name).is_not(None), Domain.name, col(Objective.id))
    )
    rows = []
    for objective, owner, domain_key, domain_name in found:
        of_it = tuple(parts[objective.id])
        rollup = roll_up([standing.assessment for standing in of_it], as_of, thresholds)
        name = domain_name or COMPANY
        row = ObjectiveRow(
            key=objective.key,
            title=objective.title,
            owner=owner.name,
            domain=name,
            weight=objective.weight,
            rollup=rollup,
            key_results=of_it,
            owner_email=owner.email,
            domain_id=objective.domain_id,
        )
        rows.append((domain_key, row))
    of_quarter = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    return assemble(
        rows,
        of_quarter,
        as_of=as_of,
        since=since,
        thresholds=thresholds,
        earlier=earlier,
        decided=_decided(session, quarter, domain, as_of),
        when=when,
    )


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


def frozen(known: Closings) -> Scoreboard | None:
    """The whole quarter as it was closed; None where it is open."""
    return scoreboards().validate_python(known.kept[FROZEN]) if known.answering else None


@cache
def scoreboards() -> TypeAdapter[Scoreboard]:
    """To and from plain values, which a close keeps under ``FROZEN``. What is added to a class that stands in a
    scoreboard or an account needs a default, so that what was closed before can still be read."""
    return TypeAdapter(Scoreboard)


def _part(board: Scoreboard, domain: int | None) -> Scoreboard:
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


def _decided(session: Session, quarter: str, domain: int | None, as_of: date) -> tuple[DecisionRow, ...]:
    of_place = [] if domain is None else [col(Decision.domain_id) == domain]
    return decisions(session, col(Decision.quarter) == quarter, *of_place, as_of=as_of)


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
