"""Which folder is looked into, what its files hold, and how they are written where they leave it open."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from core.imports.dates import Order
from core.imports.fields import Field as Asked
from core.imports.fields import Type
from core.imports.figures import Point
from core.model import SHORT
from core.sources.feed import FeedSettings

KINDS: dict[str, tuple[Asked, ...]] = {
    "readings": (
        Asked("metric", "Metric", limit=SHORT, required=True),
        Asked("at", "Time", Type.MOMENT, required=True),
        Asked("value", "Value", Type.NUMBER, required=True),
        Asked("domain", "Domain", limit=SHORT),
        Asked("workspace", "Workspace", limit=SHORT),
    ),
    "reports": (
        Asked("name", "Name", required=True),
        Asked("domain", "Domain", limit=SHORT, required=True),
        Asked("hours_per_run", "Hours a run", Type.NUMBER, required=True),
        Asked("runs_per_month", "Runs a month", Type.NUMBER, required=True),
        Asked("owner", "Owner"),
        Asked("planned_on", "Planned on", Type.DATE),
    ),
}
"""The columns of each kind, found by their name or title; the titles are those of our own exports."""


class FolderSettings(FeedSettings):
    """``columns`` says what a field’s column is called in the files; ``metric`` is of all readings where it is given.

    ``dates`` (the order of day, month and year) and ``decimal`` decide what a file leaves open.
    """

    path: Path
    kind: Literal["readings", "reports"]
    pattern: str = "*"
    sheet: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    metric: str | None = Field(default=None, min_length=1)
    dates: Order | None = None
    decimal: Point | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        names = [asked.name for asked in KINDS[self.kind]]
        if unknown := sorted(self.columns.keys() - set(names)):
            raise ValueError(f"columns: {self.kind} have no “{unknown[0]}”, only {', '.join(names)}")
        if self.metric is not None and "metric" not in names:
            raise ValueError("metric: only readings have one")
        if self.metric is not None and "metric" in self.columns:
            raise ValueError("name the metric once: as metric, or as columns.metric where the files tell it")
        return self

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The columns that are looked for."""
        return tuple(asked for asked in KINDS[self.kind] if asked.name != "metric" or self.metric is None)
