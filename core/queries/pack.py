"""A domain in a quarter, on one page to print: how mature, what changed, what is next, what it brought."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core.access import Actor
from core.errors import Invalid
from core.facts import end_of
from core.policy import policy_on
from core.queries.activity import Deed, recent
from core.queries.closings import Closing, closings
from core.queries.domains import family, judge
from core.queries.history import known_on
from core.queries.key_results import thresholds_of
from core.queries.maturity import maturity
from core.queries.portraits import Judged, Portrait, as_closed, portrait
from core.queries.review import frozen
from core.queries.scoreboard import part_of
from core.rules.maturity import Profile
from core.rules.next_action import Action, actions
from core.rules.quarters import Quarter, quarter_named
from core.settings import settings

NEXT_ACTIONS, CHANGES = 3, 10
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
    """``as_of`` is the end of the quarter, or today within it. With a ``closing`` the objectives are as they were
    closed. ``profile`` is None where nothing is known of the day, and ``before`` is that of the day before the quarter.
    """

    portrait: Portrait
    quarter: Quarter
    as_of: date
    closing: Closing | None
    profile: Profile | None
    before: Profile | None = None
    changes: tuple[Deed, ...] = ()

    @property
    def next_actions(self) -> tuple[Action, ...]:
        return actions(self.profile.steps)[:NEXT_ACTIONS] if self.profile else ()


def pack(session: Session, key: str, *, actor: Actor, quarter: str, today: date, now: datetime) -> Pack:
    """All of it, when somebody takes it away. Raises Invalid for a quarter that there is not or that has not begun,
    NotFound."""
    found = pack_in_brief(session, key, quarter=quarter, as_of=today, now=now)
    home, start = found.portrait.domain, found.quarter.start
    then, as_of = known_on(session, found.as_of), found.as_of
    changes = recent(then, actor=actor, as_of=as_of, domains=[home.id], kinds=MARKS, limit=CHANGES)
    return replace(
        found,
        before=_profile(session, home.id, start - timedelta(days=1)),
        changes=tuple(deed for deed in changes if deed.at.date() >= start),
    )


def pack_in_brief(session: Session, key: str, *, quarter: str, as_of: date, now: datetime) -> Pack:
    """Without what was before and what changed, as known on a day: at the end of the quarter, or on the day within it.

    Ten statements at most within the quarter, eight for one that was closed, twelve for one that is over and open.
    Raises as ``pack``."""
    chosen = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    if chosen.start > as_of:
        raise Invalid(quarter=f"{chosen.label} has not begun. Choose the present quarter or an earlier one.")
    day = min(chosen.end, as_of)
    closing = closings(session, quarter, chosen.end, as_of=as_of)
    then = known_on(session, day)
    home = family(then, key, as_of=day, quarter=chosen).home
    if (closed := frozen(closing)) is None:
        thresholds = thresholds_of(policy_on(then, day))
        judged = judge(then, as_of=day, now=now, quarter=chosen, thresholds=thresholds, only=home.domain.id)
        drawn = portrait(home, judged)
    else:
        judged = Judged(day, min(end_of(day), now), chosen, closed.thresholds, {}, {})
        mine = part_of(closed, home.domain.id)
        objectives = tuple(map(as_closed, mine.objectives))
        drawn = replace(portrait(home, judged), objectives=objectives, summary=mine.summary)
    return Pack(drawn, chosen, day, closing.answering, _profile(then, home.domain.id, day))


def _profile(session: Session, home: int, as_of: date) -> Profile | None:
    return maturity(session, as_of=as_of, domain=home).profiles.get(home)
