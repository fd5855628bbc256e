"""A key result as the SMART rules see it, while it is written or once it is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.okrs import KeyResultKind


@dataclass(frozen=True)
class Who:
    email: str
    name: str


@dataclass(frozen=True)
class ObjectiveFacts:
    """What surrounds a key result. ``domain`` is None for nobody's objective; one of the company ``is_companys``.
    ``accountable`` are the business owner of the domain, or the managers of the company; ``objectives_of_owner`` are
    those of its quarter, ``key_results`` those of the objective, both with the one that is judged."""

    domain: str | None = None
    is_companys: bool = False
    owner: Who | None = None
    accountable: tuple[Who, ...] = ()
    parent: str | None = None
    objectives_of_owner: int = 1
    key_results: int = 1
    fiscal_year_starts_in_month: int = 1


@dataclass(frozen=True)
class StepPlanned:
    title: str
    on: date | None = None


@dataclass(frozen=True)
class SmartFacts:
    """A key result as it is written, with its links. ``source`` names the metric or register that it is read from,
    None where people report; ``weekly`` are the values of past weeks, oldest first, up to ``as_of``."""

    title: str
    kind: KeyResultKind
    as_of: date
    objective: ObjectiveFacts = ObjectiveFacts()
    owner: Who | None = None
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    steps: tuple[StepPlanned, ...] = ()
    source: str | None = None
    start: date | None = None
    due: date | None = None
    cadence_days: int | None = None
    weekly: tuple[float, ...] = ()
    initiatives: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def has_ends(self) -> bool:
        """Whether it says from where to where, inside which band, or by which steps."""
        match self.kind:
            case KeyResultKind.MOVEMENT:
                return self.baseline is not None and self.target is not None and self.baseline != self.target
            case KeyResultKind.MAINTAIN:
                return self.low is not None or self.high is not None
            case KeyResultKind.MILESTONE:
                return bool(self.steps)
