"""Links and small files that show something about an initiative."""

from datetime import datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, load, required
from core.errors import Invalid, NotFound
from core.model import Evidence, Initiative
from core.rules.file_names import safe_name
from core.rules.gates import find_check
from core.rules.web_addresses import host_of

MOST_BYTES = 2_000_000


def attach(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    title: str,
    url: str = "",
    file_name: str = "",
    content: bytes | None = None,
    check: str = "",
) -> Evidence:
    """A link (http or https), or a file of at most 2 MB, perhaps for a ``check`` of a gate. It decides no check:
    somebody still vouches for it. Raises Invalid, NotAllowed, NotFound."""
    initiative = load(session, Initiative, key)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    required(title=title)
    if check and find_check(check) is None:
        raise NotFound("gate check", check)
    url = url.strip()
    if bool(url) == (content is not None):
        raise Invalid(url="Give a link or a file, one of the two.")
    if url and host_of(url) is None:
        raise Invalid(url="A link begins with https:// or http://, names a host, and holds no password.")
    if content is not None:
        _must_be_small(content)
    evidence = add(
        session,
        Evidence,
        initiative_id=initiative.id,
        check_key=check,
        title=title,
        url=url,
        file_name=safe_name(file_name) if content is not None else "",
        content=content,
        at=at,
        by_id=by.id,
    )
    told = {"title": (None, evidence.title), "check": (None, check or None), "link": (None, url or evidence.file_name)}
    ledger.record(session, "evidence.attached", key, by=by, at=at, changes=told)
    return evidence


def withdraw_evidence(session: Session, evidence_id: int, *, by: Actor, at: datetime, reason: str) -> Evidence:
    """It shows nothing any longer, with a reason; it stays on record. Raises Invalid, NotAllowed, NotFound."""
    evidence = session.get(Evidence, evidence_id, with_for_update=True)
    if evidence is None:
        raise NotFound("evidence", evidence_id)
    initiative = session.get_one(Initiative, evidence.initiative_id)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    required(reason=reason)
    if evidence.withdrawn_at is not None:
        raise Invalid(evidence=f"“{evidence.title}” was withdrawn already.")
    evidence.withdrawn_at = at
    told = {"title": (evidence.title, None)}
    ledger.record(session, "evidence.withdrawn", initiative.key, by=by, at=at, changes=told, reason=reason.strip())
    return evidence


def _must_be_small(content: bytes) -> None:
    if not content:
        raise Invalid(file="The file is empty.")
    if len(content) > MOST_BYTES:
        raise Invalid(file=f"The file has {len(content) / 1e6:.1f} MB; 2 MB is the most. Link to a larger one instead.")
