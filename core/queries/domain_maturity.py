"""How did the maturity of this domain come about, and what is it exempt from?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.errors import NotFound
from core.facts import existing
from core.model import Domain, Exemption
from core.queries.exemptions import ExemptionRow, exemptions
from core.queries.history import known_on
from core.queries.maturity import maturity
from core.queries.maturity_history import History, history
from core.rules.maturity import Profile


@dataclass(frozen=True)
class DomainMaturity:
    """``exemptions`` are all that there were, as they were asked for."""

    domain: Domain
    profile: Profile
    history: History
    exemptions: tuple[ExemptionRow, ...]


def domain_maturity(session: Session, key: str, *, as_of: date) -> DomainMaturity:
    """As it was known at the end of the day; eight statements. Raises NotFound."""
    session = known_on(session, as_of)
    home = session.exec(select(Domain).where(Domain.key == key, existing(Domain, as_of))).one_or_none()
    if home is None:
        raise NotFound("domain", key)
    return DomainMaturity(
        domain=home,
        profile=maturity(session, as_of=as_of, domain=home.id).profiles[home.id],
        history=history(session, as_of=as_of, domain=home.id),
        exemptions=exemptions(session, col(Exemption.domain_id) == home.id, as_of=as_of),
    )
