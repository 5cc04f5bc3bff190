"""What two auditors of one case agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "audit_moderations",
        sa.Column("id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("overall", sa.String(length=40), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("agreed_by_id", ID, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("overall <> 'not_applicable'", name=op.f("ck_audit_moderations_a_grade_overall")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_moderations_audit_id")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["practitioners.id"], name=op.f("fk_audit_moderations_agreed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_moderations")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_moderations_audit_id")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("audit_moderations")
