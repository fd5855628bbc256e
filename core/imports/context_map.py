"""A context map from a file, held against the one on record: first what would change, then the change itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.actions.context_map import edit_relation, relate
from core.actions.domains import add_system
from core.imports.cml import ContextMap, Related
from core.imports.outcome import Outcome
from core.model import Pattern
from core.queries.context_map import ContextMapPage, RelationRow
from core.rules.context_map import SYMMETRIC, System

Reference = tuple[str, str]
"""The key of a domain, and the name of a system in it."""


@dataclass(frozen=True)
class SystemPlan:
    context: str
    reference: Reference
    is_new: bool


@dataclass(frozen=True)
class RelationPlan:
    """``key`` and ``before`` are those of the relation on record, None for a new one."""

    outcome: Outcome
    upstream: Reference
    downstream: Reference
    patterns: tuple[Pattern, ...]
    note: str
    key: str | None
    before: tuple[Pattern, ...] | None


@dataclass(frozen=True)
class MapPlan:
    """``ambiguous`` are contexts whose name several systems bear outside of the chosen domain: they become new ones."""

    systems: tuple[SystemPlan, ...]
    relations: tuple[RelationPlan, ...]
    ambiguous: tuple[str, ...]

    @property
    def changes(self) -> int:
        new = sum(system.is_new for system in self.systems)
        return new + sum(relation.outcome is not Outcome.SAME for relation in self.relations)


def plan(file: ContextMap, known: ContextMapPage, *, domain: str) -> MapPlan:
    """What taking in the file would change in the map of the company: contexts without a system of their name become
    systems of that domain (a key). Relations that the file does not have stay.
    """
    by_name: dict[str, list[System]] = defaultdict(list)
    for system in known.systems:
        by_name[_alike(system.name)].append(system)
    systems = {context: _system(context, by_name[_alike(context)], domain) for context in file.contexts}
    rows = {(row.relation.upstream.reference, row.relation.downstream.reference): row for row in known.relations}
    relations = tuple(_relation(it, systems, rows) for it in file.relations)
    ambiguous = tuple(name for name, it in systems.items() if it.is_new and by_name[_alike(name)])
    return MapPlan(tuple(systems.values()), relations, ambiguous)


def commit(session: Session, plan: MapPlan, *, by: Actor, at: datetime) -> None:
    """Write it by the verbs, a line of the ledger for each change. Raises Invalid, NotAllowed, NotFound."""
    for system in plan.systems:
        if system.is_new:
            domain, name = system.reference
            add_system(session, domain, by=by, at=at, name=name)
    for it in plan.relations:
        if it.key is None:
            relate(session, it.upstream, it.downstream, by=by, at=at, patterns=it.patterns, note=it.note)
        elif it.outcome is Outcome.CHANGED:
            note: dict[str, Any] = {"note": it.note} if it.note else {}
            edit_relation(session, it.key, by=by, at=at, patterns=it.patterns, **note)


def _system(context: str, alike: Sequence[System], domain: str) -> SystemPlan:
    here = [system for system in alike if system.domain_key == domain]
    found = here[:1] or (alike if len(alike) == 1 else [])
    return SystemPlan(context, found[0].reference if found else (domain, context), is_new=not found)


def _relation(
    it: Related, systems: dict[str, SystemPlan], rows: dict[tuple[Reference, Reference], RelationRow]
) -> RelationPlan:
    ends = systems[it.upstream].reference, systems[it.downstream].reference
    row = rows.get(ends)
    if row is None and it.patterns and SYMMETRIC.issuperset(it.patterns):
        row = rows.get(ends[::-1])
    if row is None:
        return RelationPlan(Outcome.NEW, *ends, it.patterns, it.technology, None, None)
    is_same = set(row.relation.patterns) == set(it.patterns) and it.technology in ("", row.note)
    outcome = Outcome.SAME if is_same else Outcome.CHANGED
    return RelationPlan(outcome, *ends, it.patterns, it.technology, row.relation.key, row.relation.patterns)


def _alike(name: str) -> str:
    """“Customer management”, “CustomerManagement” and “CustomerManagementContext” are alike."""
    letters = "".join(_letters(name))
    return letters.removesuffix("context") or letters


def _letters(name: str) -> Iterable[str]:
    return (letter for letter in name.casefold() if letter.isalnum())
