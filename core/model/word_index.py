"""The words by which data products are found. They follow from the products and their newest contracts."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import SHORT

PLACES = ("name", "columns", "description")
"""Where a word of a product may stand."""

PRODUCT_WORDS = sa.table("productwords", sa.column("rowid", sa.Integer), sa.column("words", sa.Text))
"""The words in a place of a product; ``rowid`` is ``product * len(PLACES) + place``. A table of FTS5 on SQLite and of
tsvector on PostgreSQL, so no class describes both."""


class WordForm(SQLModel, table=True):
    """A word that stands in the index, by the forms it shares with words a letter apart (see core.rules.spelling)."""

    form: str = Field(max_length=SHORT, primary_key=True)
    word: str = Field(max_length=SHORT, primary_key=True)
