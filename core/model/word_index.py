"""The words by which data products are found. They follow from the products and their newest contracts."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import SHORT

FIELDS = ("name", "columns", "description")

PRODUCT_WORDS = sa.table("productwords", sa.column("rowid", sa.Integer), *(sa.column(f, sa.Text) for f in FIELDS))
"""A product's words by where they stand; ``rowid`` is the product. On SQLite it is a table of FTS5, on PostgreSQL one
of tsvector, so no class describes both."""


class WordForm(SQLModel, table=True):
    """A word that stands in the index, by the forms it shares with words a letter apart (see core.rules.spelling)."""

    form: str = Field(max_length=SHORT, primary_key=True)
    word: str = Field(max_length=SHORT, primary_key=True)
