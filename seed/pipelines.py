"""What the pipelines told of the data products that are live: deployments, and whether their quality checks passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from core.access import Actor
from core.actions.pipelines import Deployed, QualityChecked, record_deployments, record_quality_results
from core.actions.pushes import PushReport
from seed.people import LEAD, email
from seed.products import Product, catalogue
from seed.story import Story, moment, working_day

SOURCE = "api:pipelines"
BY_PIPELINE, FAILED, CHECKED, GREEN = 0.7, 0.1, 0.75, 0.93
"""Shares of the products that a pipeline delivers, of deployments that fail, of products whose quality is checked, and
of days on which those checks pass."""

WEEKS_BETWEEN = 5
TOLD_AT_ONCE, TOLD_TIMES = 28, 5
"""Days of quality that are told together, and how often; before that nobody measured it."""


def write(story: Story) -> None:
    dice = story.dice("pipelines")
    for product in catalogue(story):
        if product.live is not None and "retired" not in product.notes:
            _deployments(story, product, dice)
            _quality(story, product, dice)


def _deployments(story: Story, product: Product, dice: Random) -> None:
    assert product.live is not None
    by_pipeline, day = dice.random() < BY_PIPELINE, product.live
    while day <= story.last_day:
        at = moment(day, 16, dice.randrange(60))
        story.tell(at, email(LEAD), _deploy, product.called, succeeded=dice.random() >= FAILED, by_pipeline=by_pipeline)
        day = working_day(day + timedelta(weeks=WEEKS_BETWEEN, days=dice.randrange(20)))


def _quality(story: Story, product: Product, dice: Random) -> None:
    if dice.random() >= CHECKED:
        return
    for span in range(TOLD_TIMES):
        told_on = story.last_day - timedelta(days=span * TOLD_AT_ONCE)
        passed = [dice.random() < GREEN for _ in range(TOLD_AT_ONCE)]
        alive = (told_on - (product.live or told_on)).days
        if alive > 0 and told_on > story.start:
            story.tell(moment(told_on, 6), email(LEAD), _check, product.called, passed=passed[:alive])


def _deploy(
    session: Session, product: str, *, by: Actor, at: datetime, succeeded: bool, by_pipeline: bool
) -> PushReport:
    told = Deployed(product, "prod", at, succeeded, by_pipeline)
    return record_deployments(session, [told], by=by, at=at, source=SOURCE)


def _check(session: Session, product: str, *, by: Actor, at: datetime, passed: list[bool]) -> PushReport:
    told = [QualityChecked(product, at.date() - timedelta(days=n), held) for n, held in enumerate(passed)]
    return record_quality_results(session, told, by=by, at=at, source=SOURCE)
