"""Initiatives on their way from intake to handover, and everything recorded on that way."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable, Money, Table, word


class Phase(StrEnum):
    INTAKE = "intake"
    INCUBATION = "incubation"
    PRODUCTIONIZATION = "productionization"
    HANDOVER = "handover"
    COMPLETED = "completed"

    @property
    def next(self) -> "Phase | None":
        return None if self is Phase.COMPLETED else PHASES[PHASES.index(self) + 1]


PHASES = list(Phase)


class Health(StrEnum):
    """How confident the people on it are that it will deliver, on the five-point scale of delivery confidence."""

    GREEN = "green"
    AMBER_GREEN = "amber_green"
    AMBER = "amber"
    AMBER_RED = "amber_red"
    RED = "red"


class Initiative(Editable, table=True):
    """A business case that asks for data work. ``phase`` repeats the last move, so that lists need no join.

    ``yearly_value`` is what it is worth a year, in the currency of the budget.
    """

    __table_args__ = (sa.CheckConstraint("budget_currency = '' OR length(budget_currency) = 3", "currency"),)

    key: str = Field(max_length=SHORT, unique=True)
    title: str = Field(max_length=LINE)
    external_key: str | None = Field(default=None, max_length=SHORT, unique=True)
    domain_id: int = Field(foreign_key="domain.id", index=True)
    phase: Phase = Field(default=Phase.INTAKE, sa_type=word(Phase), index=True)
    why: str = Field(default="", max_length=TEXT)
    business_value: str = Field(default="", max_length=TEXT)
    yearly_value: Decimal | None = Field(default=None, sa_type=Money)
    budget: Decimal | None = Field(default=None, sa_type=Money)
    budget_currency: str = Field(default="", max_length=3)
    local_competence: str = Field(default="", max_length=TEXT)
    local_resources: str = Field(default="", max_length=TEXT)
    sponsor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    product_team: str = Field(default="", max_length=SHORT)
    health: Health | None = Field(default=None, sa_type=word(Health))
    health_note: str = Field(default="", max_length=TEXT)
    planned_start: date | None = None
    planned_end: date | None = None


class MoveKind(StrEnum):
    STARTED = "started"
    ADVANCED = "advanced"
    OVERRIDDEN = "overridden"
    SENT_BACK = "sent_back"


class PhaseMove(Table, table=True):
    """An initiative entered ``phase``. ``missing`` keeps the checks that a manager went past."""

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    phase: Phase = Field(sa_type=word(Phase))
    kind: MoveKind = Field(sa_type=word(MoveKind))
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    reason: str = Field(default="", max_length=TEXT)
    missing: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class HaltKind(StrEnum):
    HOLD = "hold"
    STOP = "stop"


class Halt(Table, table=True):
    """On hold, or stopped, from ``at`` until ``ended_at``; the one without an end is how the initiative stands."""

    __table_args__ = (
        sa.Index(
            "uq_halt_open",
            "initiative_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    kind: HaltKind = Field(sa_type=word(HaltKind))
    reason: str = Field(max_length=TEXT)
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")


class Confirmation(Table, table=True):
    """Somebody vouched for a gate check, with evidence; withdrawn ones stay on record.

    ``vouched_for`` is a digest of the facts it speaks of; where they differ by now, it has expired."""

    __table_args__ = (
        sa.Index(
            "uq_confirmation_open",
            "initiative_id",
            "check_key",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    check_key: str = Field(max_length=SHORT)
    evidence: str = Field(max_length=TEXT)
    vouched_for: str = Field(default="", max_length=64)
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")


class LogKind(StrEnum):
    PROOF_OF_CONCEPT = "proof_of_concept"
    ONBOARDING = "onboarding"
    TRAINING = "training"
    BUILD = "build"
    ALIGNMENT = "alignment"
    SUPPORT = "support"


class LogEntry(Table, table=True):
    """What happened on a day, with hours of the data team and of the product team, in the phase of that day.

    One that was taken back stays on record; ``core.facts.entries_until`` leaves it out of every figure."""

    __table_args__ = (sa.CheckConstraint("hours_data_team >= 0 AND hours_product_team >= 0", "hours"),)

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    on: date = Field(index=True)
    phase: Phase = Field(sa_type=word(Phase))
    kind: LogKind = Field(sa_type=word(LogKind))
    text: str = Field(max_length=TEXT)
    next_step: str = Field(default="", max_length=LINE)
    blocked_by: str = Field(default="", max_length=LINE)
    hours_data_team: float = 0
    hours_product_team: float = 0
    sprint: str = Field(default="", max_length=SHORT)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    withdrawn_at: datetime | None = None


class Loan(Editable, table=True):
    """A person of the data team lent to an initiative: a share of the working time (0–1), both days counted."""

    __table_args__ = (
        sa.CheckConstraint("share > 0 AND share <= 1", "share"),
        sa.CheckConstraint("until_on >= from_on", "days"),
    )

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    share: float
    from_on: date
    until_on: date
