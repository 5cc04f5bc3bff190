"""Feedback from families and from workers; what somebody said may also have come on paper or in a meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.alter_column("link_id", existing_type=ID, nullable=True)
        batch_op.alter_column("plan_id", existing_type=ID, nullable=True)
        batch_op.alter_column("submission", existing_type=sa.String(length=64), nullable=True)
        batch_op.create_check_constraint(
            op.f("ck_answers_by_a_link"),
            "(link_id IS NULL) = (submission IS NULL) AND (link_id IS NULL OR plan_id IS NOT NULL)",
        )
    op.create_table(
        "feedback",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.String(length=40), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.CheckConstraint(
            "(how = 'by_link') = (recorded_by_id IS NULL)", name=op.f("ck_feedback_recorded_by_somebody")
        ),
        sa.CheckConstraint("respondent IN ('child', 'parent', 'network')", name=op.f("ck_feedback_of_the_family")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_feedback_case_id_cases")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_feedback_answer_id_answers")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feedback_person_id_people")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_feedback_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("code", name=op.f("uq_feedback_code")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_feedback_answer_id")),
    )
    op.create_index("ix_feedback_case_id_id", "feedback", ["case_id", "id"])
    op.create_index("ix_feedback_given_on", "feedback", ["given_on", "respondent"])
    op.create_index(op.f("ix_feedback_person_id"), "feedback", ["person_id"])
    op.create_index(op.f("ix_feedback_recorded_by_id"), "feedback", ["recorded_by_id"])
    op.create_table(
        "feedback_rows",
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_rows_feedback_id_feedback")),
        sa.PrimaryKeyConstraint("feedback_id", "question", name=op.f("pk_feedback_rows")),
    )
    _worker_views()


def _worker_views() -> None:
    op.create_table(
        "worker_views",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("given_by_id", ID, nullable=False),
        sa.Column("works", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("works IS NOT NULL OR text IS NOT NULL", name=op.f("ck_worker_views_says_something")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_worker_views_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["practitioners.id"], name=op.f("fk_worker_views_given_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_views")),
        sa.UniqueConstraint("code", name=op.f("uq_worker_views_code")),
    )
    op.create_index(op.f("ix_worker_views_case_id"), "worker_views", ["case_id"])
    op.create_index(op.f("ix_worker_views_given_by_id"), "worker_views", ["given_by_id"])


def downgrade() -> None:
    """Take them away again. What was said without a link has no place in the tables before: it goes, too."""
    for table in ("worker_views", "feedback_rows", "feedback"):
        op.drop_table(table)
    op.execute("DELETE FROM answers WHERE link_id IS NULL OR kind IN ('feedback', 'not_heard')")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_by_a_link"), type_="check")
        batch_op.alter_column("submission", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column("plan_id", existing_type=ID, nullable=False)
        batch_op.alter_column("link_id", existing_type=ID, nullable=False)
