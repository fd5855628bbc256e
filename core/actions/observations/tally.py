"""How many things were seen, new or changed, and left out."""

from collections import Counter
from dataclasses import dataclass, field

REASONS_TOLD = 20


@dataclass
class Tally:
    """Counted by noun in the plural; ``left_out`` by noun and reason, ``gone`` tables that are no longer there.

    ``scope`` is who saw how many tables, as JSON.
    """

    seen: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: int = 0
    scope: str = ""

    def leave_out(self, noun: str, why: str, count: int = 1) -> None:
        self.seen[noun] += count
        self.left_out[noun, why] += count

    def changes(self) -> dict[str, int]:
        """What made a difference: ``tables_changed``, ``tables_gone`` …; empty if nothing did."""
        changed = {f"{noun}_changed": count for noun, count in self.changed.items()} | {"tables_gone": self.gone}
        return {what: count for what, count in changed.items() if count}

    def counts(self) -> dict[str, int]:
        """What a pull keeps: ``tables`` seen, ``tables_changed`` …, and ``left_out`` of all."""
        left_out = {"left_out": self.left_out.total()} if self.left_out else {}
        return dict(self.seen) | self.changes() | left_out

    def remark(self) -> str:
        """A sentence on what was left out and why; empty if nothing was."""
        if not self.left_out:
            return ""
        told = [f"{count:,} {noun}: {why}" for (noun, why), count in self.left_out.most_common(REASONS_TOLD)]
        more = len(self.left_out) - len(told)
        return f"Left out: {'; '.join(told)}{f'; and {more:,} more reasons' if more else ''}."
