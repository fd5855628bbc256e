"""The context map judged: what contradicts itself, and what was declared but not seen, or seen but not declared.

The rules on customers and suppliers are those of Context Mapper; the others follow from what the patterns mean (Evans,
Domain-Driven Design, part IV). Observed flows are between domains, relations between their systems.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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

AT_ODDS: dict[frozenset[Pattern], str] = {
    frozenset({Pattern.CUSTOMER_SUPPLIER, Pattern.CONFORMIST}): (
        "{down} cannot be the customer of {up}, whose wishes count, and conform to whatever it gives."
    ),
    frozenset({Pattern.CUSTOMER_SUPPLIER, Pattern.OPEN_HOST_SERVICE}): (
        "{up} cannot supply {down} as a customer of its own and be an open host, the same for everybody."
    ),
    frozenset({Pattern.CONFORMIST, Pattern.ANTICORRUPTION_LAYER}): (
        "{down} cannot conform to the model of {up} and translate it in an anticorruption layer."
    ),
    frozenset({Pattern.PARTNERSHIP, Pattern.CUSTOMER_SUPPLIER}): (
        "{up} and {down} cannot be partners, who plan together, and supplier and customer."
    ),
    frozenset({Pattern.PARTNERSHIP, Pattern.CONFORMIST}): (
        "{down} cannot be a partner of {up}, with a say in its model, and conform to it."
    ),
}
"""Pairs of patterns that exclude one another in one relation, and why."""


class System(NamedTuple):
    """``is_on_map`` is false once it, or its domain, was archived."""

    id: int
    name: str
    domain_id: int
    domain: str
    is_on_map: bool = True


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
class Contradiction:
    relation: Relation
    sentence: str


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


def contradictions(drawn: Drawn) -> tuple[Contradiction, ...]:
    """Every rule that a relation breaks, in the order of the relations."""
    return tuple(
        Contradiction(relation, sentence)
        for relation in drawn.relations
        for rule in CONTRADICTIONS
        for sentence in rule(relation, drawn)
    )


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


def _itself(it: Relation, drawn: Drawn) -> Iterator[str]:
    if it.upstream.id == it.downstream.id:
        yield f"{it.upstream.name} relates to itself. A relation has two systems."


def _not_on_the_map(it: Relation, drawn: Drawn) -> Iterator[str]:
    for system in (it.upstream, it.downstream):
        if not system.is_on_map:
            yield f"{system.name} of {system.domain} is not on the map any more. Relate what took its place."


def _at_odds(it: Relation, drawn: Drawn) -> Iterator[str]:
    for pair, sentence in AT_ODDS.items():
        if pair <= set(it.patterns):
            yield sentence.format(up=it.upstream.name, down=it.downstream.name)


def _apart_and_together(it: Relation, drawn: Drawn) -> Iterator[str]:
    if it.is_apart and len(set(it.patterns)) > 1:
        yield f"{it.upstream.name} and {it.downstream.name} cannot go separate ways and follow another pattern, too."


def _apart_though_seen(it: Relation, drawn: Drawn) -> Iterator[str]:
    if not it.is_apart:
        return
    ways = {(it.upstream.domain_id, it.downstream.domain_id), (it.downstream.domain_id, it.upstream.domain_id)}
    for flow in undeclared(drawn):
        if (flow.upstream_id, flow.downstream_id) in ways:
            yield (
                f"{it.upstream.name} and {it.downstream.name} are said to go separate ways, but data of "
                f"{flow.upstream} were read by {flow.downstream}, and no other relation explains it."
            )


def _each_above_the_other(it: Relation, drawn: Drawn) -> Iterator[str]:
    """Told of the later of the two relations."""
    other = next((one for one in drawn.relations if one.ends == it.ends and one.upstream == it.downstream), None)
    if other is None or it.upstream == it.downstream or drawn.relations.index(other) > drawn.relations.index(it):
        return
    if it.is_apart or other.is_apart:
        yield f"{other.key} says otherwise of the same two systems: they go separate ways, or they do not."
    elif not (it.is_symmetric or other.is_symmetric):
        yield (
            f"{it.upstream.name} and {it.downstream.name} are each upstream of the other, as {other.key} says. "
            "Call them partners, or keep one of the two."
        )


Rule = Callable[[Relation, Drawn], Iterable[str]]
CONTRADICTIONS: tuple[Rule, ...] = (
    _itself,
    _not_on_the_map,
    _at_odds,
    _apart_and_together,
    _apart_though_seen,
    _each_above_the_other,
)
"""Each rule gives a sentence for everything in a relation that cannot be."""
