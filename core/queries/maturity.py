"""How mature is each domain on a day, and how did it become so?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from core.queries.history import known_on
from core.queries.maturity_facts import Gathered, Undescribed, gather
from core.rules.maturity import Profile, profile


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
    """Of every domain, or of the one with that id, as it was known at the end of the day; four statements, and one more
    for a past day."""
    return judged(gather(known_on(session, as_of), as_of=as_of, domain=domain), as_of)


def maturity_now(session: Session, *, as_of: date, undescribed: Undescribed | None = None) -> Maturity:
    """As ``maturity``, from the session as it is: what was known on the day is what it holds."""
    return judged(gather(session, as_of=as_of, undescribed=undescribed), as_of)


def judged(gathered: Gathered, as_of: date) -> Maturity:
    found = {home: profile(facts, gathered.switches) for home, facts in gathered.domains.items()}
    return Maturity(as_of, found)
