"""Which thing did you mean? Keys and titles of everything that people name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.facts import end_of
from core.model import DataProduct, Domain, Editable, ExcelReport, Initiative, KeyResult, Objective, Person, PhaseMove
from core.queries.words import holds, words_of

SHOWN = 20


class Kind(StrEnum):
    INITIATIVE = "initiative"
    OBJECTIVE = "objective"
    KEY_RESULT = "key result"
    DOMAIN = "domain"
    PRODUCT = "data product"
    REPORT = "Excel report"
    PERSON = "person"


@dataclass(frozen=True)
class Hit:
    """``page_key`` is the key of the thing whose page shows it: the objective of a key result."""

    kind: Kind
    key: str
    title: str
    page_key: str
    is_exact: bool


@dataclass(frozen=True)
class Group:
    """The hits of one kind, at most twenty of ``total``: the exact key, then keys that begin so, then the rest."""

    kind: Kind
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Found:
    """``groups`` in the order of the kinds, those with an exact key first; empty where nothing was asked or found."""

    words: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def search(session: Session, typed: str, *, actor: Actor, as_of: date) -> Found:
    """All words must stand in the key or the title, upper and lower case alike; one statement. Archived things and
    what came after the day are left out. Titles hold nothing sensitive, so everybody finds the same."""
    words = words_of(typed)
    if not words:
        return Found((), ())
    rows = session.execute(sa.union_all(*(sa.select(_branch(kind, words, as_of)) for kind in Kind)))
    hits: dict[Kind, list[tuple[int, Hit, int]]] = {}
    for kind, key, title, page_key, rank, total in rows:
        hit = Hit(Kind(kind), key, title, page_key, is_exact=rank == 0)
        hits.setdefault(hit.kind, []).append((rank, hit, total))
    groups = [_group(kind, hits[kind]) for kind in Kind if kind in hits]
    return Found(words, tuple(sorted(groups, key=lambda group: not group.hits[0].is_exact)))


def _group(kind: Kind, ranked: list[tuple[int, Hit, int]]) -> Group:
    ordered = sorted(ranked, key=lambda entry: (entry[0], _natural(entry[1].key)))
    return Group(kind, ordered[0][2], tuple(hit for _, hit, _ in ordered))


def _natural(key: str) -> tuple[int, str]:
    """Shorter keys first, so that INI-9 comes before INI-12."""
    return len(key), key


@dataclass(frozen=True)
class Source:
    """Where a kind is kept, the columns of its key and of its title, and the table of the thing whose page shows it."""

    table: type[Editable]
    title: str = "name"
    key: str = "key"
    parent: type[Domain] | type[Objective] | None = None


SOURCES = {
    Kind.INITIATIVE: Source(Initiative, "title"),
    Kind.OBJECTIVE: Source(Objective, "title"),
    Kind.KEY_RESULT: Source(KeyResult, "title", parent=Objective),
    Kind.DOMAIN: Source(Domain),
    Kind.PRODUCT: Source(DataProduct),
    Kind.REPORT: Source(ExcelReport),
    Kind.PERSON: Source(Person, key="email"),
}


def _branch(kind: Kind, words: tuple[str, ...], as_of: date) -> sa.Subquery:
    """The best twenty of one kind, with how many there are."""
    source = SOURCES[kind]
    key, title = getattr(source.table, source.key), getattr(source.table, source.title)
    begins = sa.func.lower(key).startswith(words[0].lower(), autoescape=True)
    rank = sa.case((sa.func.lower(key) == " ".join(words).lower(), 0), (begins, 1), else_=2)
    page_key = col(source.parent.key) if source.parent else key
    query = sa.select(
        sa.literal(kind.value).label("kind"),
        key.label("key"),
        title.label("title"),
        page_key.label("page_key"),
        rank.label("rank"),
        sa.func.count().over().label("total"),
    ).where(holds(words, key, title), col(source.table.archived_at).is_(None), *_known_by(source.table, as_of))
    joined = query.join_from(source.table, source.parent) if source.parent else query
    return joined.order_by(rank, sa.func.length(key), key).limit(SHOWN).subquery()


def _known_by(table: type[Editable], as_of: date) -> list[sa.ColumnElement[bool]]:
    """What came after the day has not been there yet, as far as a kind has a day."""
    if table is Initiative:
        moved = col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= end_of(as_of)
        return [sa.exists().where(*moved)]
    return [col(ExcelReport.recorded_on) <= as_of] if table is ExcelReport else []
