"""The words by which data products are found, and the forms that forgive a wrong letter."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from core.actions.word_index import index_products

BLOCK = 1000

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "wordform",
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("form", "word", name="pk_wordform"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE productwords USING fts5"
            "(name, columns, description, tokenize = 'ascii', detail = 'column', columnsize = 0)"
        )
    else:
        _create_tsvectors()
    _index_what_is_there()


def _create_tsvectors() -> None:
    """Words lie beside the rows, so that what an index points to is small. The planner does not know what it costs to
    fetch them, and would look through all rows for a common word: functions keep it from that."""
    op.execute(
        "CREATE TABLE productwords (rowid integer CONSTRAINT pk_productwords PRIMARY KEY, name tsvector NOT NULL, "
        "columns tsvector NOT NULL, description tsvector NOT NULL) WITH (toast_tuple_target = 128)"
    )
    held = {field: f"{field} @@ $1" for field in ("name", "columns", "description")}
    for field in held:
        op.execute(f"CREATE INDEX ix_productwords_{field} ON productwords USING gin ({field}) WITH (fastupdate = off)")
    for place, condition in (held | {"anywhere": " OR ".join(held.values())}).items():
        op.execute(
            f"CREATE FUNCTION productwords_{place}(tsquery) RETURNS SETOF integer LANGUAGE sql STABLE ROWS 20000 "
            f"SET enable_seqscan = off AS 'SELECT rowid FROM productwords WHERE {condition}'"
        )


def _index_what_is_there() -> None:
    ids = list(op.get_bind().execute(sa.text("SELECT id FROM dataproduct ORDER BY id")).scalars())
    with Session(op.get_bind()) as session:
        for first in range(0, len(ids), BLOCK):
            index_products(session, ids[first : first + BLOCK])
