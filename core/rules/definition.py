"""Whether a key result is defined so that its progress means something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.errors import Invalid
from core.model.okrs import KeyResultKind
from core.rules.progress import KeyResultFacts


def check_key_result(facts: KeyResultFacts) -> None:
    """Raises ``Invalid`` that names every field which does not fit."""
    problems = dict(_schedule(facts)) | dict(PROBLEMS[facts.kind](facts))
    if problems:
        raise Invalid(**problems)


def check_weights(weights: Iterable[float]) -> None:
    """The weights of all key results of one objective; raises ``Invalid`` if there are some and all are zero."""
    weights = list(weights)
    if weights and not any(weights):
        raise Invalid(weight="All key results of this objective weigh 0. Give at least one of them a weight above 0.")


def _schedule(facts: KeyResultFacts) -> Iterator[tuple[str, str]]:
    if facts.due <= facts.start:
        yield "due", f"It is due on {facts.due} and starts on {facts.start}. Choose a due day after its start."
    if facts.cadence_days < 1:
        yield "cadence_days", "A check-in cadence is at least one day."
    if facts.grace_days < 0:
        yield "grace_days", "A grace cannot be negative. Write 0 for none."
    if facts.weight < 0:
        yield "weight", "A weight cannot be negative. Write 0 to link it without counting it."


def _movement(facts: KeyResultFacts) -> Iterator[tuple[str, str]]:
    if facts.baseline is None:
        yield "baseline", "A movement needs a baseline: where the figure stands today."
    if facts.target is None:
        yield "target", "A movement needs a target: where the figure should stand on the due day."
    elif facts.target == facts.baseline:
        yield "target", "The target equals the baseline. To keep a figure where it is, choose the kind “maintain”."
    if any(not facts.start <= point.on <= facts.due for point in facts.plan_points):
        yield "plan_points", f"Every plan point lies between {facts.start} and {facts.due}."


def _maintain(facts: KeyResultFacts) -> Iterator[tuple[str, str]]:
    if facts.low is None and facts.high is None:
        yield "low", "A band needs a lower or an upper bound, or both."
    elif facts.low is not None and facts.high is not None and facts.low > facts.high:
        yield "low", f"The lower bound {facts.low:g} is above the upper bound {facts.high:g}. Swap them."


def _milestone(facts: KeyResultFacts) -> Iterator[tuple[str, str]]:
    if not facts.steps:
        yield "steps", "A milestone key result needs at least one step."
    elif any(step.weight <= 0 for step in facts.steps):
        yield "steps", "Every step needs a weight above 0."


PROBLEMS = {
    KeyResultKind.MOVEMENT: _movement,
    KeyResultKind.MAINTAIN: _maintain,
    KeyResultKind.MILESTONE: _milestone,
}
