"""Holding the review of a quarter, and noting what was said about its objectives."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, alone, find, load, not_after, stamps, validated
from core.model import Domain, Objective, Review, ReviewNote
from core.rules.quarters import quarter_named
from core.settings import settings


def hold_review(
    session: Session, quarter: str, *, by: Actor, at: datetime, on: date, domain: str | None = None
) -> Review:
    """The quarter was reviewed on a day, for a domain or with none for the company; the same again changes nothing.

    Raises Invalid, NotAllowed, NotFound.
    """
    domain_id = find(session, Domain, domain).id if domain else None
    by.must(Right.DECIDE, domain_id)
    quarter_named(quarter, settings().fiscal_year_starts_in_month)
    not_after(at, on=on)
    alone(session, Review)
    same = Review.quarter == quarter, col(Review.domain_id).is_not_distinct_from(domain_id), Review.on == on
    held = session.exec(select(Review).where(*same)).one_or_none()
    if held is not None:
        return held
    held = add(session, Review, quarter=quarter, domain_id=domain_id, on=on, by_id=by.id, at=at)
    told = {"on": (None, on), "domain": (None, domain)}
    ledger.record(session, "review.held", quarter, by=by, at=at, changes=told)
    return held


def note(session: Session, objective: str, *, by: Actor, at: datetime, on: date, text: str) -> ReviewNote | None:
    """What was said about an objective in the review of a day: typed again it replaces, and an empty text removes it.

    Raises Invalid, NotAllowed, NotFound.
    """
    aim = load(session, Objective, objective)
    by.must(Right.DECIDE, aim.domain_id)
    not_after(at, on=on)
    said = validated(ReviewNote, {"objective_id": aim.id, "on": on, "text": text, "by_id": by.id, "at": at})
    earlier = session.exec(
        select(ReviewNote).where(ReviewNote.objective_id == aim.id, ReviewNote.on == on)
    ).one_or_none()
    before = earlier.text if earlier else ""
    if said.text == before:
        return earlier
    told: Changes = {"on": (on, on), "text": (before or None, said.text or None)}
    if earlier is not None:
        told |= stamps(session, earlier, by=by, at=at)
    kept = _keep(session, earlier, said)
    ledger.record(session, "review.noted", aim.key, by=by, at=at, changes=told)
    return kept


def _keep(session: Session, earlier: ReviewNote | None, said: ReviewNote) -> ReviewNote | None:
    if not said.text:
        session.delete(earlier)
        return None
    if earlier is None:
        session.add(said)
        session.flush()
        return said
    earlier.text, earlier.by_id, earlier.at = said.text, said.by_id, said.at
    return earlier
