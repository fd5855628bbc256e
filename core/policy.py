"""The policy: thresholds that an admin may change from a day on, never backwards."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.model import Phase, PolicyValue


@dataclass(frozen=True)
class Policy:
    """Shares and gaps are fractions 0–1. Defaults apply where nothing else was decided."""

    on_track_gap: float = 0.10
    behind_gap: float = 0.25
    maintain_success: float = 0.90
    onboarding_target_minutes: float = 15
    incubation_capacity: float = 6
    data_team_share_intake: float = 0.5
    data_team_share_incubation: float = 0.7
    data_team_share_productionization: float = 0.4
    data_team_share_handover: float = 0.1
    stale_log_days: float = 14
    takeover_days: float = 21
    value_of_an_hour: float = 0

    def data_team_share(self, phase: Phase) -> float | None:
        """The share of the hours that the data team is meant to have in a phase; None once completed."""
        return getattr(self, f"data_team_share_{phase.value}", None)


KEYS = tuple(field.name for field in fields(Policy))

SHARE_MEANT = "The share of the hours that the data team is meant to have in this phase"
MEANINGS = {
    "on_track_gap": "A key result is on track while its progress is at most this far behind plan",
    "behind_gap": "Further behind plan than on track, up to this, it is behind; beyond, at risk",
    "maintain_success": "The share of readings in its band that a key result to maintain needs",
    "onboarding_target_minutes": "The minutes from the request of a workspace until it is to be ready",
    "incubation_capacity": "How many people the data team can lend to initiatives at a time",
    "data_team_share_intake": SHARE_MEANT,
    "data_team_share_incubation": SHARE_MEANT,
    "data_team_share_productionization": SHARE_MEANT,
    "data_team_share_handover": SHARE_MEANT,
    "stale_log_days": "An initiative with no log entry for more days than these is asked about",
    "value_of_an_hour": "What an hour of work is worth, in the currency of the company; 0 while nobody has said it",
    "takeover_days": "The last days in which the hours of the product team count as taking over",
}
"""What each threshold decides, for people."""

KNOWN = select(PolicyValue).where(PolicyValue.since <= sa.bindparam("until"), col(PolicyValue.key).in_(KEYS))


def policy_on(session: Session, day: date) -> Policy:
    """The policy in force on a day."""
    return policies_on(session, day)[0]


def policies_on(session: Session, *days: date) -> tuple[Policy, ...]:
    """The policy in force on each of the days; one statement."""
    values = [(it.key, it.value, it.since) for it in session.exec(KNOWN, params={"until": max(days)}).all()]
    return tuple(in_force(values, day) for day in days)


def in_force(values: Iterable[tuple[str, float, date]], day: date) -> Policy:
    """The policy of a day from what was decided: a key, its value, and since when."""
    decided = sorted((since, key, value) for key, value, since in values if since <= day)
    return replace(Policy(), **{key: value for _, key, value in decided})
