"""What goes over the wire: numbers are numbers, times are RFC 3339 with their zone, nothing is guessed from texts."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag
from pydantic.json_schema import WithJsonSchema

from core.model import SHORT, Direction, MetricKind

MOST_PER_PUSH = 10_000
YEARS = range(1970, 2200)
_rfc_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def _moment(given: object) -> datetime:
    if isinstance(given, str) and _rfc_3339.fullmatch(given):
        try:
            found = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError("There is no such time") from None
        if found.year in YEARS:
            return found
    raise ValueError("Expected a time with its zone from 1970 to 2199, such as 2026-03-01T09:00:00Z")


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-01T09:00:00Z"]}),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=SHORT, pattern=r"^[^\u0000]*$")]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class PushedReading(BaseModel):
    """A value of a metric (its key), for a domain (its key), for a workspace (its name), or for the company."""

    model_config = ConfigDict(extra="forbid")

    metric: Name
    at: Moment
    value: Number
    domain: Name | None = None
    workspace: Name | None = None


def shape(given: Any) -> str:
    """Whether a push is of one entry or of many."""
    return "many" if isinstance(given, list) else "one"


Push = Annotated[
    Annotated[PushedReading, Tag("one")]
    | Annotated[list[PushedReading], Field(min_length=1, max_length=MOST_PER_PUSH), Tag("many")],
    Discriminator(shape),
]


class Told(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Report(Told):
    """How many entries were new, said otherwise before, and were there already."""

    new: int
    changed: int
    same: int


class StoredReading(Told):
    at: datetime
    value: float
    domain: str | None
    workspace: str | None
    source: str


class Readings(Told):
    metric: str
    readings: list[StoredReading]


class MetricDefined(Told):
    """``low`` and ``high`` are the target band, either of which may be open."""

    key: str
    name: str
    description: str
    unit: str
    kind: MetricKind
    good: Direction
    low: float | None
    high: float | None
    refresh_days: int


class Metrics(Told):
    metrics: list[MetricDefined]
