"""Who asks: the holder of a token, within its scope and no more often than it may."""

import math
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from core import db
from core.api.limits import Buckets
from core.model import TokenScope
from core.queries.tokens import Bearer, bearer_of

SCHEME = HTTPBearer(auto_error=False, description="A token that “uptake token issue” has told.")
_buckets = Buckets()


def buckets() -> Buckets:
    return _buckets


def bearer(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)],
    limits: Annotated[Buckets, Depends(buckets)],
) -> Bearer:
    """Whose token the request bears. Raises HTTPException."""
    with db.snapshot() as session:
        found = bearer_of(session, credentials.credentials) if credentials else None
    if found is None:
        raise HTTPException(
            HTTPStatus.UNAUTHORIZED,
            "A token is needed that is in use: Authorization: Bearer uptake_….",
            {"WWW-Authenticate": "Bearer"},
        )
    if wait := limits.take(found.token_id):
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            "This token asks too often. Wait as long as Retry-After says, and send more at once.",
            {"Retry-After": str(math.ceil(wait))},
        )
    return found


def reader(holder: Annotated[Bearer, Depends(bearer)]) -> Bearer:
    return _within(TokenScope.READ, holder)


def pusher(holder: Annotated[Bearer, Depends(bearer)]) -> Bearer:
    return _within(TokenScope.PUSH_READINGS, holder)


def _within(scope: TokenScope, holder: Bearer) -> Bearer:
    if holder.scope is not scope:
        raise HTTPException(
            HTTPStatus.FORBIDDEN, f"The scope of this token is {holder.scope}. Issue one with the scope {scope}."
        )
    return holder


Reader = Annotated[Bearer, Depends(reader)]
Pusher = Annotated[Bearer, Depends(pusher)]
