"""How several things read in one sentence."""

from collections.abc import Iterable


def listed(words: Iterable[str], *, joint: str = "and", at_most: int | None = None) -> str:
    """``an owner, a team and a cost centre``; past ``at_most`` of them ``DP-1, DP-2 and 3 more``."""
    told = list(words)
    if at_most is not None and len(told) > at_most:
        told[at_most:] = [f"{len(told) - at_most} more"]
    return f" {joint} ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
