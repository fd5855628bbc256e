"""What on a context map cannot be, a sentence for each.

The rules on customers and suppliers are those of Context Mapper; the others follow from what the patterns mean (Evans,
Domain-Driven Design, part IV).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.model import Pattern
from core.rules.context_map import Drawn, Relation, undeclared

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


@dataclass(frozen=True)
class Contradiction:
    relation: Relation
    sentence: str


def contradictions(drawn: Drawn) -> tuple[Contradiction, ...]:
    """Every rule that a relation breaks, in the order of the relations."""
    return tuple(
        Contradiction(relation, sentence)
        for relation in drawn.relations
        for rule in CONTRADICTIONS
        for sentence in rule(relation, drawn)
    )


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
