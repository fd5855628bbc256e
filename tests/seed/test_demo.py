"""The sample company keeps what its story promises; by being told it tries nearly every verb."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from core.access import Actor, actor_with
from core.actions.people import LOCAL_ADMIN
from core.db import snapshot
from core.errors import Invalid
from core.ledger import SENTENCES
from core.model import (
    Choice,
    Confirmation,
    DataProduct,
    Domain,
    Event,
    ExcelReport,
    Halt,
    Initiative,
    InitiativeKeyResult,
    KeyResult,
    Loan,
    LogEntry,
    MaturitySnapshot,
    MoveKind,
    Objective,
    Person,
    Phase,
    PhaseMove,
    ProductStatus,
    QuarterClose,
    Reading,
    Register,
    ReportState,
)
from core.queries.heat_map import heat_map
from core.queries.history import known_on
from core.queries.initiatives import initiatives
from core.queries.maturity import maturity, maturity_known
from core.queries.meeting import meeting
from core.queries.platform import platform
from core.queries.review import review
from core.rules.gates import GATES, title_of
from core.rules.grading import Band, band
from core.rules.maturity import Result
from core.rules.metric_status import MetricStatus
from core.rules.quarters import quarter_of
from core.rules.status import Status
from seed.demo import fill
from seed.story import Story
from tests.conftest import opened

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUARTER = quarter_of(TODAY)
TOLD: list[tuple[float, str]] = []


@pytest.fixture(scope="module")
def sample(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the sample company on a Sunday in the middle of a quarter, filled once for this file."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('sample') / 'uptake.sqlite')}"
    with opened(url):
        fill(today=TODAY, on_progress=lambda share, what: TOLD.append((share, what)))
    return url


@pytest.fixture
def company(sample: str) -> Iterator[None]:
    """The sample company, only to be read."""
    with opened(sample):
        yield


@pytest.fixture
def session(company: None) -> Iterator[Session]:
    with snapshot() as session:
        yield session


@pytest.fixture
def manager(session: Session) -> Actor:
    return actor_with(session, "samuel.achterberg@torvane.example")


def test_the_company_is_as_large_as_promised(session: Session) -> None:
    assert count(session, Domain) == 12
    assert count(session, Initiative) == 60
    assert count(session, DataProduct) == 100
    assert count(session, ExcelReport) == 90
    assert 40 <= count(session, Person) <= 50
    of_quarters = Counter(
        session.exec(select(Objective.quarter).join(KeyResult, col(KeyResult.objective_id) == col(Objective.id)))
    )
    assert of_quarters[QUARTER.label] == 120 + 3, "three were carried over"
    assert len(of_quarters) == 5


def test_the_quarters_before_are_closed_and_what_was_carried_over_is_taken_up_again(session: Session) -> None:
    closes = session.exec(select(QuarterClose).order_by(QuarterClose.quarter)).all()
    assert [close.quarter for close in closes] == [it.label for it in Story(TODAY).quarters[:-1]]
    board = review(session, as_of=TODAY, quarter=closes[-1].quarter)
    parts = [result for row in board.objectives for result in row.key_results]
    assert board.closing is not None
    assert {band(part.score, part.commitment) for part in parts if part.score is not None} == set(Band)
    assert {part.grade.choice for part in parts if part.grade} == {None, *Choice}
    carried = [part for part in parts if part.lineage.carried_to]
    assert len(carried) == 3
    now = {
        part.key: part
        for row in review(session, as_of=TODAY, quarter=QUARTER.label).objectives
        for part in row.key_results
    }
    for part in carried:
        copy = now[part.lineage.carried_to or ""]
        assert copy.lineage.carried_from == part.key
        assert copy.assessment.has_data


def test_every_phase_is_populated_and_some_initiatives_are_halted(session: Session, manager: Actor) -> None:
    portfolio = initiatives(session, actor=manager, as_of=TODAY)
    phases = Counter(row.phase for row in portfolio.rows)
    assert all(phases[phase] >= 9 for phase in Phase)
    halted = [row for row in portfolio.rows if row.halt]
    assert {row.halt for row in halted} == {"hold", "stop"}
    assert count(session, Halt) > len(halted), "one is under way again"
    assert {row.health for row in portfolio.rows} >= {"green", "amber", "red"}
    assert any(row.blocked_by for row in portfolio.rows)


def test_gates_differ_in_how_much_is_missing(session: Session, manager: Actor) -> None:
    open_ways = [row for row in initiatives(session, actor=manager, as_of=TODAY).rows if row.checks]
    assert {row.checks - row.checks_passed for row in open_ways} >= {0, 1, 2, 3}


def test_the_moves_of_an_initiative_are_in_time_order_and_go_by_the_phases(session: Session) -> None:
    ways: dict[int, list[PhaseMove]] = defaultdict(list)
    for move in session.exec(select(PhaseMove).order_by(col(PhaseMove.id))):
        ways[move.initiative_id].append(move)
    for moves in ways.values():
        assert moves[0].kind is MoveKind.STARTED
        for before, after in pairwise(moves):
            assert before.at < after.at
            assert after.kind is MoveKind.SENT_BACK or after.phase is before.phase.next
    kinds = Counter(move.kind for moves in ways.values() for move in moves)
    assert kinds.keys() == set(MoveKind)


def test_only_managers_went_past_a_gate_with_a_reason_and_what_was_missing(session: Session) -> None:
    past = session.exec(select(PhaseMove).where(PhaseMove.kind == MoveKind.OVERRIDDEN)).all()
    assert len(past) >= 3
    for move in past:
        assert move.reason
        assert move.missing
        assert all(title_of(check) != check for check in move.missing)
    advanced = session.exec(select(PhaseMove).where(PhaseMove.kind == MoveKind.ADVANCED)).all()
    assert not any(move.missing for move in advanced)


def test_what_was_vouched_for_held_at_the_gate(session: Session) -> None:
    """Where an initiative advanced without an override, each confirmation its gate asks for was open at that time."""
    given = session.exec(select(Confirmation)).all()
    for move in session.exec(select(PhaseMove).where(PhaseMove.kind == MoveKind.ADVANCED)):
        left = next(phase for phase in Phase if phase.next is move.phase)
        held = {
            it.check_key
            for it in given
            if it.initiative_id == move.initiative_id
            and it.at <= move.at
            and (it.withdrawn_at is None or it.withdrawn_at > move.at)
        }
        assert {check.key for check in GATES[left] if check.confirmable} <= held


def test_every_status_occurs_in_the_current_quarter(session: Session) -> None:
    board = review(session, as_of=TODAY, quarter=QUARTER.label)
    standings = [result for row in board.domains for objective in row.objectives for result in objective.key_results]
    statuses = Counter(standing.assessment.status for standing in standings)
    assert statuses.keys() == set(Status) - {Status.AWAITING_CLOSE, Status.SCORED}, "which it cannot be yet"
    assert statuses[Status.ON_TRACK] > 40
    assert any(standing.assessment.has_exceeded for standing in standings)
    assert any(standing.assessment.has_moved_away for standing in standings)
    assert any(standing.assessment.is_outside_band for standing in standings)
    assert any(
        standing.assessment.status is Status.AT_RISK and (standing.assessment.confidence or 0) >= 7
        for standing in standings
    ), "confident while at risk"
    assert board.exceptions
    assert board.changes


def test_a_review_was_held_and_one_of_its_decisions_is_done_one_overdue_one_open(session: Session) -> None:
    found = meeting(session, as_of=TODAY, quarter=QUARTER.label)
    assert found.board.is_since_review
    states = [(row.is_open, row.is_overdue) for row in found.board.decisions]
    assert states == [(True, True), (True, False), (False, False)]
    assert all(row.on in QUARTER and row.about for row in found.board.decisions)
    assert len(found.notes) == 3


def test_finance_moves_five_excel_reports_of_about_thirty_hours(session: Session) -> None:
    title = "Move five month-end Excel reports, about 30 hours each, to the data platform"
    result = session.exec(select(KeyResult).where(KeyResult.title == title)).one()
    assert (result.baseline, result.target, result.due) == (0, 5, QUARTER.end)
    five = session.exec(select(ExcelReport).where(col(ExcelReport.hours_per_run).between(29, 32))).all()
    assert Counter(report.state for report in five) == {ReportState.MIGRATED: 2, ReportState.MIGRATING: 3}
    assert all(report.migrated_on in QUARTER for report in five if report.migrated_on)
    assert session.exec(select(InitiativeKeyResult).where(InitiativeKeyResult.key_result_id == result.id)).all()


def test_some_key_results_move_by_themselves_and_one_has_fallen_silent(session: Session) -> None:
    board = review(session, as_of=TODAY, quarter=QUARTER.label)
    found = {it.title: it for row in board.objectives for it in row.key_results if it.source}
    assert {it.source.register for it in found.values() if it.source} >= set(Register) - {
        Register.COLUMNS_DESCRIBED,
        Register.WORKSPACES_READY,
    }
    type_case = found["Move five month-end Excel reports, about 30 hours each, to the data platform"]
    assert type_case.assessment.value == 2
    assert type_case.source is not None
    assert [row.name for row in type_case.source.evidence] == ["Provisions roll-forward", "Accruals for month end"]
    silent = [it for it in found.values() if it.assessment.outage]
    assert [(it.assessment.status, it.assessment.value is not None) for it in silent] == [(Status.NO_DATA, True)]
    (overridden,) = [it for it in found.values() if it.source and it.source.override]
    assert overridden.source is not None
    assert (overridden.assessment.value, overridden.source.value) == (3, 2)
    statuses = {it.title: it.assessment.status for it in found.values()}
    assert list(statuses.values()).count(Status.ON_TRACK) >= 3, statuses


def test_onboarding_falls_from_weeks_to_minutes(session: Session, manager: Actor) -> None:
    uptake = platform(session, actor=manager, as_of=TODAY, now=NOW)
    ready = sorted((w.requested_at, w.wait.length) for w in uptake.workspaces if w.wait.is_over)
    assert median(days for _, days in ready[:12]) >= 14
    assert median(days for _, days in ready[-12:]) * 24 * 60 <= 15
    assert len(uptake.still_waiting) == 3


def test_the_change_of_the_process_shows_on_the_wall_with_a_target_before_and_after(
    session: Session, manager: Actor
) -> None:
    uptake = platform(session, actor=manager, as_of=TODAY, now=NOW)
    onboarding = next(metric for metric in uptake.metrics if metric.key == "onboarding_p50")
    means = [stretch.xmr.mean for stretch in onboarding.variation.stretches if stretch.xmr]
    assert means[0] > 14 * 24 * 60
    assert means[-1] < 60
    assert [target.high for target in onboarding.targets] == [24 * 60, 20]
    assert onboarding.status is MetricStatus.ON_TARGET
    assert all(metric.is_defined for metric in uptake.metrics)


def test_one_metric_has_gone_stale_and_the_others_are_fresh(session: Session, manager: Actor) -> None:
    uptake = platform(session, actor=manager, as_of=TODAY, now=NOW)
    stale = [metric.key for metric in uptake.metrics if metric.status is MetricStatus.OUT_OF_DATE]
    assert stale == ["catalogue_searches"]
    assert count(session, Reading) > 2000


def test_products_are_in_every_status_and_live_ones_are_complete(session: Session) -> None:
    products = session.exec(select(DataProduct)).all()
    assert {product.status for product in products} == set(ProductStatus)
    assert {product.level for product in products} == {1, 2, 3}
    lacking = [it for it in products if it.owner_id is None or not it.team or not it.cost_centre]
    assert len(lacking) >= 10
    assert not any(product.status is ProductStatus.LIVE for product in lacking)


def test_the_data_team_steps_back_in_most_initiatives_and_not_in_a_few(session: Session) -> None:
    hours: dict[tuple[int, Phase], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for entry in session.exec(select(LogEntry)):
        of_phase = hours[entry.initiative_id, entry.phase]
        of_phase[0] += entry.hours_data_team
        of_phase[1] += entry.hours_data_team + entry.hours_product_team
    shares = {key: team / both for key, (team, both) in hours.items() if both}
    falls = [
        shares[initiative, Phase.PRODUCTIONIZATION] < shares[initiative, Phase.INCUBATION]
        for initiative, phase in shares
        if phase is Phase.PRODUCTIONIZATION
    ]
    assert 0.8 < sum(falls) / len(falls) < 1


def test_nobody_is_lent_for_more_than_the_whole_of_a_day(session: Session) -> None:
    lent: dict[tuple[int, date], float] = defaultdict(float)
    for loan in session.exec(select(Loan)):
        assert (loan.until_on - loan.from_on).days in (13, 27)
        for day in range((loan.until_on - loan.from_on).days + 1):
            lent[loan.person_id, loan.from_on + timedelta(days=day)] += loan.share
    assert max(lent.values()) <= 1 + 1e-9
    assert {person for person, day in lent if day == TODAY}


def test_every_write_has_its_line_and_nothing_lies_ahead(session: Session) -> None:
    events = session.exec(select(Event).order_by(col(Event.id))).all()
    assert all(before.at <= after.at for before, after in pairwise(events))
    assert events[-1].at.date() < TODAY
    kinds = Counter(event.kind for event in events)
    assert kinds.keys() <= SENTENCES.keys()
    written: dict[str, type[SQLModel]] = {
        "work.logged": LogEntry,
        "check.confirmed": Confirmation,
        "person.lent": Loan,
        "product.added": DataProduct,
    }
    for kind, table in written.items():
        assert kinds[kind] == count(session, table)
    only_first = [event.kind for event in events if event.by_id == person_id(session, LOCAL_ADMIN)]
    assert only_first == ["person.added", "person.added", "role.granted"], "then the company looks after itself"


def test_progress_is_told_month_by_month_up_to_the_end(sample: str) -> None:
    shares = [share for share, _ in TOLD]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert TOLD[-1] == (1.0, "Done")
    assert "November 2025" in {what for _, what in TOLD}


def test_a_database_with_domains_is_refused_and_left_alone(company: None) -> None:
    with snapshot() as session:
        before = count(session, Event)
    with pytest.raises(Invalid, match="empty"):
        fill(today=TODAY)
    with snapshot() as session:
        assert count(session, Event) == before


def test_the_same_day_gives_the_same_company_on_either_kind_of_database(sample: str, fresh_postgresql: str) -> None:
    with opened(fresh_postgresql):
        fill(today=TODAY)
        on_postgresql = facts()
    with opened(sample):
        assert facts() == on_postgresql


def test_domains_stand_side_by_side_by_their_maturity(session: Session) -> None:
    found = heat_map(session, as_of=TODAY)
    assert len(found) == 12
    assert len({row.profile.level for row in found}) > 1
    assert all(row.before for row in found), "there is a trend"


def test_a_past_day_says_the_same_of_a_domain_wherever_it_is_asked(session: Session) -> None:
    yesterday = TODAY - timedelta(days=1)
    side_by_side = {row.domain: row.profile for row in heat_map(session, as_of=yesterday)}
    assert side_by_side == maturity(session, as_of=yesterday).profiles


def test_what_was_kept_is_judged_alike_again_but_for_facts_told_late_or_overwritten(
    session: Session,
) -> None:
    late, overwritten = {"A2", "C4"}, {"D1"}
    for on in session.scalars(sa.select(col(MaturitySnapshot.on)).distinct()):
        kept = maturity(session, as_of=on).profiles
        anew = maturity_known(known_on(session, on), as_of=on).profiles
        for home, profile in kept.items():
            both = zip(profile.results, anew[home].results, strict=True)
            assert {was.criterion for was, now in both if as_told(was) != as_told(now)} <= late | overwritten


def as_told(result: Result) -> tuple[object, ...]:
    return result.outcome, result.level, result.numerator, result.denominator, result.reason


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29)])
def test_any_day_will_do(database_url: str, today: date) -> None:
    """The first day of a quarter, where nothing of it has happened yet, and a day that not every year has."""
    fill(today=today)
    with snapshot() as session:
        assert count(session, Initiative) == 60
        assert len(session.exec(select(Objective.quarter).distinct()).all()) == 5


def facts() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables in the database. A number that no other row refers to is left out: PostgreSQL also counts
    the rows that were there already."""
    tables = SQLModel.metadata.sorted_tables
    referred = {key.column for table in tables for key in table.foreign_keys}
    with snapshot() as session:
        return {
            table.name: [tuple(row) for row in session.execute(_told(table, referred).order_by(*table.primary_key))]
            for table in tables
        }


def _told(table: sa.Table, referred: Collection[object]) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name != "id" or column in referred))


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(sa.func.count()).select_from(table)).one()


def person_id(session: Session, email: str) -> int:
    return session.exec(select(Person.id).where(Person.email == email)).one()
