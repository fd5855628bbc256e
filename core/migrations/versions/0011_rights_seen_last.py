"""When a right on the platform was seen last."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("platformgrant", sa.Column("last_seen_at", TIME))
    op.execute("UPDATE platformgrant SET last_seen_at = coalesce(gone_at, seen_at)")
    with op.batch_alter_table("platformgrant") as table:
        table.alter_column("last_seen_at", existing_type=TIME, nullable=False)
