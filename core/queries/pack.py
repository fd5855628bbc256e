"""A domain in a quarter, on one page to print: how mature, what changed, what is next, what it brought."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col

from core.access import Actor
from core.errors import Invalid
from core.model import Domain, Exemption
from core.queries.activity import Deed, recent
from core.queries.domains import DomainPage, domain
from core.queries.exemptions import ExemptionRow, exemptions
from core.queries.history import known_on
from core.queries.maturity import maturity
from core.queries.review import review
from core.queries.scoreboard import Scoreboard
from core.rules.maturity.engine import Profile, Step
from core.rules.quarters import Quarter, quarter_named
from core.settings import settings

NEXT_STEPS, CHANGES = 3, 8
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
    ``before`` is that of the day before the quarter. ``board`` has its objectives, as they were closed if the quarter
    is; ``exemptions`` are those in force."""

    domain: DomainPage
    quarter: Quarter
    as_of: date
    profile: Profile | None
    before: Profile | None
    board: Scoreboard
    exemptions: tuple[ExemptionRow, ...]
    changes: tuple[Deed, ...]

    @property
    def next_steps(self) -> tuple[tuple[Step, ...], ...]:
        """The first of them; those that ask for the same stand together."""
        alike: dict[str, list[Step]] = defaultdict(list)
        for step in self.profile.steps if self.profile else ():
            alike[step.sentence].append(step)
        return tuple(map(tuple, list(alike.values())[:NEXT_STEPS]))


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
        quarter=chosen,
        as_of=as_of,
        profile=_profile(session, home, as_of),
        before=_profile(session, home, chosen.start - timedelta(days=1)),
        board=_board(session, home, chosen, as_of, today),
        exemptions=tuple(
            row
            for row in exemptions(then, col(Exemption.domain_id) == home.id, as_of=as_of)
            if row.is_open and row.approved_by and row.until_on >= as_of
        ),
        changes=tuple(deed for deed in changes if deed.at.date() >= chosen.start),
    )


def _profile(session: Session, home: Domain, as_of: date) -> Profile | None:
    return maturity(session, as_of=as_of, domain=home.id).profiles.get(home.id)


def _board(session: Session, home: Domain, quarter: Quarter, as_of: date, today: date) -> Scoreboard:
    """As it was closed, which is after its end; else as it stood on the day."""
    closed = review(session, as_of=today, quarter=quarter.label, domain=home.id)
    return (
        closed
        if closed.closing or as_of == today
        else review(session, as_of=as_of, quarter=quarter.label, domain=home.id)
    )
