"""The checks of every gate: which fact each rests on, who can give it, and how it is asked unless an admin decided
otherwise."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.model import Demand, Phase
from core.rules.gate_facts import GateFacts, Setting
from core.rules.vouching import Aspect, changed_since

SPRINT_DAYS = 14
MAX_SPRINTS = 2
UNSAID = "Recorded; shown to those who may see it"
"""Instead of money: not everybody who sees the checklist sees budget and value."""

REQUIRED, ADVISED = Setting(Demand.REQUIRED), Setting(Demand.ADVISED)
PRODUCT_LEVEL = "product_level"
AT_LEVEL = Setting(Demand.ADVISED, level=2)


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


def find_check(key: str) -> Check | None:
    return next((check for checks in GATES.values() for check in checks if check.key == key), None)


def title_of(key: str) -> str:
    """The title of a check; the key itself for one that no gate asks for any longer."""
    check = find_check(key)
    return check.title if check else key


def level_wanted(facts: GateFacts) -> int:
    """The level that a linked data product is to have."""
    return facts.settings.get(PRODUCT_LEVEL, AT_LEVEL).level or 1


def _written(attribute: str) -> Callable[[GateFacts], str | None]:
    return lambda facts: getattr(facts, attribute) or None


def _confirmed(
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
            f"Confirmed by {vouched.by} on {vouched.at:%-d %b %Y}, but {_listed(changed)} changed since. "
            "Look again, then confirm it anew."
        )

    return Check(key, title, side, passes, hint, lacks=expired, speaks_of=speaks_of)


def _business_value(facts: GateFacts) -> str | None:
    return UNSAID if facts.business_value else None


def _budget(facts: GateFacts) -> str | None:
    return UNSAID if facts.has_budget else None


def _sponsor(facts: GateFacts) -> str | None:
    return f"{facts.sponsor}, business owner of the domain" if facts.is_sponsor_owner else None


def _capacity(facts: GateFacts) -> str | None:
    return _people_lent(facts) if facts.people_lent <= facts.incubation_capacity else None


def _over_capacity(facts: GateFacts) -> str | None:
    return f"{_people_lent(facts)}: more than planned for. Let another initiative end its incubation first."


def _people_lent(facts: GateFacts) -> str:
    return f"{facts.people_lent} lent of the {facts.incubation_capacity:g} people that the data team can lend"


def _workspace(facts: GateFacts) -> str | None:
    return ", ".join(facts.workspaces_ready) or None


def _sprints(facts: GateFacts) -> str | None:
    if facts.incubation_sprints == 0:
        return None
    over = f", more than the {MAX_SPRINTS} meant for incubation" if facts.incubation_sprints > MAX_SPRINTS else ""
    return f"{facts.incubation_sprints} sprint{'s' * (facts.incubation_sprints > 1)} with logged work{over}"


def _product(facts: GateFacts) -> str | None:
    ready = [p.key for p in facts.products if not p.lacks]
    return f"{', '.join(ready)} with owner, team and cost centre" if ready else None


def _gaps(facts: GateFacts) -> str | None:
    return _sentence(f"{p.key} lacks {_listed(p.lacks)}" for p in facts.products if p.lacks)


def _at_level(facts: GateFacts) -> str | None:
    reached = [f"{p.key} at level {p.level}" for p in facts.products if p.level >= level_wanted(facts)]
    return ", ".join(reached) or None


def _below_level(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} is at level {p.level}, wanted is {level_wanted(facts)}"
        for p in facts.products
        if p.level < level_wanted(facts)
    )


def _contract(facts: GateFacts) -> str | None:
    held = [
        f"{p.key} {p.contract.version} with {p.contract.columns} columns described"
        for p in facts.products
        if p.contract and p.contract.is_described
    ]
    return ", ".join(held) or None


def _undescribed(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} describes {p.contract.described} of {p.contract.columns} columns"
        if p.contract
        else f"{p.key} has no contract"
        for p in facts.products
        if not (p.contract and p.contract.is_described)
    )


def _delivered(facts: GateFacts) -> str | None:
    delivered = [
        f"{p.key} delivered to {p.deployment.target} by its pipeline on {p.deployment.at:%-d %b %Y}"
        for p in facts.products
        if p.deployment
    ]
    return ", ".join(delivered) or None


def _live(facts: GateFacts) -> str | None:
    live = [p.key for p in facts.products if p.is_live]
    return f"{', '.join(live)} live" if live else None


def _not_live(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} is not live" + (f" and lacks {_listed(p.lacks)}" if p.lacks else "")
        for p in facts.products
        if not p.is_live
    )


def _taken_over(facts: GateFacts) -> str | None:
    hours = facts.recent_hours_data_team + facts.recent_hours_product_team
    if facts.recent_hours_product_team == 0 or facts.recent_hours_data_team / hours > facts.handover_share:
        return None
    return f"{facts.recent_hours_product_team:g} of {hours:g} hours in {facts.takeover_days} days by the product team"


def _sentence(parts: Iterable[str]) -> str | None:
    told = "; ".join(parts)
    return f"{told}." if told else None


def _listed(words: Sequence[str]) -> str:
    """``an owner, a team and a cost centre``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


GATES: dict[Phase, tuple[Check, ...]] = {
    Phase.INTAKE: (
        Check(
            "why",
            "Why is written down",
            Side.BUSINESS,
            _written("why"),
            "Say which problem it solves, for whom.",
            Remedy.CASE,
        ),
        Check(
            "business_value",
            "Business value is written down",
            Side.BUSINESS,
            _business_value,
            "Say what it brings: hours, money, risk, and how it will be seen.",
            Remedy.CASE,
        ),
        Check("budget", "A budget is set", Side.BUSINESS, _budget, "Enter the budget and its currency.", Remedy.CASE),
        Check(
            "local_competence",
            "Competence in the domain is named",
            Side.BUSINESS,
            _written("local_competence"),
            "Name who in the domain can work with data, and what they can do.",
            Remedy.CASE,
        ),
        Check(
            "local_resources",
            "Resources in the domain are named",
            Side.BUSINESS,
            _written("local_resources"),
            "Name the people and the time the domain gives.",
            Remedy.CASE,
        ),
        Check(
            "sponsor",
            "The sponsor is the domain's business owner",
            Side.BUSINESS,
            _sponsor,
            "Name the business owner of the domain as the sponsor; set one on the domain page first if there is none.",
            Remedy.CASE,
        ),
        Check(
            "incubation_capacity",
            "The data team has people to lend",
            Side.TECHNICAL,
            _capacity,
            "Let another initiative end its incubation first.",
            Remedy.CAPACITY,
            lacks=_over_capacity,
            default=ADVISED,
        ),
    ),
    Phase.INCUBATION: (
        _confirmed(
            "proof_of_value",
            "Proof of value",
            Side.BUSINESS,
            "Link or describe what was shown to whom, and what it was worth to them.",
            Aspect.WHY,
            Aspect.BUSINESS_VALUE,
        ),
        _confirmed(
            "people_trained",
            "People of the product team are trained",
            Side.TECHNICAL,
            "Name who was trained, in what, and when.",
            Aspect.PRODUCT_TEAM,
        ),
        Check(
            "workspace_ready",
            "The domain has a workspace",
            Side.TECHNICAL,
            _workspace,
            "Request one from the template on the platform page and record when it is ready.",
            Remedy.WORKSPACE,
        ),
        Check(
            "product_team",
            "A product team is named",
            Side.BUSINESS,
            _written("product_team"),
            "Name the team of the domain that will own the product.",
            Remedy.CASE,
        ),
        Check(
            "sprints_logged",
            "One or two sprints are logged",
            Side.TECHNICAL,
            _sprints,
            "Log the work of the sprint in the logbook.",
            Remedy.LOG,
        ),
    ),
    Phase.PRODUCTIONIZATION: (
        Check(
            "product_linked",
            "A data product with owner, team and cost centre is linked",
            Side.PRODUCT_TEAM,
            _product,
            "Link the data product and give it an owner, a team and a cost centre.",
            Remedy.PRODUCT,
            lacks=_gaps,
        ),
        Check(
            PRODUCT_LEVEL,
            "A data product is at the wanted level",
            Side.PRODUCT_TEAM,
            _at_level,
            "Link a data product of that level, or bring one up to it.",
            Remedy.PRODUCT,
            lacks=_below_level,
            default=AT_LEVEL,
        ),
        Check(
            "contract",
            "Its contract describes every column",
            Side.PRODUCT_TEAM,
            _contract,
            "Publish the contract of the linked data product, with a description of each column.",
            Remedy.PRODUCT,
            lacks=_undescribed,
            default=ADVISED,
        ),
        _confirmed(
            "ci_cd",
            "CI/CD delivers it",
            Side.TECHNICAL,
            "Have the pipeline report its deployment, or link the run that deployed it.",
            Aspect.PRODUCTS,
            Aspect.CONTRACTS,
            proven=_delivered,
        ),
        _confirmed(
            "quality_checks",
            "Quality checks run",
            Side.TECHNICAL,
            "Link the checks and their latest result.",
            Aspect.PRODUCTS,
            Aspect.CONTRACTS,
        ),
        _confirmed(
            "on_call",
            "On-call is agreed",
            Side.TECHNICAL,
            "Say who answers when it breaks, and when.",
            Aspect.PRODUCTS,
            Aspect.PRODUCT_TEAMS,
            Aspect.CONTRACTS,
        ),
    ),
    Phase.HANDOVER: (
        Check(
            "product_live",
            "The data product is live",
            Side.PRODUCT_TEAM,
            _live,
            "Take the linked product live.",
            Remedy.PRODUCT,
            lacks=_not_live,
        ),
        Check(
            "taken_over",
            "The product team does the work itself",
            Side.PRODUCT_TEAM,
            _taken_over,
            "Let the product team log its own hours; the data team only supports.",
            Remedy.LOG,
        ),
        _confirmed(
            "support_agreement",
            "The support agreement stands",
            Side.BUSINESS,
            "Link the agreement: what the data team still answers, and for how long.",
            Aspect.PRODUCT_TEAM,
            Aspect.PRODUCTS,
        ),
    ),
}
