"""Whose token is it? And which tokens are there?"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor, actor_with
from core.errors import NotFound
from core.model import ApiToken, Person, TokenScope
from core.rules.tokens import digest, parts


@dataclass(frozen=True)
class Bearer:
    """A token in use, and the person on whose behalf its holder acts."""

    token_id: int
    name: str
    scope: TokenScope
    actor: Actor


@dataclass(frozen=True)
class TokenRow:
    name: str
    scope: TokenScope
    issued_by: str
    created_at: datetime
    revoked_at: datetime | None


def bearer_of(session: Session, text: str) -> Bearer | None:
    """Whose token that is, compared in constant time. None for one that was never issued or is revoked, or whose issuer
    is archived."""
    told = parts(text)
    if told is None:
        return None
    id_, secret = told
    found = session.exec(
        select(ApiToken, Person.email)
        .join(Person, col(Person.id) == col(ApiToken.by_id))
        .where(ApiToken.id == id_, col(ApiToken.revoked_at).is_(None))
    ).one_or_none()
    if found is None or not hmac.compare_digest(found[0].digest, digest(secret)):
        return None
    token, email = found
    try:
        return Bearer(token.id, token.name, token.scope, actor_with(session, email))
    except NotFound:
        return None


def tokens(session: Session) -> Sequence[TokenRow]:
    """Every token there is or was, the newest first; one statement."""
    asked = (
        sa.select(
            *(col(ApiToken.name), col(ApiToken.scope), col(Person.name)),
            *(col(ApiToken.created_at), col(ApiToken.revoked_at)),
        )
        .join(Person, col(Person.id) == col(ApiToken.by_id))
        .order_by(col(ApiToken.id).desc())
    )
    return [TokenRow(*row) for row in session.execute(asked)]
