"""Check-ins: one row for a key result and a day."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions.check_ins import check_in
from core.imports.answers import normal
from core.imports.fields import Field, Type, Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register
from core.model import TEXT, CheckIn, KeyResult, KeyResultKind, Objective

FIELDS = (
    Field(
        "key_result",
        "Key result",
        aliases=("key result key", "kr", "kr key", "key"),
        required=True,
        help="Its key, or its title if no other has it.",
        example="KR-3.1",
    ),
    Field("on", "Day", Type.DATE, aliases=("date", "on", "as of", "reported on"), required=True, example="2026-11-20"),
    Field("value", "Value", Type.NUMBER, aliases=("current", "current value", "actual", "reading"), example=3),
    Field(
        "confidence",
        "Confidence",
        Type.WHOLE,
        aliases=("confidence 0 10", "score"),
        required=True,
        help="A whole number from 0 to 10.",
        example=7,
    ),
    Field("changed", "What changed", limit=TEXT, aliases=("changed", "comment", "note", "progress", "update")),
    Field("next_step", "Next step", limit=TEXT, aliases=("next steps", "next", "what next")),
)


class CheckIns(Register):
    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        self._results: dict[str, tuple[KeyResult, int | None]] = {}
        self._titles: dict[str, list[str]] = {}
        self._days: dict[tuple[str, date], Found] = {}
        query = (
            select(KeyResult, Objective.domain_id)
            .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
            .where(col(KeyResult.archived_at).is_(None))
        )
        for row, domain_id in session.exec(query):
            self._results[row.key] = row, domain_id
            self._titles.setdefault(normal(row.title), []).append(row.key)

    def prepare(self, block: Sequence[Values]) -> None:
        days = [values["on"] for values in block if "on" in values]
        keys = {self._key(values["key_result"]) for values in block if "key_result" in values}
        ids = [self._results[key][0].id for key in keys if key]
        self._days = {
            (values["key_result"], values["on"]): Found(values["key_result"], values)
            for values in _recorded(self.session, ids, min(days, default=date.min), max(days, default=date.max))
        }

    def settle(self, values: Values) -> Iterator[Fault]:
        if "key_result" in values:
            key = self._key(values["key_result"])
            if key is None:
                yield Fault("key_result", "the key of a key result that is there, such as KR-3.1")
            else:
                values["key_result"] = key

    def identities(self, values: Values) -> list[Hashable]:
        return [(values.get("key_result"), values.get("on"))]

    def find(self, values: Values) -> Found | None:
        return self._days.get((values.get("key_result", ""), values.get("on", date.min)))

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        if "key_result" not in values or "on" not in values:
            return
        row, domain_id = self._results[values["key_result"]]
        right = Right.EDIT_COMPANY_OBJECTIVE if domain_id is None else Right.CHECK_IN
        if not self.actor.may(right, domain_id):
            yield Fault("key_result", f"a key result on which {self.actor.name} may check in")
        if values["on"] < row.start_on:
            yield Fault("on", f"a day from {row.start_on} on, when {row.key} starts")
        if values["on"] > datetime.now(UTC).date():
            yield Fault("on", "today or an earlier day")
        if not 0 <= values.get("confidence", 0) <= 10:
            yield Fault("confidence", "a whole number from 0 to 10")
        if row.kind is KeyResultKind.MILESTONE and "value" in values:
            yield Fault("value", "an empty cell: milestones are passed, not measured")
        if row.kind is not KeyResultKind.MILESTONE and "value" not in values and found is None:
            yield Fault("value", "where the figure stands on that day")

    def add(self, values: Values, *, at: datetime) -> str:
        given = {field: value for field, value in values.items() if field != "key_result"}
        check_in(self.session, values["key_result"], by=self.actor, at=at, **given)
        return values["key_result"]

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        self.add(found.values | changed, at=at)

    def _key(self, seen: str) -> str | None:
        if seen.upper() in self._results:
            return seen.upper()
        titled = self._titles.get(normal(seen), [])
        return titled[0] if len(titled) == 1 else None


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    return _recorded(session, None, date.min, date.max)


def _recorded(session: Session, ids: list[int] | None, first: date, last: date) -> Iterator[Values]:
    reported = ("on", "value", "confidence", "changed", "next_step")
    query = (
        select(CheckIn, KeyResult.key)
        .join(KeyResult, col(KeyResult.id) == col(CheckIn.key_result_id))
        .where(col(KeyResult.archived_at).is_(None), col(CheckIn.on).between(first, last))
        .order_by(col(KeyResult.id), col(CheckIn.on))
        .execution_options(yield_per=1_000)
    )
    if ids is not None:
        query = query.where(col(KeyResult.id).in_(ids))
    for row, key in session.exec(query):
        yield {"key_result": key} | {name: getattr(row, name) for name in reported}


KIND = Kind(
    "check-ins",
    "Check-ins",
    "A row is a check-in. It is found by its key result and its day.",
    FIELDS,
    CheckIns,
    exported,
    (Right.CHECK_IN, Right.EDIT_COMPANY_OBJECTIVE),
)
