"""The source that a workspace was read from; of those there are it is known where one alone has read any."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("workspace", sa.Column("source", sa.String(length=80), nullable=False, server_default=""))
    op.execute(
        "UPDATE workspace SET source = (SELECT coalesce(CASE WHEN count(DISTINCT source) = 1 THEN max(source) END, '')"
        " FROM pull WHERE CAST(counts AS TEXT) LIKE '%\"workspaces\"%') WHERE request_url <> ''"
    )
