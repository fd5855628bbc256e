"""Readings of metrics: one row for a metric, a place and a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions.readings import ReadingValue, store_readings
from core.imports.answers import normal
from core.imports.fields import Field, Type, Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.lookups import Domains
from core.model import SHORT, Domain, Metric, Reading, Workspace
from core.rules.derived import DERIVED

SOURCE = "spreadsheet"

FIELDS = (
    Field(
        "metric",
        "Metric",
        limit=SHORT,
        aliases=("metric key", "metric name", "kpi", "indicator", "measure"),
        required=True,
        help="Key or name of a metric that is defined.",
        example="active_users",
    ),
    Field(
        "at",
        "Time",
        Type.MOMENT,
        aliases=("at", "date", "day", "timestamp", "date and time", "datetime", "as of"),
        required=True,
        help="In UTC unless it names its zone.",
        example="2026-11-20",
    ),
    Field("value", "Value", Type.NUMBER, aliases=("reading", "amount", "figure", "result"), required=True, example=132),
    Field(
        "domain",
        "Domain",
        aliases=("department", "domain key"),
        help="Empty, with no workspace either, for the whole company.",
        example="finance",
    ),
    Field("workspace", "Workspace", limit=SHORT, aliases=("workspace name",), help="Instead of a domain."),
)

Place = tuple[str | None, str | None, str | None, datetime | None]


class Readings(Register):
    """Written metric by metric once all rows were judged, not row by row."""

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        self._domains = Domains(session, actor, {}, may_add=False)
        self._metrics = dict(session.exec(select(Metric.key, Metric.id).where(col(Metric.archived_at).is_(None))).all())
        names = session.exec(select(Metric.key, Metric.name).where(col(Metric.archived_at).is_(None)))
        self._keys = {normal(word): key for key, name in names for word in (name, key)}
        spaces = session.exec(select(Workspace.name, Workspace.domain_id, Workspace.archived_at)).all()
        self._spaces = {name: domain_id for name, domain_id, _ in spaces}
        self.archived = {
            "domain": self._domains.archived,
            "workspace": {name for name, _, archived_at in spaces if archived_at},
        }
        self._recorded: dict[Place, float] = {}
        self._pending: dict[str, list[ReadingValue]] = defaultdict(list)

    def prepare(self, block: Sequence[Values]) -> None:
        metrics = {self._metrics[key] for values in block if (key := values.get("metric")) in self._metrics}
        moments = {values["at"] for values in block if "at" in values}
        where = (col(Reading.metric_id).in_(metrics), col(Reading.at).in_(moments))
        self._recorded = {_place(values): values["value"] for values in _recorded(self.session, *where)}

    def settle(self, values: Values) -> Iterator[Fault]:
        if "metric" in values:
            key = self._keys.get(normal(values["metric"]))
            if key in DERIVED:
                yield Fault("metric", "a metric that takes readings: this one is computed from recorded rows")
            elif key is None:
                defined = ", ".join(sorted(self._metrics)[:8]) or "there is none yet"
                yield Fault("metric", f"a metric that is defined: {defined}")
            else:
                values["metric"] = key
        if "domain" in values:
            try:
                values["domain"] = self._domains.known("domain", values["domain"])
            except Unfit as unfit:
                yield unfit.fault
        if "workspace" in values and values["workspace"] not in self._spaces:
            yield Fault("workspace", "the name of a workspace that is there")
        if "workspace" in values and "domain" in values:
            yield Fault("workspace", "an empty cell, as the reading is for a domain")

    def identities(self, values: Values) -> list[Hashable]:
        return [_place(values)]

    def find(self, values: Values) -> Found | None:
        place = _place(values)
        return Found(str(place[0]), values | {"value": self._recorded[place]}) if place in self._recorded else None

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        home = self._spaces.get(values.get("workspace", ""), self._domains.ids.get(values.get("domain", "")))
        if not self.actor.may(Right.EDIT_PLATFORM, home):
            yield Fault("metric", f"a place for which {self.actor.name} may {Right.EDIT_PLATFORM}")

    def add(self, values: Values, *, at: datetime) -> None:
        reading = ReadingValue(values["at"], values["value"], values.get("domain"), values.get("workspace"))
        self._pending[values["metric"]].append(reading)

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        self.add(found.values | changed, at=at)

    def finish(self, *, at: datetime) -> None:
        for metric, readings in self._pending.items():
            store_readings(self.session, metric, readings, by=self.actor, at=at, source=SOURCE)
        self._pending.clear()


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    """Without those that the program keeps itself: an import would refuse them."""
    return _recorded(session, col(Metric.key).not_in(DERIVED))


def _recorded(session: Session, *where: sa.ColumnElement[bool]) -> Iterator[Values]:
    query = (
        sa.select(col(Metric.key), col(Reading.at), col(Reading.value), col(Domain.key), col(Workspace.name))
        .join(Metric, col(Metric.id) == col(Reading.metric_id))
        .outerjoin(Domain, col(Domain.id) == col(Reading.domain_id))
        .outerjoin(Workspace, col(Workspace.id) == col(Reading.workspace_id))
        .where(col(Metric.archived_at).is_(None), *where)
        .order_by(col(Metric.id), col(Reading.at), col(Reading.id))
        .execution_options(yield_per=5_000)
    )
    for metric, at, value, domain, workspace in session.execute(query):
        yield {"metric": metric, "at": at, "value": value, "domain": domain, "workspace": workspace}


def _place(values: Values) -> Place:
    return values.get("metric"), values.get("domain"), values.get("workspace"), values.get("at")


KIND = Kind(
    "readings",
    "Readings",
    "A row is a reading. It is found by its metric, its place and its time.",
    FIELDS,
    Readings,
    exported,
    (Right.EDIT_PLATFORM,),
)
