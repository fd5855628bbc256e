"""Which gate checks of an initiative need nobody to confirm them any more? Said beside it, without a statement more."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.facts import end_of
from core.model import Confirmation, Demand, Deployment, GateSetting, Initiative, InitiativeProduct

DELIVERY = "ci_cd"


def settled(as_of: date) -> sa.ColumnElement[str]:
    """The keys of checks with blanks between them: confirmed by the day, off on it, or proven by a pipeline.

    A confirmation that expired is among them: to see that takes all facts of the gate."""
    confirmed, off = (sa.func.coalesce(keys.scalar_subquery(), "") for keys in (_confirmed(as_of), _off(as_of)))
    return confirmed + " " + off + sa.case((_delivered(as_of), f" {DELIVERY}"), else_="")


def _confirmed(as_of: date) -> sa.Select[str]:
    return sa.select(sa.func.aggregate_strings(col(Confirmation.check_key), " ")).where(
        col(Confirmation.initiative_id) == col(Initiative.id),
        col(Confirmation.at) <= end_of(as_of),
        sa.or_(col(Confirmation.withdrawn_at).is_(None), col(Confirmation.withdrawn_at) > end_of(as_of)),
    )


def _off(as_of: date) -> sa.Select[str]:
    later = aliased(GateSetting)
    decided_anew = sa.exists().where(
        col(later.check_key) == col(GateSetting.check_key),
        col(later.since) > col(GateSetting.since),
        col(later.since) <= as_of,
    )
    return sa.select(sa.func.aggregate_strings(col(GateSetting.check_key), " ")).where(
        col(GateSetting.demand) == Demand.OFF, col(GateSetting.since) <= as_of, ~decided_anew
    )


def _delivered(as_of: date) -> sa.Exists:
    return sa.exists().where(
        col(InitiativeProduct.initiative_id) == col(Initiative.id),
        col(Deployment.product_id) == col(InitiativeProduct.product_id),
        *(col(Deployment.succeeded), col(Deployment.by_pipeline), col(Deployment.at) <= end_of(as_of)),
    )
