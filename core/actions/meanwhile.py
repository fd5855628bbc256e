"""What others did to a thing between the version on a person's screen and the newest one."""

from sqlmodel import Session, col, select

from core import ledger
from core.access import MONEY_FIELDS
from core.model import Event, Person

BESIDE = (
    "role.",
    "system.",
    "initiative.linked",
    "initiative.unlinked",
    "check.",
    "work.",
    "person.lent",
    "loan.",
    "readings.",
    "step.",
    "check_in.",
    "review.",
)
"""Kinds of ledger lines whose verbs leave the version of their subject alone."""


def changes_since(session: Session, key: str, versions: int) -> list[str]:
    """A sentence for each of the last so many versions, newest first."""
    lines = session.exec(
        select(Event, Person.name)
        .join(Person, col(Person.id) == col(Event.by_id))
        .where(Event.subject == key, *(~col(Event.kind).startswith(kind, autoescape=True) for kind in BESIDE))
        .order_by(col(Event.id).desc())
        .limit(max(0, versions))
    )
    return [
        f"{name} {ledger.sentence(event.kind, key)}"
        + "".join(_told(field, old, new) for field, (old, new) in event.changes.items())
        for event, name in lines
    ]


def spoken(field: str) -> str:
    """A field as it is called in a sentence."""
    return field.removesuffix("_id").removesuffix("_on").replace("_", " ").capitalize()


def _told(field: str, before: object, after: object) -> str:
    """Without the values of money: not everybody who may edit sees it."""
    values = "" if field in MONEY_FIELDS else f": “{before}” → “{after}”"
    return f"; {spoken(field).lower()}{values}"
