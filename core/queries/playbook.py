"""What is in the playbook?"""

from datetime import date

from sqlmodel import Session, col, select

from core.model import PHASES, PlaybookEntry
from core.queries.key_results import existing


def playbook(session: Session, *, as_of: date) -> tuple[PlaybookEntry, ...]:
    """The entries of all phases, in the order of the phases; one statement."""
    entries = session.exec(select(PlaybookEntry).where(existing(PlaybookEntry, as_of)).order_by(col(PlaybookEntry.id)))
    return tuple(sorted(entries, key=lambda entry: PHASES.index(entry.phase)))
