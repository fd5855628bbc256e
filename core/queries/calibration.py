"""What were the forecasts worth? Those of the middle of each past quarter, against what became of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of, existing
from core.model import KeyResultKind, Objective, QuarterClose
from core.policy import policy_on
from core.queries.key_results import Standing, standings, thresholds_of
from core.rules.calibration import Calibration, Case, calibrate, case, middle_of
from core.rules.quarters import Quarter, quarter_named
from core.settings import settings

SURPRISES = 8
SURPRISING = 0.5
"""How far a chance must be from what happened to be listed."""


@dataclass(frozen=True)
class ForecastRow:
    """A key result of a past quarter, with the chance that was told in its middle."""

    key: str
    title: str
    domain: str
    quarter: str
    case: Case

    @property
    def miss(self) -> float:
        return abs(self.case.chance - self.case.reached)


@dataclass(frozen=True)
class PastQuarter:
    """``told`` of its ``movements`` had readings enough by ``middle`` for a forecast."""

    label: str
    middle: date
    is_closed: bool
    movements: int
    told: int
    reached: int


@dataclass(frozen=True)
class TrackRecord:
    """The score of closed quarters; while none is closed, ``is_provisional``, of those that are over."""

    quarters: tuple[PastQuarter, ...]
    is_provisional: bool
    calibration: Calibration
    surprises: tuple[ForecastRow, ...]


def calibration(session: Session, *, as_of: date, domain: int | None = None) -> TrackRecord:
    """Every quarter that was over on the day, newest first, for the company or a domain; seven statements at most."""
    past = {quarter.label: quarter for quarter in _past(session, as_of)}
    closed = _closed(session, as_of) & set(past)
    found = _key_results(session, tuple(past.values()), as_of=as_of, domain=domain)
    rows = [row for quarter, standing in found if (row := _row(quarter, standing, as_of))]
    judged = [row for row in rows if not closed or row.quarter in closed]
    movements = Counter(quarter.label for quarter, _ in found)
    told, reached = Counter(row.quarter for row in rows), Counter(row.quarter for row in rows if row.case.reached)
    return TrackRecord(
        quarters=tuple(
            PastQuarter(label, middle_of(past[label]), label in closed, movements[label], told[label], reached[label])
            for label in sorted(past, reverse=True)
            if movements[label]
        ),
        is_provisional=not closed,
        calibration=calibrate([row.case for row in judged]),
        surprises=_surprises(judged),
    )


def _past(session: Session, as_of: date) -> list[Quarter]:
    labels = session.exec(select(Objective.quarter).where(existing(Objective, as_of)).distinct())
    quarters = (quarter_named(label, settings().fiscal_year_starts_in_month) for label in labels)
    return [quarter for quarter in quarters if quarter.end < as_of]


def _closed(session: Session, as_of: date) -> set[str]:
    until = end_of(as_of)
    is_open = sa.or_(col(QuarterClose.reopened_at).is_(None), col(QuarterClose.reopened_at) > until)
    return set(session.exec(select(QuarterClose.quarter).where(col(QuarterClose.at) <= until, is_open)))


def _key_results(
    session: Session, quarters: Sequence[Quarter], *, as_of: date, domain: int | None
) -> list[tuple[Quarter, Standing]]:
    """The movements of those quarters with all their readings: the one place that loads them."""
    of_label = {quarter.label: quarter for quarter in quarters}
    among = [col(Objective.quarter).in_(of_label), *([] if domain is None else [col(Objective.domain_id) == domain])]
    labels = dict(session.exec(select(Objective.id, Objective.quarter).where(*among)).all())
    found = standings(session, *among, as_of=as_of, thresholds=thresholds_of(policy_on(session, as_of)))
    return [
        (of_label[labels[standing.objective_id]], standing)
        for standing in found
        if standing.assessment.facts.kind is KeyResultKind.MOVEMENT
    ]


def _row(quarter: Quarter, standing: Standing, as_of: date) -> ForecastRow | None:
    found = case(standing.assessment.facts, middle_of(quarter), as_of)
    return ForecastRow(standing.key, standing.title, standing.domain, quarter.label, found) if found else None


def _surprises(rows: Sequence[ForecastRow]) -> tuple[ForecastRow, ...]:
    """The forecasts that were furthest from what happened."""
    wrong = sorted((row for row in rows if row.miss > SURPRISING), key=lambda row: -row.miss)
    return tuple(wrong[:SURPRISES])
