"""What pipelines tell of data products: deployments, checks of contracts, results of quality checks, uses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from fastapi import APIRouter

from core import db
from core.actions.pipelines import (
    ContractChecked,
    Deployed,
    QualityChecked,
    Used,
    record_contract_checks,
    record_deployments,
    record_quality_results,
    record_uses,
)
from core.actions.pushes import PushReport
from core.api.bearers import Pusher
from core.api.faults import FOR_BEARERS, unfit
from core.api.pipeline_shapes import OneOrMany, PushedContractCheck, PushedDeployment, PushedQualityResult, PushedUse
from core.api.shapes import Report
from core.errors import Invalid
from core.queries.tokens import Bearer

Pushed = TypeVar("Pushed", PushedDeployment, PushedContractCheck, PushedQualityResult, PushedUse)

router = APIRouter(responses=FOR_BEARERS)


@router.post("/deployments")
def push_deployments(holder: Pusher, body: OneOrMany[PushedDeployment]) -> Report:
    """Record one deployment, or up to 10,000 in an array: all of them, or none.

    There is one of each data product, target and time: pushed again it changes nothing.
    """
    return _push(holder, body, Deployed, record_deployments)


@router.post("/contract-checks")
def push_contract_checks(holder: Pusher, body: OneOrMany[PushedContractCheck]) -> Report:
    """Record that a contract was checked, once or up to 10,000 times in an array: all of them, or none.

    There is one check of each data product and revision: the latest word counts.
    """
    return _push(holder, body, ContractChecked, record_contract_checks)


@router.post("/quality-results")
def push_quality_results(holder: Pusher, body: OneOrMany[PushedQualityResult]) -> Report:
    """Record whether quality checks passed, once or up to 10,000 times in an array: all of them, or none.

    There is one result of each data product and day: the latest word counts.
    """
    return _push(holder, body, QualityChecked, record_quality_results)


@router.post("/product-uses")
def push_product_uses(holder: Pusher, body: OneOrMany[PushedUse]) -> Report:
    """Record how many people of a domain read a data product on a day, once or up to 10,000 times in an array: all of
    them, or none.

    There is one of each data product, domain and day: the latest word counts.
    """
    return _push(holder, body, Used, record_uses)


def _push(
    holder: Bearer, body: Pushed | list[Pushed], kind: Callable[..., object], verb: Callable[..., PushReport]
) -> Report:
    told = [kind(**one.model_dump()) for one in (body if isinstance(body, list) else [body])]
    try:
        with db.transaction() as session:
            at, source = datetime.now(UTC), f"api:{holder.name}"
            return Report.model_validate(verb(session, told, by=holder.actor, at=at, source=source))
    except Invalid as refusal:
        raise unfit(refusal, is_batch=isinstance(body, list)) from None
