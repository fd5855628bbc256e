"""The review: what key results are read from, decisions, notes, grades and closed quarters, comments, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)
REFERENCES = {
    ("objective", "carried_from_id"): "objective",
    ("keyresult", "carried_from_id"): "keyresult",
    ("checkin", "acknowledged_by_id"): "person",
}


def upgrade() -> None:
    for (table, column), other in REFERENCES.items():
        # Written out, because both databases take a reference with a new column, and Alembic would not on SQLite.
        reference = f"CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {reference}")
    op.create_index("ix_objective_carried_from_id", "objective", ["carried_from_id"])
    op.create_index("ix_keyresult_carried_from_id", "keyresult", ["carried_from_id"])
    op.add_column("checkin", sa.Column("acknowledged_at", TIME))
    op.add_column("person", sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()))

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_comment_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_subject_at", "comment", ["subject", "at"])

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_mention_comment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mention_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.UniqueConstraint("comment_id", "person_id", name="uq_mention_comment_id_person_id"),
    )
    op.create_index("ix_mention_person_id", "mention", ["person_id"])

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminder_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("person_id", "kind", "subject", "due", name="uq_reminder_person_id_kind_subject_due"),
    )

    op.create_table(
        "binding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(30), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("metric_id", sa.Integer(), nullable=True),
        sa.Column("aggregate", sa.String(30), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(source = 'metric') = (metric_id IS NOT NULL)", name="ck_binding_metric"),
        sa.CheckConstraint("(source = 'products_live') = (level IS NOT NULL)", name="ck_binding_level"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_binding_by_id"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_binding_domain_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_binding_ended_by_id"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_binding_key_result_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name="fk_binding_metric_id"),
        sa.PrimaryKeyConstraint("id", name="pk_binding"),
    )
    op.create_index("ix_binding_key_result_id", "binding", ["key_result_id"])
    op.create_index(
        "uq_binding_open",
        "binding",
        ["key_result_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_review_by_id"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_review_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index(
        "uq_review_quarter_domain_on", "review", ["quarter", sa.text("coalesce(domain_id, 0)"), "on"], unique=True
    )

    op.create_table(
        "reviewnote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_reviewnote_by_id"),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name="fk_reviewnote_objective_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviewnote"),
        sa.UniqueConstraint("objective_id", "on", name="uq_reviewnote_objective_id_on"),
    )

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("objective_id", sa.Integer(), nullable=True),
        sa.Column("key_result_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_decision_by_id"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="fk_decision_domain_id"),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name="fk_decision_done_by_id"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_decision_key_result_id"),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name="fk_decision_objective_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_decision_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("key", name="uq_decision_key"),
    )
    op.create_index("ix_decision_domain_id", "decision", ["domain_id"])
    op.create_index("ix_decision_key_result_id", "decision", ["key_result_id"])
    op.create_index("ix_decision_objective_id", "decision", ["objective_id"])
    op.create_index("ix_decision_owner_id", "decision", ["owner_id"])
    op.create_index("ix_decision_quarter", "decision", ["quarter"])

    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("cause", sa.String(length=4000), nullable=False),
        sa.Column("choice", sa.String(30), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1 AND proposed BETWEEN 0 AND 1", name="ck_grade_score"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_grade_by_id"),
        sa.ForeignKeyConstraint(["key_result_id"], ["keyresult.id"], name="fk_grade_key_result_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grade"),
        sa.UniqueConstraint("key_result_id", name="uq_grade_key_result_id"),
    )

    op.create_table(
        "quarterclose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("reopened_at", TIME, nullable=True),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_quarterclose_by_id"),
        sa.ForeignKeyConstraint(["reopened_by_id"], ["person.id"], name="fk_quarterclose_reopened_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quarterclose"),
        sa.UniqueConstraint("quarter", "version", name="uq_quarterclose_quarter_version"),
    )
    op.create_index(
        "uq_quarterclose_open",
        "quarterclose",
        ["quarter"],
        unique=True,
        sqlite_where=sa.text("reopened_at IS NULL"),
        postgresql_where=sa.text("reopened_at IS NULL"),
    )
