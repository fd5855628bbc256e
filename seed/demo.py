"""The sample company: a powertrain maker that has just left its parent, told through the same verbs people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlmodel import Session, select

from core.actions.people import local_admin
from core.db import transaction
from core.errors import Invalid
from core.model import Domain
from core.settings import settings
from seed import (
    access,
    closing,
    context_map,
    contracts,
    initiatives,
    lakehouse,
    lessons,
    logbook,
    maturity,
    metrics,
    okrs,
    people,
    pipelines,
    platform,
    products,
    reviews,
    spreadsheets,
)
from seed.story import Story, moment

CHAPTERS = (
    *(
        people,
        context_map,
        platform,
        initiatives,
        logbook,
        products,
        access,
        contracts,
        pipelines,
        lakehouse,
        maturity,
    ),
    *(spreadsheets, metrics, okrs, reviews, closing, lessons),
)


def fill(*, today: date, on_progress: Callable[[float, str], None] = lambda share, what: None) -> None:
    """Tell the five quarters up to the evening before ``today`` in one transaction.

    ``on_progress`` is called with a share 0–1 and the month being told. The same day gives the same company. Raises
    Invalid if the database already has domains.
    """
    with transaction() as session:
        if _has_domains(session):
            raise Invalid(database="This database has domains already. Load the sample company into an empty one.")
        story = Story(today, settings().fiscal_year_starts_in_month)
        local_admin(session, at=moment(story.start, 6))
        for chapter in CHAPTERS:
            chapter.write(story)
        story.perform(session, on_progress)


def _has_domains(session: Session) -> bool:
    return session.exec(select(Domain.id).limit(1)).first() is not None
