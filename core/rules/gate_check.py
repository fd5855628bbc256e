"""A check of a gate: which fact it rests on, who can give it, where, and how it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.model import Demand
from core.rules.gate_facts import GateFacts, Setting
from core.rules.sentences import listed
from core.rules.vouching import Aspect, changed_since

REQUIRED, ADVISED = Setting(Demand.REQUIRED), Setting(Demand.ADVISED)


class Side(StrEnum):
    """Who can give what is missing."""

    BUSINESS = "business owner"
    TECHNICAL = "data team"
    PRODUCT_TEAM = "product team"


class Remedy(StrEnum):
    """Where what is missing is given; a confirmation is given on the checklist itself."""

    CONFIRMATION = "Confirm"
    CASE = "Edit the business case"
    WORKSPACE = "Open the platform"
    LOG = "Log work"
    PRODUCT = "Open the data product"
    CAPACITY = "Open the capacity"


@dataclass(frozen=True)
class Check:
    """``passes`` returns the fact the check rests on, or None. ``hint`` says how to get there; ``lacks`` what exactly
    is missing, where the facts tell. It can be confirmed by hand if there is something that ``speaks_of``."""

    key: str
    title: str
    side: Side
    passes: Callable[[GateFacts], str | None]
    hint: str
    remedy: Remedy = Remedy.CONFIRMATION
    lacks: Callable[[GateFacts], str | None] = lambda _: None
    default: Setting = REQUIRED
    speaks_of: tuple[Aspect, ...] = ()

    @property
    def confirmable(self) -> bool:
        return bool(self.speaks_of)


def confirmed(
    key: str,
    title: str,
    side: Side,
    hint: str,
    *speaks_of: Aspect,
    proven: Callable[[GateFacts], str | None] = lambda _: None,
) -> Check:
    """A check that somebody vouches for, unless a fact has ``proven`` it; it lacks what changed since."""

    def passes(facts: GateFacts) -> str | None:
        vouched = facts.confirmations.get(key)
        if (fact := proven(facts)) is not None or vouched is None:
            return fact
        if changed_since(speaks_of, facts, vouched.vouched_for):
            return None
        return f"{vouched.evidence} — {vouched.by}, {vouched.at:%-d %b %Y}"

    def expired(facts: GateFacts) -> str | None:
        vouched = facts.confirmations.get(key)
        changed = vouched and changed_since(speaks_of, facts, vouched.vouched_for)
        if not vouched or not changed:
            return None
        return (
            f"Confirmed by {vouched.by} on {vouched.at:%-d %b %Y}, but {listed(changed)} changed since. "
            "Look again, then confirm it anew."
        )

    return Check(key, title, side, passes, hint, lacks=expired, speaks_of=speaks_of)
