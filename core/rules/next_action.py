"""The one next action of a domain, in words: the first step of its maturity, wherever it is told."""

BEGIN = "Nothing has begun in this domain yet. Bring a first initiative through intake."
DONE = "Nothing is left: every criterion that counts is on the highest level."


def next_action(step: str | None, *, has_level: bool) -> str:
    """The sentence of the step that is the first one, or why there is none. A domain without a level has to begin."""
    if step:
        return step
    return DONE if has_level else BEGIN
