"""What left the service, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "exports",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["practitioners.id"], name=op.f("fk_exports_taken_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("code", name=op.f("uq_exports_code")),
    )
    op.create_index(op.f("ix_exports_taken_by_id"), "exports", ["taken_by_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("exports")
