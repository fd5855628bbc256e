"""The week in a few lines: for each person what waits for them, for each business owner how the domain stands."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, select

from core.model import Domain, Person
from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing, existing
from core.queries.notices import Addressed, Notice, page
from core.queries.review import review
from core.queries.scoreboard import DomainRow, Scoreboard, exceptions
from core.queries.spreadsheets import reports
from core.queries.wording import day, number, progress, status
from core.rules.hours import hours_freed
from core.rules.quarters import quarter_of
from core.rules.reminders import of_check_ins, of_digest
from core.rules.sentences import listed
from core.settings import settings

DAYS_IN_A_WEEK = 7
NAMED = 8
"""Things that a digest names before it only counts the others."""


def of_people(
    key_results: Collection[Standing], still_open: Collection[DecisionRow], as_of: date
) -> Iterator[Addressed]:
    """Nobody for whom nothing waits gets one."""
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in key_results:
        owned[standing.owner_email].append(standing)
    lines: dict[str, list[str]] = defaultdict(list)
    for email, mine in owned.items():
        if silent := [standing.key for standing in mine if of_check_ins(standing.assessment)]:
            lines[email].append(f"Check-ins to make: {listed(silent, at_most=NAMED)}.")
        for standing in exceptions(mine)[:NAMED]:
            reached = progress(standing.assessment)
            lines[email].append(f"{standing.key} {standing.title}, {reached}: {standing.findings[0].reason}")
    for row in still_open:
        lines[row.owner_email].append(f"{row.key} {row.text}: to be done by {day(row.due)}.")
    for email, told in lines.items():
        occasion = of_digest(email, settings().digest_on.number, as_of)
        yield email, Notice(occasion, "Your week", "What waits for you.", page(""), tuple(told))


def of_domains(session: Session, as_of: date) -> Iterator[Addressed]:
    """To the business owner of each domain that has objectives in the quarter; eight statements."""
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    board = review(session, as_of=as_of, quarter=quarter.label, since_days=DAYS_IN_A_WEEK)
    rows = {row.key: row for row in board.domains}
    freed: dict[str, float] = defaultdict(float)
    for report in reports(session, as_of=as_of):
        freed[report.domain_key] += hours_freed([report.fact], quarter.start, as_of)
    owned = select(Domain.key, Domain.name, Person.email).join(Person, col(Person.id) == col(Domain.business_owner_id))
    for key, name, email in session.exec(owned.where(existing(Domain, as_of)).order_by(Domain.name)):
        if row := rows.get(key):
            occasion = of_digest(key, settings().digest_on.number, as_of)
            lines = tuple(_lines(row, board, freed[key]))
            yield email, Notice(occasion, name, f"Its week in {quarter.label}.", page("domain", key=key), lines)


def _lines(row: DomainRow, board: Scoreboard, freed: float) -> Iterator[str]:
    statuses = ", ".join(f"{count} {status(found).lower()}" for found, count in row.summary.statuses.items())
    yield f"Objectives: {statuses or 'none that counts'}."
    for change in board.changes:
        if change.standing.domain == row.name and change.is_of_status:
            now = status(change.standing.assessment.status).lower()
            yield f"{change.standing.key} {change.standing.title}: {status(change.before.status).lower()} → {now}."
    if exceptional := [standing.key for standing in board.exceptions if standing.domain == row.name]:
        yield f"Needs a decision: {listed(exceptional, at_most=NAMED)}."
    yield f"Hours freed in the quarter so far: {number(round(freed))}."
