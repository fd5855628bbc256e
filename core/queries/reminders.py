"""Of what is each person to be told today?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.model import KeyResult, Person, Reminder, ReminderKind
from core.policy import policy_on
from core.queries.decisions import decisions
from core.queries.digests import of_domains, of_people
from core.queries.key_results import standings, thresholds_of
from core.queries.notices import Notice, about_access, about_check_ins, about_decisions, managers
from core.rules.reminders import Occasion

NOWHERE = "@localhost"
"""The end of the addresses that the program gives to people it makes itself: no message reaches them."""

KINDS = list(ReminderKind)


@dataclass(frozen=True)
class Letter:
    """All that one person is to be told at once, by kind and due day."""

    email: str
    name: str
    notices: tuple[Notice, ...]


def letters(session: Session, *, as_of: date, only: ReminderKind | None = None) -> tuple[Letter, ...]:
    """To each active person who takes reminders, by name, what they were not told of before; at most 17 statements."""
    thresholds = thresholds_of(policy_on(session, as_of))
    under_way = (col(KeyResult.start_on) <= as_of, col(KeyResult.due) >= as_of)
    key_results = standings(session, *under_way, as_of=as_of, thresholds=thresholds)
    still_open = [row for row in decisions(session, as_of=as_of) if row.is_open]
    people = _people(session)
    found: dict[str, list[Notice]] = defaultdict(list)
    for email, notice in (
        *about_check_ins(key_results, managers(session, people.keys())),
        *about_decisions(still_open, as_of),
        *about_access(session, as_of),
        *of_people(key_results, still_open, as_of),
        *of_domains(session, as_of),
    ):
        if email in people and only in (None, notice.occasion.kind):
            found[email].append(notice)
    told = _told(session, found)
    return tuple(
        Letter(email, name, tuple(sorted(new, key=_order)))
        for email, name in people.items()
        if (new := [notice for notice in found[email] if (email, notice.occasion) not in told])
    )


def _order(notice: Notice) -> tuple[int, date]:
    return KINDS.index(notice.occasion.kind), notice.occasion.due


def _people(session: Session) -> Mapping[str, str]:
    """Names by e-mail, in their order."""
    wanted = select(Person.email, Person.name).where(
        col(Person.archived_at).is_(None), col(Person.wants_reminders), ~col(Person.email).endswith(NOWHERE)
    )
    return dict(session.exec(wanted.order_by(Person.name, Person.email)).all())


def _told(session: Session, found: Mapping[str, Collection[Notice]]) -> set[tuple[str, Occasion]]:
    """Who was told of what already, as far back as is of interest."""
    since = min((it.occasion.due for notices in found.values() for it in notices), default=date.max)
    sent = select(Person.email, Reminder).join(Person, col(Person.id) == col(Reminder.person_id))
    rows = session.exec(sent.where(Reminder.due >= since))
    return {(email, Occasion(it.kind, it.subject, it.due)) for email, it in rows}
