"""Who ended an exemption or turned it down, and why, as the ledger tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TOLD = (
    "SELECT {column} FROM event JOIN domain ON domain.key = event.subject WHERE event.kind = 'exemption.ended'"
    " AND event.at = exemption.ended_at AND domain.id = exemption.domain_id"
    " AND CAST(event.changes AS TEXT) LIKE '%[\"' || exemption.criterion || '\"%'"
)


def upgrade() -> None:
    with op.batch_alter_table("exemption") as table:
        table.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("ended_because", sa.String(length=4000), nullable=False, server_default=""))
        table.create_foreign_key("fk_exemption_ended_by_id", "person", ["ended_by_id"], ["id"])
    op.execute(
        f"UPDATE exemption SET ended_by_id = ({TOLD.format(column='max(event.by_id)')}),"
        f" ended_because = coalesce(({TOLD.format(column='max(event.reason)')}), '') WHERE ended_at IS NOT NULL"
    )
