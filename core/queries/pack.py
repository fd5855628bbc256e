"""A domain in a quarter, on one page to print: how mature, what changed, what is next, what it brought."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core.access import Actor
from core.errors import Invalid
from core.model import Domain
from core.queries.activity import Deed, recent
from core.queries.domains import DomainPage, domain
from core.queries.history import known_on
from core.queries.maturity import maturity
from core.rules.maturity.engine import Profile, Step
from core.rules.quarters import quarter_named
from core.settings import settings

NEXT_STEPS, CHANGES = 3, 10
MARKS = (
    *("initiative.proposed", "phase.advanced", "phase.overridden", "phase.sent_back"),
    *("initiative.held", "initiative.stopped", "initiative.resumed"),
    *("product.added", "product.released", "product.deprecated", "product.retired", "contract.published"),
    *("workspace.ready", "report.changed", "domain.changed"),
    *("objective.set", "key_result.graded", "decision.made", "decision.done"),
)
"""What changes a domain; check-ins, logged work and what pipelines tell come by the dozen every week."""


@dataclass(frozen=True)
class Pack:
    """``as_of`` is the end of the quarter, or today within it; ``profile`` is None for a domain without products, and
    ``before`` is that of the day before the quarter."""

    domain: DomainPage
    as_of: date
    profile: Profile | None
    before: Profile | None
    changes: tuple[Deed, ...]

    @property
    def next_steps(self) -> tuple[Step, ...]:
        return self.profile.steps[:NEXT_STEPS] if self.profile else ()


def pack(session: Session, key: str, *, actor: Actor, quarter: str, today: date, now: datetime) -> Pack:
    """Built when somebody takes it away. Raises Invalid for a quarter that there is not or that has not begun,
    NotFound."""
    chosen = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    if chosen.start > today:
        raise Invalid(quarter=f"{chosen.label} has not begun. Choose the present quarter or an earlier one.")
    as_of = min(chosen.end, today)
    then = known_on(session, as_of)
    page = domain(then, key, actor=actor, as_of=as_of, now=now)
    home = page.portrait.domain
    changes = recent(then, actor=actor, as_of=as_of, domains=[home.id], kinds=MARKS, limit=CHANGES)
    return Pack(
        domain=page,
        as_of=as_of,
        profile=_profile(session, home, as_of),
        before=_profile(session, home, chosen.start - timedelta(days=1)),
        changes=tuple(deed for deed in changes if deed.at.date() >= chosen.start),
    )


def _profile(session: Session, home: Domain, as_of: date) -> Profile | None:
    return maturity(session, as_of=as_of, domain=home.id).profiles.get(home.id)
