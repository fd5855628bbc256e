"""The checks of every gate: which fact each rests on, who can give it, and how it is asked unless an admin decided
otherwise."""

from core.model import Phase
from core.rules import gate_evidence as evidence
from core.rules.gate_check import ADVISED, Check, Remedy, Side, confirmed
from core.rules.gate_evidence import AT_LEVEL, PRODUCT_LEVEL
from core.rules.vouching import Aspect


def find_check(key: str) -> Check | None:
    return next((check for checks in GATES.values() for check in checks if check.key == key), None)


def title_of(key: str) -> str:
    """The title of a check; the key itself for one that no gate asks for any longer."""
    check = find_check(key)
    return check.title if check else key


GATES: dict[Phase, tuple[Check, ...]] = {
    Phase.INTAKE: (
        Check(
            "why",
            "Why is written down",
            Side.BUSINESS,
            evidence.written("why"),
            "Say which problem it solves, for whom.",
            Remedy.CASE,
        ),
        Check(
            "business_value",
            "Business value is written down",
            Side.BUSINESS,
            evidence.business_value,
            "Say what it brings: hours, money, risk, and how it will be seen.",
            Remedy.CASE,
        ),
        Check(
            "budget",
            "A budget is set",
            Side.BUSINESS,
            evidence.budget,
            "Enter the budget and its currency.",
            Remedy.CASE,
        ),
        Check(
            "local_competence",
            "Competence in the domain is named",
            Side.BUSINESS,
            evidence.written("local_competence"),
            "Name who in the domain can work with data, and what they can do.",
            Remedy.CASE,
        ),
        Check(
            "local_resources",
            "Resources in the domain are named",
            Side.BUSINESS,
            evidence.written("local_resources"),
            "Name the people and the time the domain gives.",
            Remedy.CASE,
        ),
        Check(
            "sponsor",
            "The sponsor is the domain's business owner",
            Side.BUSINESS,
            evidence.sponsor,
            "Name the business owner of the domain as the sponsor; set one on the domain page first if there is none.",
            Remedy.CASE,
        ),
        Check(
            "incubation_capacity",
            "The data team has people to lend",
            Side.TECHNICAL,
            evidence.capacity,
            "Let another initiative end its incubation first.",
            Remedy.CAPACITY,
            lacks=evidence.over_capacity,
            default=ADVISED,
        ),
    ),
    Phase.INCUBATION: (
        confirmed(
            "proof_of_value",
            "Proof of value",
            Side.BUSINESS,
            "Link or describe what was shown to whom, and what it was worth to them.",
            Aspect.WHY,
            Aspect.BUSINESS_VALUE,
        ),
        confirmed(
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
            evidence.workspace,
            "Request one from the template on the platform page and record when it is ready.",
            Remedy.WORKSPACE,
        ),
        Check(
            "product_team",
            "A product team is named",
            Side.BUSINESS,
            evidence.written("product_team"),
            "Name the team of the domain that will own the product.",
            Remedy.CASE,
        ),
        Check(
            "sprints_logged",
            "One or two sprints are logged",
            Side.TECHNICAL,
            evidence.sprints,
            "Log the work of the sprint in the logbook.",
            Remedy.LOG,
        ),
    ),
    Phase.PRODUCTIONIZATION: (
        Check(
            "product_linked",
            "A data product with owner, team and cost centre is linked",
            Side.PRODUCT_TEAM,
            evidence.product,
            "Link the data product and give it an owner, a team and a cost centre.",
            Remedy.PRODUCT,
            lacks=evidence.gaps,
        ),
        Check(
            PRODUCT_LEVEL,
            "A data product is at the wanted level",
            Side.PRODUCT_TEAM,
            evidence.at_level,
            "Link a data product of that level, or bring one up to it.",
            Remedy.PRODUCT,
            lacks=evidence.below_level,
            default=AT_LEVEL,
        ),
        Check(
            "contract",
            "Its contract describes every column",
            Side.PRODUCT_TEAM,
            evidence.contract,
            "Publish the contract of the linked data product, with a description of each column.",
            Remedy.PRODUCT,
            lacks=evidence.undescribed,
            default=ADVISED,
        ),
        confirmed(
            "ci_cd",
            "CI/CD delivers it",
            Side.TECHNICAL,
            "Have the pipeline report its deployment, or link the run that deployed it.",
            Aspect.PRODUCTS,
            Aspect.CONTRACTS,
            proven=evidence.delivered,
        ),
        confirmed(
            "quality_checks",
            "Quality checks run",
            Side.TECHNICAL,
            "Link the checks and their latest result.",
            Aspect.PRODUCTS,
            Aspect.CONTRACTS,
        ),
        confirmed(
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
            evidence.live,
            "Take the linked product live.",
            Remedy.PRODUCT,
            lacks=evidence.not_live,
        ),
        Check(
            "taken_over",
            "The product team does the work itself",
            Side.PRODUCT_TEAM,
            evidence.taken_over,
            "Let the product team log its own hours; the data team only supports.",
            Remedy.LOG,
        ),
        confirmed(
            "support_agreement",
            "The support agreement stands",
            Side.BUSINESS,
            "Link the agreement: what the data team still answers, and for how long.",
            Aspect.PRODUCT_TEAM,
            Aspect.PRODUCTS,
        ),
    ),
}
