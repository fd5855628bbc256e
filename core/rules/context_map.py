"""The context map held against what was seen to flow: declared but not seen, seen but not declared.

Observed flows are between domains, relations between their systems.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from core.model import Pattern

UNSEEN_DAYS = 180
"""A flow that was not seen for so long is over; a relation that shows none for so long is unseen."""

PREFIX = "REL-"
NUMBER = re.compile(r"[1-9][0-9]{0,8}")

SYMMETRIC = frozenset({Pattern.PARTNERSHIP, Pattern.SHARED_KERNEL, Pattern.SEPARATE_WAYS})
"""Patterns in which neither side is upstream."""


class System(NamedTuple):
    """``domain`` is the name of its domain; ``is_on_map`` is false once it, or its domain, was archived."""

    id: int
    name: str
    domain_id: int
    domain_key: str
    domain: str
    is_on_map: bool = True

    @property
    def reference(self) -> tuple[str, str]:
        """What it is known by: the key of its domain, and its name in it."""
        return self.domain_key, self.name


@dataclass(frozen=True)
class Relation:
    """``declared_on`` is the day since when it stands, None if nobody knows."""

    key: str
    upstream: System
    downstream: System
    patterns: tuple[Pattern, ...] = ()
    planned: bool = False
    declared_on: date | None = None

    @property
    def is_symmetric(self) -> bool:
        return bool(self.patterns) and SYMMETRIC.issuperset(self.patterns)

    @property
    def is_apart(self) -> bool:
        """Whether it says that nothing flows."""
        return Pattern.SEPARATE_WAYS in self.patterns

    @property
    def ends(self) -> frozenset[int]:
        return frozenset({self.upstream.id, self.downstream.id})

    def declares(self, upstream: int, downstream: int) -> bool:
        """Whether it says that data of the one domain (an id) reach the other."""
        there = (self.upstream.domain_id, self.downstream.domain_id)
        here = (upstream, downstream)
        return not self.is_apart and (there == here or (self.is_symmetric and there == here[::-1]))

    @property
    def crosses(self) -> bool:
        return self.upstream.domain_id != self.downstream.domain_id


@dataclass(frozen=True)
class Flow:
    """Data of the upstream domain were read by the downstream one, as these sources saw."""

    upstream_id: int
    downstream_id: int
    upstream: str
    downstream: str
    first_on: date
    last_on: date
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A context map on a day: its relations, and the flows seen until then."""

    systems: Sequence[System]
    relations: Sequence[Relation]
    flows: Sequence[Flow]
    as_of: date

    @property
    def lately(self) -> list[Flow]:
        """The flows between domains that go on."""
        since = self.as_of - timedelta(days=UNSEEN_DAYS)
        return [flow for flow in self.flows if flow.last_on > since]


def relation_key(number: int) -> str:
    """What people call the relation with that id."""
    return f"{PREFIX}{number}"


def relation_number(key: str) -> int | None:
    """The id of the relation that people call so; None for what is no such key."""
    number = key.removeprefix(PREFIX)
    return int(number) if NUMBER.fullmatch(number) and key != number else None


def undeclared(drawn: Drawn) -> tuple[Flow, ...]:
    """Flows that go on though no relation says so."""
    return tuple(flow for flow in drawn.lately if not _declaring(flow, drawn))


def unseen(drawn: Drawn) -> tuple[Relation, ...]:
    """Relations between domains, neither planned nor new, of which nothing was seen for UNSEEN_DAYS.

    None where no flow was ever observed: then nobody looked.
    """
    since = drawn.as_of - timedelta(days=UNSEEN_DAYS)
    if not drawn.flows:
        return ()
    return tuple(
        it
        for it in drawn.relations
        if it.crosses and not it.is_apart and not it.planned and (it.declared_on is None or it.declared_on <= since)
        if not was_seen(it, drawn)
    )


def was_seen(relation: Relation, drawn: Drawn) -> bool:
    return any(relation.declares(flow.upstream_id, flow.downstream_id) for flow in drawn.lately)


def unrelated(drawn: Drawn) -> tuple[System, ...]:
    """Systems of which the map says nothing, not even that they go separate ways."""
    related = frozenset[int]().union(*(it.ends for it in drawn.relations))
    return tuple(system for system in drawn.systems if system.id not in related)


def coverage(drawn: Drawn) -> tuple[int, int]:
    """How many of the flows that go on are declared, of how many."""
    return len(drawn.lately) - len(undeclared(drawn)), len(drawn.lately)


def _declaring(flow: Flow, drawn: Drawn) -> bool:
    return any(it.declares(flow.upstream_id, flow.downstream_id) for it in drawn.relations)
