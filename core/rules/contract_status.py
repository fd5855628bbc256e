"""Which version of a contract holds."""

from collections.abc import Sequence

ACTIVE = "active"
DRAFTS = frozenset({"proposed", "draft"})
"""A version that is still written leaves the one before it in force."""


def status_in_force(newest_first: Sequence[str]) -> str | None:
    """The status of the newest version that is no draft, or a draft where there is nothing else; in small letters, None
    without a version."""
    told = [status.lower() for status in newest_first]
    return next((status for status in told if status not in DRAFTS), told[0] if told else None)
