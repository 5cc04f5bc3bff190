"""Actions from audits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "audit_actions",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what_was_done", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", ID, nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(reported_at IS NULL) = (what_was_done IS NULL)", name=op.f("ck_audit_actions_reported_in_words")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (closed_because IS NULL)",
            name=op.f("ck_audit_actions_closed_by_somebody"),
        ),
        sa.CheckConstraint("closed_by_id <> owner_id", name=op.f("ck_audit_actions_closed_by_somebody_else")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_actions_audit_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["practitioners.id"], name=op.f("fk_audit_actions_owner_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["practitioners.id"], name=op.f("fk_audit_actions_added_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["practitioners.id"], name=op.f("fk_audit_actions_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_actions")),
        sa.UniqueConstraint("code", name=op.f("uq_audit_actions_code")),
    )
    op.create_index(op.f("ix_audit_actions_audit_id"), "audit_actions", ["audit_id"])
    op.create_index(
        "ix_audit_actions_open", "audit_actions", ["due_on", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_audit_actions_owner_open", "audit_actions", ["owner_id", "due_on"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("audit_actions")
