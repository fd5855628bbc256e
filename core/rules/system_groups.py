"""Which systems lean on one another so much that they may belong into one domain: a suggestion, never a judgement.

Groups are found by label propagation (Raghavan et al., 2007), made deterministic: systems take turns in the order of
their ids, and of labels that weigh the same the present one, else the smallest, wins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from core.model import Pattern
from core.rules.context_map import Relation, System

CLOSE = {Pattern.SHARED_KERNEL: 4, Pattern.PARTNERSHIP: 3, Pattern.BIG_BALL_OF_MUD: 3, Pattern.CUSTOMER_SUPPLIER: 2}
"""How closely a pattern ties two systems; any other keeps them apart, and weighs 1."""

ROUNDS = 100
"""Labels settle within a few; two of them may also chase each other for ever."""

Group = tuple[System, ...]


def suggested_groups(relations: Iterable[Relation]) -> tuple[Group, ...]:
    """Groups of related systems that stand in more than one domain today, the largest first.

    Separate ways are no relation.
    """
    ties: dict[System, Counter[System]] = defaultdict(Counter)
    for it in relations:
        if not it.is_apart and it.upstream.id != it.downstream.id:
            weight = max((CLOSE.get(pattern, 1) for pattern in it.patterns), default=1)
            ties[it.upstream][it.downstream] += weight
            ties[it.downstream][it.upstream] += weight
    groups = [group for group in _groups(ties) if len({system.domain_id for system in group}) > 1]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _groups(ties: dict[System, Counter[System]]) -> list[Group]:
    turns = sorted(ties)
    labels = {system: system.id for system in turns}
    for _ in range(ROUNDS):
        before = dict(labels)
        for system in turns:
            labels[system] = _heaviest(labels, system, ties[system])
        if labels == before:
            break
    members: dict[int, list[System]] = defaultdict(list)
    for system in turns:
        members[labels[system]].append(system)
    return [tuple(group) for group in members.values()]


def _heaviest(labels: dict[System, int], system: System, neighbours: Counter[System]) -> int:
    weights: Counter[int] = Counter()
    for neighbour, weight in neighbours.items():
        weights[labels[neighbour]] += weight
    most = max(weights.values())
    best = [label for label, weight in weights.items() if weight == most]
    return labels[system] if labels[system] in best else min(best)
