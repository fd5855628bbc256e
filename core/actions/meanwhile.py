"""What others did to a thing between the version on a person's screen and the newest one."""

from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

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
    "person.loan_ended",
    "evidence.",
    "retrospective.",
    "comment.",
    "mention.",
    "readings.",
    "step.",
    "check_in.",
    "review.",
    "key_result.graded",
    "product.input_added",
    "product.input_removed",
    "product.ports_set",
    "product_use.recorded",
    "port.",
    "column.",
    "contract",
    "deployment.",
    "quality_result.",
    ledger.HANDED_OVER,
    ledger.HAND_OVER_FAILED,
    "metric.target_set",
    "metric.annotated",
    "exemption.",
    "flow.",
)
"""Kinds of ledger lines whose verbs leave the version of their subject alone."""


def changes_since(session: Session, key: str, versions: int) -> list[str]:
    """A sentence for each of the last so many versions, newest first."""
    beside = (~col(Event.kind).startswith(kind, autoescape=True) for kind in BESIDE)
    return [_sentence(event, name) for event, name in session.exec(_lines(key, *beside).limit(max(0, versions)))]


def system_changes_since(session: Session, domain: str, system: str, versions: int) -> list[str]:
    """The same for a source system, which the lines about its domain tell of by its name."""
    lines = session.exec(_lines(domain, col(Event.kind) == "system.changed"))
    of_it = (_sentence(event, name) for event, name in lines if event.changes["system"][1] == system)
    return list(islice(of_it, max(0, versions)))


def spoken(field: str) -> str:
    """A field as it is called in a sentence."""
    return field.removesuffix("_id").removesuffix("_on").replace("_", " ").capitalize()


def _lines(key: str, *among: sa.ColumnElement[bool]) -> Select[Event, str]:
    by = select(Event, Person.name).join(Person, col(Person.id) == col(Event.by_id))
    return by.where(Event.subject == key, *among).order_by(col(Event.id).desc())


def _sentence(event: Event, name: str) -> str:
    told = "".join(_told(field, old, new) for field, (old, new) in event.changes.items() if old != new)
    return f"{name} {ledger.sentence(event.kind, event.subject)}{told}"


def _told(field: str, before: object, after: object) -> str:
    """Without the values of money: not everybody who may edit sees it."""
    values = "" if field in MONEY_FIELDS else f": “{before}” → “{after}”"
    return f"; {spoken(field).lower()}{values}"
