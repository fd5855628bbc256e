"""What the facts say to the checks of the gates: the fact a check rests on, or None, and what exactly is missing."""

from collections.abc import Callable, Iterable

from core.model import Demand
from core.rules.gate_facts import GateFacts, Setting
from core.rules.sentences import listed

SPRINT_DAYS = 14
MAX_SPRINTS = 2
UNSAID = "Recorded; shown to those who may see it"
"""Instead of money: not everybody who sees the checklist sees budget and value."""

PRODUCT_LEVEL = "product_level"
AT_LEVEL = Setting(Demand.ADVISED, level=2)


def written(attribute: str) -> Callable[[GateFacts], str | None]:
    return lambda facts: getattr(facts, attribute) or None


def business_value(facts: GateFacts) -> str | None:
    return UNSAID if facts.business_value else None


def budget(facts: GateFacts) -> str | None:
    return UNSAID if facts.has_budget else None


def sponsor(facts: GateFacts) -> str | None:
    return f"{facts.sponsor}, business owner of the domain" if facts.is_sponsor_owner else None


def capacity(facts: GateFacts) -> str | None:
    return _people_lent(facts) if facts.people_lent <= facts.incubation_capacity else None


def over_capacity(facts: GateFacts) -> str | None:
    return f"{_people_lent(facts)}: more than planned for. Let another initiative end its incubation first."


def _people_lent(facts: GateFacts) -> str:
    return f"{facts.people_lent} lent of the {facts.incubation_capacity:g} people that the data team can lend"


def workspace(facts: GateFacts) -> str | None:
    return listed(facts.workspaces_ready) or None


def sprints(facts: GateFacts) -> str | None:
    if facts.incubation_sprints == 0:
        return None
    over = f", more than the {MAX_SPRINTS} meant for incubation" if facts.incubation_sprints > MAX_SPRINTS else ""
    return f"{facts.incubation_sprints} sprint{'s' * (facts.incubation_sprints > 1)} with logged work{over}"


def product(facts: GateFacts) -> str | None:
    ready = [p.key for p in facts.products if not p.lacks]
    return f"{listed(ready)} with owner, team and cost centre" if ready else None


def gaps(facts: GateFacts) -> str | None:
    return _sentence(f"{p.key} lacks {listed(p.lacks)}" for p in facts.products if p.lacks)


def at_level(facts: GateFacts) -> str | None:
    reached = [f"{p.key} at level {p.level}" for p in facts.products if p.level >= level_wanted(facts)]
    return listed(reached) or None


def below_level(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} is at level {p.level}, wanted is {level_wanted(facts)}"
        for p in facts.products
        if p.level < level_wanted(facts)
    )


def contract(facts: GateFacts) -> str | None:
    held = [
        f"{p.key} {p.contract.version} with {p.contract.columns} columns described"
        for p in facts.products
        if p.contract and p.contract.is_described
    ]
    return listed(held) or None


def undescribed(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} describes {p.contract.described} of {p.contract.columns} columns"
        if p.contract
        else f"{p.key} has no contract"
        for p in facts.products
        if not (p.contract and p.contract.is_described)
    )


def delivered(facts: GateFacts) -> str | None:
    delivered = [
        f"{p.key} delivered to {p.deployment.target} by its pipeline on {p.deployment.at:%-d %b %Y}"
        for p in facts.products
        if p.deployment
    ]
    return listed(delivered) or None


def live(facts: GateFacts) -> str | None:
    live = [p.key for p in facts.products if p.is_live]
    return f"{listed(live)} live" if live else None


def not_live(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} is not live" + (f" and lacks {listed(p.lacks)}" if p.lacks else "")
        for p in facts.products
        if not p.is_live
    )


def taken_over(facts: GateFacts) -> str | None:
    hours = facts.recent_hours_data_team + facts.recent_hours_product_team
    if facts.recent_hours_product_team == 0 or facts.recent_hours_data_team / hours > facts.handover_share:
        return None
    return f"{facts.recent_hours_product_team:g} of {hours:g} hours in {facts.takeover_days} days by the product team"


def level_wanted(facts: GateFacts) -> int:
    """The level that a linked data product is to have."""
    return facts.settings.get(PRODUCT_LEVEL, AT_LEVEL).level or 1


def _sentence(parts: Iterable[str]) -> str | None:
    told = "; ".join(parts)
    return f"{told}." if told else None
