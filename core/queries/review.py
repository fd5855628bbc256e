"""Which key results need a decision? Every objective of a quarter as it stands on a day."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from core.model import Decision, Domain, Objective, Person
from core.policy import policies_on
from core.queries.closings import Closings, closings
from core.queries.decisions import DecisionRow, decisions, held
from core.queries.history import known_on
from core.queries.key_results import COMPANY, Standing, existing, standings, thresholds_of
from core.queries.scoreboard import ObjectiveRow, Scoreboard, assemble, part_of, scoreboards
from core.rules.quarters import quarter_named, quarter_of
from core.rules.rollup import roll_up
from core.settings import settings

CHANGED_SINCE_DAYS = 14
FROZEN = "review"


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
    asked for, else as ``live_review``; at most eight statements. Raises Invalid for a text that is no quarter.
    """
    session = known_on(session, as_of)
    last_day = quarter_named(quarter, settings().fiscal_year_starts_in_month).end
    known = closings(session, quarter, last_day, as_of=as_of, version=version)
    kept = frozen(known)
    if kept is None:
        board = live_review(session, as_of=as_of, quarter=quarter, domain=domain, since_days=since_days)
        return replace(board, closings=known.every)
    return replace(
        part_of(kept, domain),
        decisions=_decided(session, quarter, domain, as_of),
        closing=known.answering,
        closings=known.every,
    )


def live_review(
    session: Session, *, as_of: date, quarter: str, domain: int | None = None, since_days: int | None = None
) -> Scoreboard:
    """The quarter, or its part that one domain has, from what is recorded: on a day and against ``since_days`` before,
    by default against the last review that was held, or two weeks before if there was none; at most seven statements.

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


def frozen(known: Closings) -> Scoreboard | None:
    """The whole quarter as it was closed; None where it is open."""
    return scoreboards().validate_python(known.kept[FROZEN]) if known.answering else None


def _decided(session: Session, quarter: str, domain: int | None, as_of: date) -> tuple[DecisionRow, ...]:
    of_place = [] if domain is None else [col(Decision.domain_id) == domain]
    return decisions(session, col(Decision.quarter) == quarter, *of_place, as_of=as_of)
