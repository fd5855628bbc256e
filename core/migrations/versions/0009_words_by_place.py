"""One row of the index of words for each place of a product; the app fills it when it starts."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("DROP TABLE IF EXISTS productwords")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE productwords USING fts5"
            "(words, tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '2')"
        )
    else:
        _create_tsvectors()


def _create_tsvectors() -> None:
    """The planner does not know what it costs to read words, and would look through all rows for a common one: a
    function keeps it from that. What waits to be sorted into the index is looked through by every search, so it is kept
    short."""
    for place in ("name", "columns", "description", "anywhere"):
        op.execute(f"DROP FUNCTION IF EXISTS productwords_{place}(tsquery)")
    op.execute(
        "CREATE TABLE productwords (rowid integer CONSTRAINT pk_productwords PRIMARY KEY, words tsvector NOT NULL)"
    )
    op.execute(
        "CREATE INDEX ix_productwords_words ON productwords USING gin (words) WITH (gin_pending_list_limit = 256)"
    )
    op.execute(
        "CREATE FUNCTION productwords_holding(tsquery) RETURNS SETOF integer LANGUAGE sql STABLE ROWS 20000 "
        "SET enable_seqscan = off AS 'SELECT rowid FROM productwords WHERE words @@ $1'"
    )
