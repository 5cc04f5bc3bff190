"""Closings that a manager approves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Make it."""
    op.add_column("cases", sa.Column("closing_due_on", sa.Date(), nullable=True))
    op.create_table(
        "closing_requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("family_feedback", sa.Text(), nullable=True),
        sa.Column("sustaining_plan", sa.Text(), nullable=True),
        sa.Column("who_was_told", sa.Text(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("final_scores", sa.JSON(), nullable=False),
        sa.Column("check_ins", sa.JSON(), nullable=False),
        sa.Column("check_ins_declined", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_by_id", ID, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL) AND (state = 'waiting') = (answered_by_id IS NULL)",
            name=op.f("ck_closing_requests_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR answered_because IS NOT NULL",
            name=op.f("ck_closing_requests_sent_back_with_reason"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_closing_requests_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["practitioners.id"], name=op.f("fk_closing_requests_asked_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["practitioners.id"], name=op.f("fk_closing_requests_answered_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_requests")),
    )
    op.create_index(op.f("ix_closing_requests_case_id"), "closing_requests", ["case_id"])
    op.create_index(
        "uq_closing_requests_one_waiting",
        "closing_requests",
        ["case_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("closing_requests")
    op.drop_column("cases", "closing_due_on")
