"""The week of the data team: intake, evidence, drafts, gate settings, playbook, contracts, deployments, support."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("confirmation", sa.Column("vouched_for", sa.String(length=64), nullable=False, server_default=""))

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_submission_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_submission_decided_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_submission_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_index("ix_submission_initiative_id", "submission", ["initiative_id"])
    op.create_index(
        "uq_submission_open",
        "submission",
        ["initiative_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("check_key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.CheckConstraint("(url = '') = (content IS NOT NULL)", name="ck_evidence_link_or_file"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_evidence_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_evidence_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_initiative_id", "evidence", ["initiative_id"])

    op.create_table(
        "logdraft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_logdraft_person_id"),
        sa.PrimaryKeyConstraint("person_id", "week", name="pk_logdraft"),
    )

    op.create_table(
        "retrospective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("went_well", sa.String(length=4000), nullable=False),
        sa.Column("went_badly", sa.String(length=4000), nullable=False),
        sa.Column("next_time", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_retrospective_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_retrospective_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_retrospective"),
        sa.UniqueConstraint("initiative_id", name="uq_retrospective_initiative_id"),
    )

    op.create_table(
        "gatesetting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_key", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("demand", sa.String(30), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IS NULL OR level BETWEEN 1 AND 3", name="ck_gatesetting_level"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_gatesetting_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gatesetting"),
        sa.UniqueConstraint("check_key", "since", name="uq_gatesetting_check_key_since"),
    )

    op.create_table(
        "playbookentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("phase", sa.String(30), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_playbookentry"),
    )
    op.create_index("ix_playbookentry_phase", "playbookentry", ["phase"])

    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("standard", sa.String(length=80), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("described", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(30), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_contract_by_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_contract_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contract"),
        sa.UniqueConstraint("product_id", "version", name="uq_contract_product_id_version"),
    )
    op.create_index("ix_contract_product_id", "contract", ["product_id"])

    op.create_table(
        "contractcolumn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(length=300), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name="fk_contractcolumn_contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contractcolumn"),
    )
    op.create_index("ix_contractcolumn_contract_id", "contractcolumn", ["contract_id"])

    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("by_pipeline", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_deployment_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deployment"),
        sa.UniqueConstraint("product_id", "target", "at", name="uq_deployment_product_id_target_at"),
    )
    op.create_index("ix_deployment_product_id", "deployment", ["product_id"])

    op.create_table(
        "supportrequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="ck_supportrequest_days"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_supportrequest_initiative_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_supportrequest_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supportrequest"),
        sa.UniqueConstraint("key", name="uq_supportrequest_key"),
    )
    op.create_index("ix_supportrequest_initiative_id", "supportrequest", ["initiative_id"])
    op.create_index("ix_supportrequest_product_id", "supportrequest", ["product_id"])
