"""How mature is each domain on a day, and how did it become so?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import existing
from core.model import Domain, MaturitySnapshot
from core.queries.history import is_over, known_on
from core.queries.maturity_facts import Undescribed, gather
from core.rules.maturity import Profile, as_kept, profile

KEPT = ("criterion", "version", "outcome", "level", "numerator", "denominator", "members", "reason")
"""The columns of a result, in the order in which ``as_kept`` takes them."""


@dataclass(frozen=True)
class Maturity:
    """A profile for each domain by its id, in the order of their names.

    ``profile.pillars`` are the five levels (None where there is none), ``profile.level`` is the lowest and
    ``profile.lowest`` the pillar with the criteria that limit it, ``profile.mean`` stands beside it; ``profile.steps``
    are the next actions, the one with the fewest things left first (``sentence``, ``left``, ``items``, ``page``);
    ``profile.results`` are the 21 criteria with numerator, denominator, members and reason.
    """

    as_of: date
    profiles: dict[int, Profile]

    def of(self, key: str) -> Profile | None:
        """The profile of the domain with that key."""
        return next((it for it in self.profiles.values() if it.key == key), None)


def maturity(session: Session, *, as_of: date, domain: int | None = None) -> Maturity:
    """Of every domain, or of the one with that id: of a past day as it was kept, else judged from what was known at its
    end. Four statements, and two more for a past day; two in all if it was kept."""
    session = known_on(session, as_of)
    if is_over(as_of) and (kept := _kept(session, as_of, domain)).profiles:
        return kept
    return maturity_known(session, as_of=as_of, domain=domain)


def maturity_known(
    session: Session, *, as_of: date, domain: int | None = None, undescribed: Undescribed | None = None
) -> Maturity:
    """Judged by what the session holds, whatever was kept; four statements."""
    found = gather(session, as_of=as_of, domain=domain, undescribed=undescribed)
    return Maturity(as_of, {home: profile(facts, found.switches) for home, facts in found.domains.items()})


def _kept(session: Session, as_of: date, domain: int | None) -> Maturity:
    it = MaturitySnapshot
    here = sa.true() if domain is None else col(Domain.id) == domain
    rows = session.execute(
        sa.select(*kept_columns(), col(Domain.id), col(Domain.key), col(Domain.name), col(it.computed_at))
        .join(Domain, col(Domain.id) == col(it.domain_id))
        .where(col(it.on) == as_of, existing(Domain, as_of), here)
        .order_by(col(Domain.name), col(Domain.id), col(it.criterion))
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return Maturity(as_of, {home: of_kept(of_it, as_of) for home, of_it in found.items()})


def kept_columns(members: sa.ColumnElement[Any] | None = None) -> list[Any]:
    """What ``of_kept`` reads of a result; ``members`` may stand for those that are kept."""
    columns = {name: col(getattr(MaturitySnapshot, name)) for name in KEPT}
    return list((columns | ({} if members is None else {"members": members})).values())


def of_kept(rows: list[Any], on: date) -> Profile:
    """What was kept of a domain on a day: rows of ``kept_columns``, with its ``key``, ``name`` and ``computed_at``."""
    first = rows[0]
    results = tuple(as_kept(*row[: len(KEPT)]) for row in rows)
    return Profile(first.key, first.name, on, results, max(row.computed_at for row in rows))
