"""Data products as others see them: context map, access, catalogue, evidence, and the maturity of domains."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("domain", sa.Column("people_expected", sa.Integer()))
    op.add_column("dataproduct", sa.Column("semantics", sa.String(length=4000), nullable=False, server_default=""))
    op.add_column("dataproduct", sa.Column("notice", sa.String(length=4000), nullable=False, server_default=""))
    op.add_column("dataproduct", sa.Column("ends_on", sa.Date()))
    # Written out, because both databases take a reference with a new column, and Alembic would not on SQLite.
    reference = "CONSTRAINT fk_dataproduct_workspace_id REFERENCES workspace (id)"
    op.execute(f"ALTER TABLE dataproduct ADD COLUMN workspace_id INTEGER {reference}")
    op.create_index("ix_dataproduct_workspace_id", "dataproduct", ["workspace_id"])

    op.create_table(
        "contextlink",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("upstream_id", sa.Integer(), nullable=False),
        sa.Column("downstream_id", sa.Integer(), nullable=False),
        sa.Column("patterns", sa.JSON(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["downstream_id"], ["sourcesystem.id"], name="fk_contextlink_downstream_id"),
        sa.ForeignKeyConstraint(["upstream_id"], ["sourcesystem.id"], name="fk_contextlink_upstream_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contextlink"),
        sa.UniqueConstraint("upstream_id", "downstream_id", name="uq_contextlink_upstream_id_downstream_id"),
    )
    op.create_index("ix_contextlink_downstream_id", "contextlink", ["downstream_id"])

    op.create_table(
        "observedflow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upstream_id", sa.Integer(), nullable=False),
        sa.Column("downstream_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_observedflow_days"),
        sa.ForeignKeyConstraint(["downstream_id"], ["domain.id"], name="fk_observedflow_downstream_id"),
        sa.ForeignKeyConstraint(["upstream_id"], ["domain.id"], name="fk_observedflow_upstream_id"),
        sa.PrimaryKeyConstraint("id", name="pk_observedflow"),
        sa.UniqueConstraint(
            "upstream_id", "downstream_id", "source", name="uq_observedflow_upstream_id_downstream_id_source"
        ),
    )
    op.create_index("ix_observedflow_downstream_id", "observedflow", ["downstream_id"])

    op.create_table(
        "accessrequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=4000), nullable=False),
        sa.Column("principal", sa.String(length=254), nullable=False),
        sa.Column("is_technical", sa.Boolean(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("seconded_at", TIME, nullable=True),
        sa.Column("seconded_by_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_accessrequest_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_accessrequest_decided_by_id"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_accessrequest_domain_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_accessrequest_product_id"),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name="fk_accessrequest_revoked_by_id"),
        sa.ForeignKeyConstraint(["seconded_by_id"], ["person.id"], name="fk_accessrequest_seconded_by_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_accessrequest_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accessrequest"),
        sa.UniqueConstraint("key", name="uq_accessrequest_key"),
    )
    op.create_index("ix_accessrequest_by_id", "accessrequest", ["by_id"])
    op.create_index("ix_accessrequest_domain_id", "accessrequest", ["domain_id"])
    op.create_index("ix_accessrequest_product_id", "accessrequest", ["product_id"])

    op.create_table(
        "platformgrant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("principal", sa.String(length=254), nullable=False),
        sa.Column("privilege", sa.String(length=80), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("gone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_platformgrant_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_platformgrant"),
    )
    op.create_index("ix_platformgrant_product_id", "platformgrant", ["product_id"])
    op.create_index("ix_platformgrant_source", "platformgrant", ["source"])

    op.create_table(
        "maturitysnapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("computed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_maturitysnapshot_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_maturitysnapshot"),
        sa.UniqueConstraint("domain_id", "on", "criterion", name="uq_maturitysnapshot_domain_id_on_criterion"),
    )
    op.create_index("ix_maturitysnapshot_on", "maturitysnapshot", ["on"])

    op.create_table(
        "criterionswitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_criterionswitch_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_criterionswitch"),
        sa.UniqueConstraint("criterion", "since", name="uq_criterionswitch_criterion_since"),
    )

    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", TIME, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name="fk_exemption_approved_by_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_exemption_by_id"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_exemption_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exemption"),
    )
    op.create_index("ix_exemption_domain_id", "exemption", ["domain_id"])

    op.create_table(
        "contractcheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_contractcheck_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contractcheck"),
        sa.UniqueConstraint("product_id", "revision", name="uq_contractcheck_product_id_revision"),
    )
    op.create_index("ix_contractcheck_product_id", "contractcheck", ["product_id"])

    op.create_table(
        "qualityresult",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_qualityresult_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_qualityresult"),
        sa.UniqueConstraint("product_id", "on", name="uq_qualityresult_product_id_on"),
    )

    op.create_table(
        "productuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_productuse_domain_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_productuse_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_productuse"),
        sa.UniqueConstraint("product_id", "domain_id", "on", name="uq_productuse_product_id_domain_id_on"),
    )
    op.create_index("ix_productuse_domain_id", "productuse", ["domain_id"])

    op.create_table(
        "productport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(30), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_productport_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_productport"),
    )
    op.create_index("ix_productport_product_id", "productport", ["product_id"])

    op.create_table(
        "productinput",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("input_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["input_id"], ["dataproduct.id"], name="fk_productinput_input_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_productinput_product_id"),
        sa.PrimaryKeyConstraint("product_id", "input_id", name="pk_productinput"),
    )
    op.create_index("ix_productinput_input_id", "productinput", ["input_id"])

    op.create_table(
        "glossaryterm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("definition", sa.String(length=4000), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_glossaryterm_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_glossaryterm"),
        sa.UniqueConstraint("key", name="uq_glossaryterm_key"),
    )
    op.create_index("ix_glossaryterm_domain_id", "glossaryterm", ["domain_id"])

    op.create_table(
        "savedsearch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_savedsearch_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_savedsearch"),
        sa.UniqueConstraint("person_id", "name", name="uq_savedsearch_person_id_name"),
    )
