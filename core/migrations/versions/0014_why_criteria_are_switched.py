"""Why a criterion was switched, and that it counts from its first fact on again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("criterionswitch") as table:
        table.alter_column("on", existing_type=sa.Boolean(), nullable=True)
        table.add_column(sa.Column("reason", sa.String(length=4000), nullable=False, server_default=""))
