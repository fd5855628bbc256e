"""Which data products were seen to be made from which."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "observedinput",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upstream_id", sa.Integer(), nullable=False),
        sa.Column("downstream_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_observedinput_days"),
        sa.ForeignKeyConstraint(["downstream_id"], ["dataproduct.id"], name="fk_observedinput_downstream_id"),
        sa.ForeignKeyConstraint(["upstream_id"], ["dataproduct.id"], name="fk_observedinput_upstream_id"),
        sa.PrimaryKeyConstraint("id", name="pk_observedinput"),
        sa.UniqueConstraint(
            "upstream_id", "downstream_id", "source", name="uq_observedinput_upstream_id_downstream_id_source"
        ),
    )
    op.create_index("ix_observedinput_downstream_id", "observedinput", ["downstream_id"])
