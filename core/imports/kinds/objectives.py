"""Objectives with their key results: one row for each key result, which repeats its objective.

A row without a key result is an objective that has none yet.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from core.access import Actor, Right
from core.actions.key_results import edit_key_result, set_key_result
from core.actions.objectives import edit_objective, set_objective
from core.errors import Refusal
from core.imports.answers import normal
from core.imports.fields import Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.key_results import (
    KEY_RESULT_FIELDS,
    parsed_plan,
    parsed_steps,
    recorded_key_results,
    written_plan,
    written_steps,
)
from core.imports.kinds.lookups import Domains, People
from core.imports.kinds.objective_fields import OBJECTIVE_FIELDS, recorded_objectives
from core.model import KeyResultKind
from core.rules.quarters import LABEL

FIELDS = (*OBJECTIVE_FIELDS, *KEY_RESULT_FIELDS)
OF_OBJECTIVE = {"objective": "title", "objective_weight": "weight"} | {
    name: name for name in ("quarter", "domain", "owner", "parent")
}
"""Field → what the verb calls it."""

OF_KEY_RESULT = {asked.name: asked.name for asked in KEY_RESULT_FIELDS if asked.name != "key_result_key"} | {
    "key_result": "title",
    "key_result_owner": "owner",
    "key_result_weight": "weight",
}
Home = tuple[str, str, str]


@dataclass
class _Objective:
    """``row`` is the values of the first row about it; its key is None until it is written."""

    key: str | None
    values: Values
    row: Values | None = None


class Objectives(Register):
    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        words = options.words.get("domain", {})
        self._domains = Domains(session, actor, words, may_add=options.new_domains)
        self._people = People(session)
        gone = self._people.archived
        self.archived = {"domain": self._domains.archived, "owner": gone, "key_result_owner": gone}
        self._keys: dict[str, _Objective] = {}
        self._homes: dict[Home, _Objective] = {}
        self._results: dict[tuple[str, str], Found] = {}
        self._result_keys: dict[str, tuple[str, Found]] = {}
        for key, values in recorded_objectives(session):
            objective = _Objective(key, values)
            self._keys[key] = objective
            self._homes.setdefault(_home(values), objective)
        for key, of, values in recorded_key_results(session):
            found = Found(key, values | self._keys[of].values)
            self._result_keys[key] = of, found
            self._results.setdefault((of, normal(values["key_result"])), found)

    def settle(self, values: Values) -> Iterator[Fault]:
        for field in ("objective_key", "key_result_key", "parent"):
            if field in values:
                values[field] = values[field].upper()
        try:
            if "domain" in values:
                values["domain"] = self._domains.key_of("domain", values["domain"])
            for field in values.keys() & {"owner", "key_result_owner"}:
                values[field] = self._people.email_of(field, values[field])
        except Unfit as unfit:
            yield unfit.fault
        if "quarter" in values:
            values["quarter"] = values["quarter"].upper().replace(" ", "-").replace("--", "-")
            if not LABEL.fullmatch(values["quarter"]):
                yield Fault("quarter", "the year and the quarter such as 2026-Q4")
        if "parent" in values and values["parent"] not in self._keys:
            yield Fault("parent", "the key of an objective that is there, such as OBJ-3")
        try:
            if "steps" in values:
                values["steps"] = written_steps(parsed_steps(values["steps"]))
            if "plan" in values:
                values["plan"] = written_plan(parsed_plan(values["plan"]))
        except Unfit as unfit:
            yield unfit.fault

    def identities(self, values: Values) -> list[Hashable]:
        if key := values.get("key_result_key"):
            return [key]
        return [(values.get("objective_key") or _home(values), normal(values.get("key_result", "")))]

    def find(self, values: Values) -> Found | None:
        objective = self._objective(values)
        if key := values.get("key_result_key"):
            of, found = self._result_keys.get(key, (None, None))
            if found is None or objective is not self._keys.get(of or ""):
                raise Unfit("key_result_key", "the key of a key result of this objective, or an empty cell")
        elif "key_result" in values:
            found = self._results.get((objective.key or "", normal(values["key_result"])))
        elif objective.row is not None:
            raise Unfit("key_result", "a key result, as an earlier row is about the same objective")
        else:
            found = Found(objective.key, objective.values) if objective.key else None
        return found

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        objective = self._objective(values)
        right = Right.EDIT_OBJECTIVE if values.get("domain") else Right.EDIT_COMPANY_OBJECTIVE
        if not self.actor.may(right, self._domains.ids.get(values.get("domain", ""))):
            yield Fault("domain", f"a domain in which {self.actor.name} may edit objectives")
        first = objective.row
        if first is None:
            objective.row = values
        for field in OF_OBJECTIVE.keys() & values.keys() & (first or {}).keys():
            if first is not None and values[field] != first[field]:
                yield Fault(field, f"{first[field]}, as in the row above that is about the same objective")
        if (
            found
            and "key_result" in values
            and values.get("kind", found.values.get("kind")) != found.values.get("kind")
        ):
            yield Fault("kind", f"{found.values['kind']}: the kind of a key result stays")
        if not found and "key_result" in values and "kind" not in values and not values.keys() & {"baseline", "target"}:
            yield Fault("kind", "movement, maintain or milestone, as there is no baseline and target")

    def add(self, values: Values, *, at: datetime) -> str:
        objective = self._objective(values)
        recorded_before = objective.key
        try:
            key = self._write_objective(objective, values, at=at)
            if "key_result" in values:
                fields = {"kind": KeyResultKind.MOVEMENT} | _of_key_result(values)
                key = set_key_result(self.session, key, by=self.actor, at=at, **fields).key
        except Refusal:
            objective.key = recorded_before
            raise
        return key

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        of, _ = self._result_keys.get(found.key, (found.key, None))
        if fields := {OF_OBJECTIVE[field]: value for field, value in changed.items() if field in OF_OBJECTIVE}:
            edit_objective(self.session, of, by=self.actor, at=at, **fields)
        if fields := _of_key_result(changed):
            edit_key_result(self.session, found.key, by=self.actor, at=at, **fields)

    def new_domains(self) -> Mapping[str, str]:
        return self._domains.new

    def _objective(self, values: Values) -> _Objective:
        """What the row is about: recorded, of an earlier row, or new. Raises Unfit."""
        if key := values.get("objective_key"):
            if key not in self._keys:
                raise Unfit("objective_key", "the key of an objective that is there, or an empty cell for a new one")
            return self._keys[key]
        if (key := values.get("key_result_key")) in self._result_keys:
            return self._keys[self._result_keys[key][0]]
        return self._homes.setdefault(_home(values), _Objective(None, {}))

    def _write_objective(self, objective: _Objective, values: Values, *, at: datetime) -> str:
        fields = {name: values[field] for field, name in OF_OBJECTIVE.items() if field in values}
        if objective.key is None:
            self._domains.add_if_new(self.session, values.get("domain"), by=self.actor, at=at)
            fields = {"domain": None} | fields
            objective.key = set_objective(self.session, by=self.actor, at=at, **fields).key
        else:
            known = {name: objective.values.get(field) for field, name in OF_OBJECTIVE.items()}
            fields = {name: value for name, value in fields.items() if objective.values and value != known[name]}
            edit_objective(self.session, objective.key, by=self.actor, at=at, **fields)
        return objective.key


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    objectives = dict(recorded_objectives(session))
    without = dict(objectives)
    for _, of, values in recorded_key_results(session):
        without.pop(of, None)
        yield objectives[of] | values
    yield from without.values()


def _home(values: Values) -> Home:
    return normal(values.get("objective", "")), values.get("quarter", ""), values.get("domain") or ""


def _of_key_result(values: Values) -> dict[str, Any]:
    fields = {OF_KEY_RESULT[field]: value for field, value in values.items() if field in OF_KEY_RESULT}
    for name, parse in (("steps", parsed_steps), ("plan", parsed_plan)):
        if name in fields:
            fields[name] = parse(fields[name])
    return fields


KIND = Kind(
    "objectives",
    "Objectives and key results",
    "A row is a key result with its objective. Both are found by their keys, else by their titles.",
    FIELDS,
    Objectives,
    exported,
    (Right.EDIT_OBJECTIVE, Right.EDIT_COMPANY_OBJECTIVE),
)
