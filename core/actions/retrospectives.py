"""What a completed initiative taught those who took part."""

from datetime import datetime

from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, load, update, validated
from core.errors import Invalid, Stale
from core.model import Initiative, Phase, Retrospective


def look_back(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    went_well: str = "",
    went_badly: str = "",
    next_time: str = "",
    seen: int | None = None,
) -> Changes:
    """Write the three texts, or write them anew. ``seen`` is the version that was on the screen, 0 for none.

    Returns field → (before, after). Raises Invalid before completion or where all three are empty, NotAllowed,
    NotFound, Stale.
    """
    initiative = load(session, Initiative, key)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    if initiative.phase is not Phase.COMPLETED:
        raise Invalid(phase=f"{key} is in {initiative.phase}; look back on it once it is completed.")
    texts = {"went_well": went_well, "went_badly": went_badly, "next_time": next_time}
    if not any(text.strip() for text in texts.values()):
        raise Invalid(went_well="Write at least one of the three: what went well, what did not, what to do next time.")
    written = session.exec(select(Retrospective).where(Retrospective.initiative_id == initiative.id)).one_or_none()
    if seen is not None and seen != (written.version if written else 0):
        raise Stale(f"Somebody looked back on {key} while you were typing. Read what they wrote, then save again.")
    if written is None:
        changes = _first(session, initiative, texts, by=by, at=at)
    elif changes := update(session, written, **texts):
        changes |= update(session, written, by_id=by.id, at=at)
    if changes:
        ledger.record(session, "retrospective.written", key, by=by, at=at, changes=changes)
    return changes


def _first(session: Session, initiative: Initiative, texts: dict[str, str], *, by: Actor, at: datetime) -> Changes:
    written = validated(Retrospective, {**texts, "initiative_id": initiative.id, "by_id": by.id, "at": at})
    session.add(written)
    session.flush()
    return {"at": (None, at)} | {field: (None, getattr(written, field)) for field in texts if getattr(written, field)}
