"""A domain in a quarter, on one page to print: how mature, what changed, what is next, what it brought."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from core.access import Actor
from core.queries.activity import Deed, recent
from core.queries.domains import DomainPage, domain
from core.queries.history import known_on
from core.queries.maturity import maturity
from core.rules.maturity.engine import Profile, Step
from core.rules.quarters import quarter_named
from core.settings import settings

NEXT_STEPS, CHANGES = 3, 12


@dataclass(frozen=True)
class Pack:
    """``as_of`` is the end of the quarter, or today within it; ``profile`` is None for a domain without products."""

    domain: DomainPage
    as_of: date
    profile: Profile | None
    changes: tuple[Deed, ...]

    @property
    def next_steps(self) -> tuple[Step, ...]:
        return self.profile.steps[:NEXT_STEPS] if self.profile else ()


def pack(session: Session, key: str, *, actor: Actor, quarter: str, today: date, now: datetime) -> Pack:
    """Built when somebody takes it away. Raises Invalid for a quarter that there is not, NotFound."""
    chosen = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    as_of = min(chosen.end, today)
    session = known_on(session, as_of)
    page = domain(session, key, actor=actor, as_of=as_of, now=now)
    home = page.portrait.domain
    changes = recent(session, actor=actor, as_of=as_of, domains=[home.id], limit=CHANGES)
    return Pack(
        domain=page,
        as_of=as_of,
        profile=maturity(session, as_of=as_of, domain=home.id).profiles.get(home.id),
        changes=tuple(deed for deed in changes if deed.at.date() >= chosen.start),
    )
