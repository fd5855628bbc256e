"""Whether the data team steps back: its share of the hours in each phase, against the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.model.initiatives import Phase

TOLERANCE = 0.10
"""How far above its policy the data team's share of the last phase may lie."""


@dataclass(frozen=True)
class PhaseLabour:
    """Hours logged in a phase, and the share, 0–1, that the data team is meant to have there."""

    phase: Phase
    hours_data_team: float
    hours_product_team: float
    policy: float | None

    @property
    def hours(self) -> float:
        return self.hours_data_team + self.hours_product_team

    @property
    def share(self) -> float | None:
        """The data team's share of the hours, 0–1; none where nobody logged any."""
        return self.hours_data_team / self.hours if self.hours else None

    @property
    def is_over(self) -> bool:
        """More than a tenth above the policy."""
        return self.share is not None and self.policy is not None and self.share > self.policy + TOLERANCE + 1e-9


class Handing(StrEnum):
    """How the work passes from the data team to the product team."""

    STEPPING_BACK = "stepping_back"
    STAYING = "staying"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Verdict:
    handing: Handing
    reason: str


def stepping_back(labour: Sequence[PhaseLabour]) -> Verdict:
    """Each phase's share lies below the one before, and the last at most 0.10 above its policy.

    Takes the phases in their order and judges from incubation on, since the policy itself has the data team do more
    there than at intake. Phases without hours say nothing, and a single one only if it is over."""
    worked = [part for part in labour if part.share is not None and part.phase is not Phase.INTAKE]
    rises = [(a, b) for a, b in pairwise(worked) if (b.share or 0) >= (a.share or 0)]
    if rises:
        before, after = rises[-1]
        return Verdict(
            Handing.STAYING,
            f"The data team did {_percent(after)} of the hours in {after.phase}, not less than the {_percent(before)} "
            f"in {before.phase}.",
        )
    if worked and worked[-1].is_over:
        last = worked[-1]
        return Verdict(
            Handing.STAYING,
            f"The data team did {_percent(last)} of the hours in {last.phase}, where {last.policy:.0%} is meant.",
        )
    if len(worked) < 2:
        return Verdict(Handing.TOO_EARLY, "Hours of one phase only; a second one will tell.")
    return Verdict(
        Handing.STEPPING_BACK,
        f"From {_percent(worked[0])} in {worked[0].phase} to {_percent(worked[-1])} in {worked[-1].phase}.",
    )


def _percent(part: PhaseLabour) -> str:
    return f"{part.share or 0:.0%}"
