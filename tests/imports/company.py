"""A small company through the verbs, with something of every kind that can be exported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from core.actions import (
    check_ins,
    domains,
    initiatives,
    key_results,
    metrics,
    objectives,
    people,
    products,
    reports,
    workspaces,
)
from core.actions.key_results import StepPlan
from core.actions.people import local_admin
from core.actions.readings import ReadingValue
from core.model import Commitment, Health, KeyResultKind, Level, Phase, Role

AT = datetime(2026, 10, 2, 8, tzinfo=UTC)


def build(session: Session) -> None:
    who: dict[str, Any] = {"by": local_admin(session, at=AT), "at": AT}
    people.add_person(session, **who, email="ada@example.com", name="Ada Lovelace")
    people.add_person(session, **who, email="bo@example.com", name="=Bo")
    domains.add_domain(session, **who, key="ops", name="Operations", purpose="Line one\nline two")
    domains.add_domain(session, **who, key="fin", name="Finance, “big”", business_owner="ada@example.com", parent="ops")
    people.grant(session, "bo@example.com", Role.MANAGER, **who)
    people.grant(session, "bo@example.com", Role.CONTRIBUTOR, **who, domain="fin")
    _build_initiatives(session, who)
    _build_platform(session, who)
    _build_objectives(session, who)
    _leave(session, who)


def _leave(session: Session, who: dict[str, Any]) -> None:
    """What is archived stays where it was recorded."""
    people.archive_person(session, "ada@example.com", **who)
    domains.archive_domain(session, "fin", **who)


def _build_initiatives(session: Session, who: dict[str, Any]) -> None:
    initiatives.propose(
        session,
        **who,
        domain="fin",
        title='=HYPERLINK("http://example.com")',
        external_key="007",
        why="n/a",
        business_value="-1 means loss\n+2 means gain",
        yearly_value=Decimal("0.10"),
        budget=Decimal("1234567.89"),
        budget_currency="EUR",
        sponsor="ada@example.com",
        health=Health.AMBER_RED,
        health_note="'=quoted already",
        planned_start=date(1899, 1, 1),
        planned_end=date(2027, 3, 31),
    )
    initiatives.propose(
        session, **who, domain="ops", title="2026-01-01", phase=Phase.INCUBATION, why="_x0041_ — ünïcode 🙂"
    )
    initiatives.propose(session, **who, domain="ops", title="Same name")
    initiatives.propose(session, **who, domain="fin", title="same NAME!", budget=Decimal("0.1"), budget_currency="GBP")


def _build_platform(session: Session, who: dict[str, Any]) -> None:
    product = products.add_product(session, **who, domain="fin", name="Ledger", level=Level.BUSINESS)
    hours: dict[str, Any] = {"hours_per_run": 0.1 + 0.2, "runs_per_month": 1 / 3}
    for name in ("@first", "second", "third", "fourth"):
        reports.record_report(session, **who, domain="fin", name=name, owner="ada@example.com", **hours)
    reports.start_migration(session, "XLS-2", **who)
    reports.migrate_report(session, "XLS-3", product.key, **who, on=date(2026, 10, 1))
    reports.retire_report(session, "XLS-4", **who, on=date(2026, 10, 2))
    workspaces.request_workspace(session, **who, domain="fin", name="fin-dev")
    metrics.define_metric(session, **who, key="users", name="Active users")
    exact = AT + timedelta(microseconds=123_456)
    readings = [
        ReadingValue(AT, 12.5),
        ReadingValue(AT + timedelta(seconds=7), -3e-7, domain="fin"),
        ReadingValue(exact, 1e15 + 0.3, workspace="fin-dev"),
    ]
    metrics.store_readings(session, "users", readings, **who, source="test")


def _build_objectives(session: Session, who: dict[str, Any]) -> None:
    owned: dict[str, Any] = {"owner": "ada@example.com", "quarter": "2026-Q4"}
    objectives.set_objective(session, **who, **owned, title="Company first", domain=None)
    objectives.set_objective(session, **who, **owned, title="-Finance", domain="fin", parent="OBJ-1", weight=0.5)
    movement: dict[str, Any] = {"kind": KeyResultKind.MOVEMENT, "baseline": 0.0, "target": 5.0}
    plan = [(date(2026, 11, 1), 2.0)]
    key_results.set_key_result(session, "OBJ-2", **who, title="Move five", unit="reports", plan=plan, **movement)
    band: dict[str, Any] = {"kind": KeyResultKind.MAINTAIN, "low": 0.95, "commitment": Commitment.ASPIRATIONAL}
    key_results.set_key_result(session, "OBJ-2", **who, title="Stay up", weight=0.0, **band)
    steps = [StepPlan("Contract signed", 2), StepPlan("Data | loaded", 1, date(2026, 12, 1))]
    key_results.set_key_result(session, "OBJ-2", **who, title="Land it", kind=KeyResultKind.MILESTONE, steps=steps)
    told: dict[str, Any] = {"on": date(2026, 10, 2), "confidence": 7, "changed": "=1+1", "next_step": "\tindent"}
    check_ins.check_in(session, "KR-2.1", **who, value=1.5, **told)
    check_ins.check_in(session, "KR-2.3", **who, **told)
