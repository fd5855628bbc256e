"""The first tables: people, domains, initiatives, products, platform, OKRs and the records of Uptake itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(18, 2).with_variant(sa.String(24), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "columnmapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("headers", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_columnmapping_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_columnmapping"),
        sa.UniqueConstraint("kind", "headers", name="uq_columnmapping_kind_headers"),
    )
    op.create_table(
        "domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=4000), nullable=False),
        sa.Column("business_owner_id", sa.Integer(), nullable=True),
        sa.Column("cost_centre", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["business_owner_id"], ["person.id"], name="fk_domain_business_owner_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["domain.id"], name="fk_domain_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_domain"),
        sa.UniqueConstraint("key", name="uq_domain_key"),
    )
    op.create_index("ix_domain_business_owner_id", "domain", ["business_owner_id"])
    op.create_index("ix_domain_parent_id", "domain", ["parent_id"])

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_event_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_at", "event", ["at"])
    op.create_index("ix_event_by_id", "event", ["by_id"])
    op.create_index("ix_event_kind", "event", ["kind"])
    op.create_index("ix_event_subject_at", "event", ["subject", "at"])

    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("good", sa.String(30), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("refresh_days", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_metric_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_metric"),
        sa.UniqueConstraint("key", name="uq_metric_key"),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_policy_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.UniqueConstraint("key", "since", name="uq_policy_key_since"),
    )
    op.create_table(
        "dataproduct",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(length=80), nullable=False),
        sa.Column("cost_centre", sa.String(length=80), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(status = 'live') <= (live_on IS NOT NULL)", name="ck_dataproduct_live_since"),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name="ck_dataproduct_level"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_dataproduct_domain_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_dataproduct_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dataproduct"),
        sa.UniqueConstraint("key", name="uq_dataproduct_key"),
    )
    op.create_index("ix_dataproduct_domain_id", "dataproduct", ["domain_id"])
    op.create_index("ix_dataproduct_owner_id", "dataproduct", ["owner_id"])

    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("external_key", sa.String(length=80), nullable=True),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(30), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=False),
        sa.Column("business_value", sa.String(length=4000), nullable=False),
        sa.Column("budget", MONEY, nullable=True),
        sa.Column("budget_currency", sa.String(length=3), nullable=False),
        sa.Column("local_competence", sa.String(length=4000), nullable=False),
        sa.Column("local_resources", sa.String(length=4000), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("product_team", sa.String(length=80), nullable=False),
        sa.Column("health", sa.String(30), nullable=True),
        sa.Column("health_note", sa.String(length=4000), nullable=False),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.CheckConstraint("budget_currency = '' OR length(budget_currency) = 3", name="ck_initiative_currency"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_initiative_domain_id"),
        sa.ForeignKeyConstraint(["sponsor_id"], ["person.id"], name="fk_initiative_sponsor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_initiative"),
        sa.UniqueConstraint("external_key", name="uq_initiative_external_key"),
        sa.UniqueConstraint("key", name="uq_initiative_key"),
    )
    op.create_index("ix_initiative_domain_id", "initiative", ["domain_id"])
    op.create_index("ix_initiative_phase", "initiative", ["phase"])
    op.create_index("ix_initiative_sponsor_id", "initiative", ["sponsor_id"])

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_membership_domain_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_domain_id", "membership", ["domain_id"])
    op.create_index("ix_membership_person_id", "membership", ["person_id"])

    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.CheckConstraint("weight >= 0", name="ck_objective_weight"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_objective_domain_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_objective_owner_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["objective.id"], name="fk_objective_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_objective"),
        sa.UniqueConstraint("key", name="uq_objective_key"),
    )
    op.create_index("ix_objective_domain_id", "objective", ["domain_id"])
    op.create_index("ix_objective_owner_id", "objective", ["owner_id"])
    op.create_index("ix_objective_parent_id", "objective", ["parent_id"])
    op.create_index("ix_objective_quarter", "objective", ["quarter"])

    op.create_table(
        "sourcesystem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("vendor", sa.String(length=80), nullable=False),
        sa.Column("off_the_shelf", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_sourcesystem_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sourcesystem"),
    )
    op.create_index("ix_sourcesystem_domain_id", "sourcesystem", ["domain_id"])

    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("requested_by", sa.String(length=80), nullable=False),
        sa.Column("request_url", sa.String(length=300), nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("ready_at", TIME, nullable=True),
        sa.Column("first_used_at", TIME, nullable=True),
        sa.Column("touchless", sa.Boolean(), nullable=True),
        sa.CheckConstraint("first_used_at IS NULL OR first_used_at >= ready_at", name="ck_workspace_used"),
        sa.CheckConstraint("ready_at IS NULL OR ready_at >= requested_at", name="ck_workspace_ready"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_workspace_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
        sa.UniqueConstraint("name", name="uq_workspace_name"),
    )
    op.create_index("ix_workspace_domain_id", "workspace", ["domain_id"])

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("check_key", sa.String(length=80), nullable=False),
        sa.Column("evidence", sa.String(length=4000), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_confirmation_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_confirmation_initiative_id"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name="fk_confirmation_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
    )
    op.create_index("ix_confirmation_initiative_id", "confirmation", ["initiative_id"])
    op.create_index(
        "uq_confirmation_open",
        "confirmation",
        ["initiative_id", "check_key"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )

    op.create_table(
        "excelreport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("hours_per_run", sa.Float(), nullable=False),
        sa.Column("runs_per_month", sa.Float(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("migrated_on", sa.Date(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'migrated') <= (migrated_on IS NOT NULL AND product_id IS NOT NULL)",
            name="ck_excelreport_migrated",
        ),
        sa.CheckConstraint("(state = 'retired') <= (retired_on IS NOT NULL)", name="ck_excelreport_retired"),
        sa.CheckConstraint("hours_per_run >= 0 AND runs_per_month >= 0", name="ck_excelreport_cost"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_excelreport_domain_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_excelreport_owner_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_excelreport_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_excelreport"),
        sa.UniqueConstraint("key", name="uq_excelreport_key"),
    )
    op.create_index("ix_excelreport_domain_id", "excelreport", ["domain_id"])
    op.create_index("ix_excelreport_owner_id", "excelreport", ["owner_id"])
    op.create_index("ix_excelreport_product_id", "excelreport", ["product_id"])

    op.create_table(
        "halt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_halt_by_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_halt_ended_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_halt_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_halt"),
    )
    op.create_index("ix_halt_initiative_id", "halt", ["initiative_id"])
    op.create_index(
        "uq_halt_open",
        "halt",
        ["initiative_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "initiativeproduct",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_initiativeproduct_initiative_id"),
        sa.ForeignKeyConstraint(["product_id"], ["dataproduct.id"], name="fk_initiativeproduct_product_id"),
        sa.PrimaryKeyConstraint("initiative_id", "product_id", name="pk_initiativeproduct"),
    )
    op.create_index("ix_initiativeproduct_product_id", "initiativeproduct", ["product_id"])

    op.create_table(
        "keyresult",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("commitment", sa.String(30), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("cadence_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'maintain' OR low IS NOT NULL OR high IS NOT NULL", name="ck_keyresult_band"),
        sa.CheckConstraint(
            "kind <> 'movement' OR (baseline IS NOT NULL AND target IS NOT NULL)", name="ck_keyresult_movement"
        ),
        sa.CheckConstraint("baseline IS NULL OR target IS NULL OR baseline <> target", name="ck_keyresult_distance"),
        sa.CheckConstraint(
            "due > start_on AND weight >= 0 AND cadence_days > 0 AND grace_days >= 0", name="ck_keyresult_schedule"
        ),
        sa.CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name="ck_keyresult_bounds"),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name="fk_keyresult_objective_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_keyresult_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keyresult"),
        sa.UniqueConstraint("key", name="uq_keyresult_key"),
    )
    op.create_index("ix_keyresult_objective_id", "keyresult", ["objective_id"])
    op.create_index("ix_keyresult_owner_id", "keyresult", ["owner_id"])

    op.create_table(
        "loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 1", name="ck_loan_share"),
        sa.CheckConstraint("until_on >= from_on", name="ck_loan_days"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_loan_initiative_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_loan_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_loan"),
    )
    op.create_index("ix_loan_initiative_id", "loan", ["initiative_id"])
    op.create_index("ix_loan_person_id", "loan", ["person_id"])

    op.create_table(
        "logentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("phase", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("blocked_by", sa.String(length=300), nullable=False),
        sa.Column("hours_data_team", sa.Float(), nullable=False),
        sa.Column("hours_product_team", sa.Float(), nullable=False),
        sa.Column("sprint", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("hours_data_team >= 0 AND hours_product_team >= 0", name="ck_logentry_hours"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_logentry_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_logentry_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logentry"),
    )
    op.create_index("ix_logentry_initiative_id", "logentry", ["initiative_id"])
    op.create_index("ix_logentry_on", "logentry", ["on"])

    op.create_table(
        "phasemove",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_phasemove_by_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_phasemove_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phasemove"),
    )
    op.create_index("ix_phasemove_initiative_id", "phasemove", ["initiative_id"])

    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_reading_domain_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name="fk_reading_metric_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_reading_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
    )
    op.create_table(
        "checkin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("changed", sa.String(length=4000), nullable=False),
        sa.Column("next_step", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("confidence BETWEEN 0 AND 10", name="ck_checkin_confidence"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_checkin_by_id"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_checkin_key_result_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checkin"),
        sa.UniqueConstraint("key_result_id", "on", name="uq_checkin_key_result_id_on"),
    )
    op.create_table(
        "initiativekeyresult",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_initiativekeyresult_initiative_id"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_initiativekeyresult_key_result_id"),
        sa.PrimaryKeyConstraint("initiative_id", "key_result_id", name="pk_initiativekeyresult"),
    )
    op.create_index("ix_initiativekeyresult_key_result_id", "initiativekeyresult", ["key_result_id"])

    op.create_table(
        "planpoint",
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_planpoint_key_result_id"),
        sa.PrimaryKeyConstraint("key_result_id", "on", name="pk_planpoint"),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("weight > 0", name="ck_step_weight"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_step_key_result_id"),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_key_result_id", "step", ["key_result_id"])
    op.create_index(
        "uq_membership_person_role_domain",
        "membership",
        ["person_id", "role", sa.text("coalesce(domain_id, 0)")],
        unique=True,
    )
    op.create_index(
        "uq_reading_metric_place_at",
        "reading",
        ["metric_id", sa.text("coalesce(domain_id, 0)"), sa.text("coalesce(workspace_id, 0)"), "at"],
        unique=True,
    )
