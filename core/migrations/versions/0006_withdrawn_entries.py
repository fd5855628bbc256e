"""Entries of the logbook that were taken back stay on record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("logentry", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
