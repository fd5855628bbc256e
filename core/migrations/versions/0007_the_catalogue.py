"""The forms that forgive a wrong letter in words by which data products are found."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "wordform",
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("form", "word", name="pk_wordform"),
    )
