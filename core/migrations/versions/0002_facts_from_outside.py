"""Facts from outside: pulls and their lease, the catalogue, dated targets, annotations, tokens and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "pull",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=4000), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pull"),
    )
    op.create_index("ix_pull_source_started_at", "pull", ["source", "started_at"])

    op.create_table(
        "apitoken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(30), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_apitoken_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_apitoken"),
        sa.UniqueConstraint("digest", name="uq_apitoken_digest"),
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("process_changed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_annotation_by_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name="fk_annotation_metric_id"),
        sa.PrimaryKeyConstraint("id", name="pk_annotation"),
    )
    op.create_index("ix_annotation_metric_id", "annotation", ["metric_id"])

    op.create_table(
        "catalogtable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=False),
        sa.Column("cost_centre", sa.String(length=80), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("described", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=True),
        sa.Column("updated_at", TIME, nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("gone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_catalogtable_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catalogtable"),
        sa.UniqueConstraint("full_name", name="uq_catalogtable_full_name"),
    )
    op.create_index("ix_catalogtable_domain_id", "catalogtable", ["domain_id"])
    op.create_index("ix_catalogtable_source", "catalogtable", ["source"])

    op.create_table(
        "metrictarget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_metrictarget_by_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name="fk_metrictarget_metric_id"),
        sa.PrimaryKeyConstraint("id", name="pk_metrictarget"),
        sa.UniqueConstraint("metric_id", "since", name="uq_metrictarget_metric_id_since"),
    )
    op.add_column("workspace", sa.Column("state", sa.String(30), nullable=False, server_default="open"))
    op.add_column("workspace", sa.Column("merged_at", TIME))
    op.add_column("workspace", sa.Column("automation_started_at", TIME))
    op.add_column("workspace", sa.Column("touched_by", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("workspace", sa.Column("attempts", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("workspace", sa.Column("tags", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE workspace SET state = 'ready' WHERE ready_at IS NOT NULL")
