"""Tables as they were: common table expressions of the same names, in front of the tables.

``WITH objective AS (SELECT … FROM main.objective …) SELECT … FROM objective``: the question after the WITH stays as it
is, whichever day it is asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlmodel import SQLModel

from core.model import Editable
from core.queries.documents import Documents, Value
from core.queries.places import NAMED, NUMBERED, Named, Place, Undone, key_column, referred, table_of

Columns = dict[str, Value]

KNOWN_SINCE = {"reading": "fetched_at", "membership": "since"}
"""The column that says since when a row is known, where it is not ``at``."""

OF_TODAY = {"savedsearch"}
"""What people keep for themselves is no fact of the company: it is as it is now, whichever day is asked for."""

CELLS = ("what", "subject", "which", "before")


class Shadows:
    """The tables as they were known at ``until``, where ``undone`` is what they held otherwise than now."""

    def __init__(self, dialect: sa.Dialect, until: datetime, undone: Undone) -> None:
        self._documents = Documents(dialect)
        self._schema = "main" if dialect.name == "sqlite" else None
        self._until = until
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in undone:
            self._places[table_of(place.table).name].append(place)
        self._past = self._documents.relation("past", CELLS, [self._told(*one) for one in undone.items()])
        self._drawn: dict[str, sa.CTE | None] = {}

    def over(self, asked: Any) -> Any:
        """The same SELECT, of the tables as they were."""
        tables = {table.name: table for table in visitors.iterate(asked) if isinstance(table, sa.Table)}
        for name in tables.keys() - self._drawn.keys():
            self._drawn[name] = self._draw(tables[name])
        drawn = [shadow for name in sorted(tables) if (shadow := self._drawn[name]) is not None]
        if not isinstance(asked, sa.CompoundSelect):
            return asked.add_cte(*drawn)
        # In front of a union SQLAlchemy would take the columns of a shadow for those of the answer.
        first = asked.selects[0]
        return visitors.replacement_traverse(asked, {}, _replacing(first, first.add_cte(*drawn)))

    def _told(self, place: Place, before: Any) -> list[Any]:
        columns = table_of(place.table).c
        if isinstance(before, dict):
            stored: Any = {name: self._documents.stored(value, columns[name]) for name, value in before.items()}
        else:
            stored = self._documents.stored(before, columns.get(place.column))
        return [place.what, place.subject, place.which, stored]

    def _draw(self, table: sa.Table) -> sa.CTE | None:
        """None for a table that was as it is."""
        if table.name in OF_TODAY:
            return None
        raw, places = self._raw(table), self._places[table.name]
        source: sa.FromClause = raw
        columns: Columns = {column.name: column for column in raw.c}
        there: list[sa.ColumnElement[bool]] = []
        if places:
            kind = places[0].table
            for name in sorted({place.column for place in places} & columns.keys()):
                source, columns[name] = self._put_back(kind, source, raw.c[name], raw)
            if any(not place.column for place in places):
                there += self._were_there(kind, raw)
        ends = self._reopen(columns)
        if (since := columns.get(KNOWN_SINCE.get(table.name, "at"))) is not None:
            there.append(since <= self._until)
        if not (places or ends or there):
            return None
        shadow = sa.select(*_labelled(columns)).select_from(source).where(*there)
        if any(place.which and not place.column for place in places):
            return shadow.union_all(self._restored(places[0].table, raw)).cte(table.name)
        return shadow.cte(table.name)

    def _put_back(
        self, kind: type[SQLModel], source: sa.FromClause, column: sa.ColumnClause[Any], raw: sa.TableClause
    ) -> tuple[sa.FromClause, Value]:
        """The rows joined to what the column held before, and what it held then."""
        past, (subject, which) = self._past.alias(), self._names(kind, raw)
        of_it = past.c.what == f"{raw.name}.{column.name}", past.c.subject == subject, past.c.which == which
        to = referred(kind, column.name)
        before = self._documents.value(past.c.before, column) if to is None else self._id_of(to, past.c.before)
        if column.name == "version":
            before = column - before
        held = sa.case((past.c.what.is_not(None), before), else_=column)
        return source.outerjoin(past, sa.and_(*of_it)), sa.type_coerce(held, column.type)

    def _were_there(self, kind: type[SQLModel], raw: sa.TableClause) -> Iterator[sa.ColumnElement[bool]]:
        past, (subject, which) = self._past.alias(), self._names(kind, raw)
        yield subject.not_in(sa.select(past.c.subject).where(past.c.what == raw.name, past.c.which == ""))
        if kind in NAMED:
            one_of_it = sa.select(past.c.subject, past.c.which).where(past.c.what == raw.name, past.c.which != "")
            yield sa.tuple_(subject, which).not_in(one_of_it)

    def _reopen(self, columns: Columns) -> list[str]:
        """Take back ``ended_at`` and ``ended_by_id`` where that was later, and whatever else is told in such a pair."""
        ends = [name for name in columns if name.endswith("_at") and f"{name[:-3]}_by_id" in columns]
        for name in ends:
            was_over = columns[name] <= self._until
            for part in (f"{name[:-3]}_by_id", name):
                columns[part] = sa.case((was_over, columns[part]))
        return ends

    def _restored(self, kind: type[SQLModel], raw: sa.TableClause) -> sa.Select[Any]:
        """The rows that are no longer there, under ids that no other row has."""
        past, named = self._past.alias(), NAMED[kind]
        columns: Columns = {}
        for column in raw.c:
            to = referred(kind, column.name)
            told = self._documents.item(past.c.before, column.name)
            columns[column.name] = self._documents.value(told, column) if to is None else self._id_of(to, told)
        columns[named.reference] = self._id_of(named.to, past.c.subject)
        if named.which is not None and named.which_to is not None:
            columns[named.which] = self._id_of(named.which_to, past.c.which)
        if "id" in columns:
            columns["id"] = -sa.func.row_number().over(order_by=(past.c.subject, past.c.which))
        found = sa.select(*_labelled(columns)).select_from(past)
        return found.where(past.c.what == raw.name, past.c.which != "", past.c.before.is_not(None))

    def _names(self, kind: type[SQLModel], raw: sa.TableClause) -> tuple[Value, Value]:
        """Subject and ``which`` of a row."""
        if (prefix := NUMBERED.get(kind)) is not None:
            return sa.literal(prefix) + sa.cast(raw.c.id, sa.Text), sa.literal("")
        if (named := NAMED.get(kind)) is None:
            return raw.c[key_column(kind)], sa.literal("")
        reference = raw.c[named.reference]
        of_version = named.version is not None
        subject = self._key_of_newest(named, reference) if of_version else self._key_of(named.to, reference)
        return subject, self._which(named, raw)

    def _which(self, named: Named, raw: sa.TableClause) -> Value:
        if named.which is None:
            return sa.literal("")
        which = raw.c[named.which]
        if named.which_to is not None:
            return self._key_of(named.which_to, which)
        if named.within is not None:
            return sa.cast(raw.c[named.within], sa.Text) + "." + which
        return self._documents.text(which)

    def _key_of(self, kind: type[Editable], id_: Value) -> Value:
        row = self._raw(table_of(kind)).alias()
        return sa.select(row.c[key_column(kind)]).where(row.c.id == id_).scalar_subquery()

    def _key_of_newest(self, named: Named, id_: Value) -> Value:
        """The key of what has the version with that id, unless there was a later one by then: versions only grow."""
        assert named.version is not None
        owner = NAMED[named.version].reference
        row, versions = self._raw(table_of(named.to)).alias(), self._raw(table_of(named.version))
        one, other = versions.alias(), versions.alias()
        newest = sa.select(sa.func.max(other.c.id)).where(other.c[owner] == one.c[owner], other.c.at <= self._until)
        return (
            sa.select(row.c[key_column(named.to)])
            .join_from(row, one, row.c.id == one.c[owner])
            .where(one.c.id == id_, one.c.id == newest.correlate(one).scalar_subquery())
            .scalar_subquery()
        )

    def _id_of(self, kind: type[Editable], key: Value) -> Value:
        row = self._raw(table_of(kind)).alias()
        return sa.select(row.c.id).where(row.c[key_column(kind)] == key).scalar_subquery()

    def _raw(self, table: sa.Table) -> sa.TableClause:
        """The table itself: on SQLite it goes by its schema where an expression has taken its name."""
        columns = (sa.column(column.name, column.type) for column in table.c)
        return sa.table(table.name, *columns, schema=self._schema)


def _labelled(columns: Columns) -> Iterator[sa.Label[Any]]:
    return (column.label(name) for name, column in columns.items())


def _replacing(old: Any, new: Any) -> Callable[..., Any]:
    return lambda part, **_: new if part is old else None
