"""Tokens of the API: whoever holds one acts as the person who issued it, within its scope."""

from datetime import datetime
from secrets import token_urlsafe

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone, required
from core.errors import Invalid, NotFound
from core.model import ApiToken, TokenScope
from core.rules.tokens import digest, token_text

LONGEST_NAME = 60


def issue_token(session: Session, *, by: Actor, at: datetime, name: str, scope: TokenScope) -> tuple[str, ApiToken]:
    """A new token: its text, which is told this once and kept nowhere, and its row.

    A name is free again once its token is revoked. Raises Invalid, NotAllowed.
    """
    if scope is TokenScope.PUSH_READINGS and not by.may_anywhere(Right.EDIT_PLATFORM):
        by.must(Right.EDIT_PLATFORM)
    required(name=name)
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid(name=f"The name of a token has at most {LONGEST_NAME} characters.")
    alone(session, ApiToken)
    if _active(session, name) is not None:
        raise Invalid(name=f"“{name.strip()}” is taken by a token that is in use. Revoke it, or choose another name.")
    secret = token_urlsafe(32)
    values = {"name": name, "digest": digest(secret), "scope": scope, "created_at": at, "by_id": by.id}
    token = add(session, ApiToken, **values)
    ledger.record(session, "token.issued", token.name, by=by, at=at, changes={"scope": (None, scope)})
    return token_text(token.id, secret), token


def revoke_token(session: Session, name: str, *, by: Actor, at: datetime) -> ApiToken:
    """The token opens nothing any more. One’s own, or with the right to edit people anybody’s.

    Raises NotAllowed, NotFound.
    """
    alone(session, ApiToken)
    token = _active(session, name)
    if token is None:
        raise NotFound("token in use", name)
    if token.by_id != by.id:
        by.must(Right.EDIT_PEOPLE)
    token.revoked_at = at
    ledger.record(session, "token.revoked", token.name, by=by, at=at, changes={"scope": (token.scope, None)})
    return token


def _active(session: Session, name: str) -> ApiToken | None:
    held = select(ApiToken).where(ApiToken.name == name.strip(), col(ApiToken.revoked_at).is_(None))
    return session.exec(held).one_or_none()
