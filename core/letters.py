"""A reminder in words: a title in one line and a plain text with the way to every page."""

from itertools import groupby

from core.model import ReminderKind
from core.queries.notices import Notice
from core.queries.reminders import Letter

HEADINGS = {
    ReminderKind.CHECK_IN_DUE: ("check-in due", "Check-ins that are due"),
    ReminderKind.CHECK_IN_STALE: ("check-in overdue", "Check-ins that are overdue"),
    ReminderKind.ESCALATION: ("key result without news", "Key results without news"),
    ReminderKind.DECISION_DUE: ("decision due", "Decisions"),
    ReminderKind.ACCESS_DUE: ("access that ends or is to be renewed", "Access to data products"),
    ReminderKind.DIGEST: ("digest", "The week"),
}
"""What one of them is called in the title, and what stands above all of them."""


def title(letter: Letter) -> str:
    """``Uptake: 2 × check-in due, digest``."""
    counted = (
        (len(list(group)), HEADINGS[kind][0]) for kind, group in groupby(letter.notices, lambda it: it.occasion.kind)
    )
    return "Uptake: " + ", ".join(name if count == 1 else f"{count} × {name}" for count, name in counted)


def text(letter: Letter, *, address: str) -> str:
    """``address`` is that of the app, without a slash at its end."""
    parts = [f"Hello {letter.name},"]
    for kind, group in groupby(letter.notices, lambda it: it.occasion.kind):
        parts.append("\n\n".join([HEADINGS[kind][1], *(_notice(notice, address) for notice in group)]))
    parts.append(f"You can switch these messages off on your page Home: {address}/")
    return "\n\n".join(parts) + "\n"


def _notice(notice: Notice, address: str) -> str:
    subject = notice.occasion.subject
    head = notice.title if notice.lines else f"{subject} {notice.title}"
    lines = [f"* {head}: {notice.sentence}", *(f"  - {line}" for line in notice.lines), f"  {address}/{notice.page}"]
    return "\n".join(lines)
