"""What a token of the API looks like: the id of its row, which tells nothing, and the secret, kept as a digest."""

import hashlib
import re

PREFIX = "uptake"
"""By which scanners of source code know a token that has slipped into it."""

_token = re.compile(rf"{PREFIX}_([1-9]\d{{0,8}})_([\w-]{{20,100}})", re.ASCII)


def token_text(id_: int, secret: str) -> str:
    return f"{PREFIX}_{id_}_{secret}"


def parts(text: str) -> tuple[int, str] | None:
    """The id of the row and the secret; None for what is no token."""
    found = _token.fullmatch(text)
    return (int(found[1]), found[2]) if found else None


def digest(secret: str) -> str:
    """How a secret is kept: it is random enough that nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
