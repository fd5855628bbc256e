"""An initiative says in a figure what it is worth a year."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MONEY = sa.Numeric(18, 2).with_variant(sa.String(24), "sqlite")


def upgrade() -> None:
    op.add_column("initiative", sa.Column("yearly_value", MONEY))
