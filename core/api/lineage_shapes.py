"""Events of OpenLineage, as far as they say what was made from what; all else that they hold is left aside.

Source: the specification, https://openlineage.io/docs/spec/object-model.
"""

from datetime import UTC
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from core.api.shapes import Moment
from core.sources.contract import LineageSeen

MOST_DATASETS = 1_000
MOST_PAIRS = 100_000
"""Pairs of an input and an output in one request: a short body of many datasets could tell millions."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\u0000]*$")]


class EventType(StrEnum):
    START = "START"
    RUNNING = "RUNNING"
    COMPLETE = "COMPLETE"
    ABORT = "ABORT"
    FAIL = "FAIL"
    OTHER = "OTHER"


MADE = frozenset({EventType.RUNNING, EventType.COMPLETE})
"""After the others nothing may have flown yet, or ever; jobs on streams run and never complete."""


class Identifier(BaseModel):
    namespace: Name
    name: Name

    def names(self) -> tuple[str, str]:
        """``main.mes.orders``, and the same with where it lies."""
        return self.name, f"{self.namespace.rstrip('/')}/{self.name.lstrip('/')}"


class Symlinks(BaseModel):
    """Other names of the same dataset, such as that of a table whose files are read."""

    identifiers: list[Identifier] = Field(default=[], max_length=MOST_DATASETS)


class Facets(BaseModel):
    symlinks: Symlinks = Symlinks()


class Dataset(Identifier):
    facets: Facets = Facets()

    def known_by(self) -> tuple[str, ...]:
        return tuple(name for one in (self, *self.facets.symlinks.identifiers) for name in one.names())


class LineageEvent(BaseModel):
    """A run of a job, or what is known of a job or a dataset, of which nothing is kept."""

    eventTime: Moment  # noqa: N815 – as the standard has it
    eventType: EventType = EventType.OTHER  # noqa: N815
    inputs: list[Dataset] = Field(default=[], max_length=MOST_DATASETS)
    outputs: list[Dataset] = Field(default=[], max_length=MOST_DATASETS)

    @property
    def pairs(self) -> int:
        return len(self.inputs) * len(self.outputs)

    def seen(self) -> list[LineageSeen]:
        """Every output is made from every input."""
        if self.eventType not in MADE:
            return []
        on = self.eventTime.astimezone(UTC).date()
        inputs, outputs = ([one.known_by() for one in ends] for ends in (self.inputs, self.outputs))
        return [LineageSeen(taken, made, on, on) for taken in inputs for made in outputs]


class LineageReport(BaseModel):
    """How many pairs of an input and an output were told, how much that changed, and what was left out and why."""

    seen: int
    changed: int
    remark: str
