"""Later records: measures that an authority takes from publications of its own choice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "own_measures",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("quadrant", sa.String(length=40), nullable=False),
        sa.Column("better", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.String(length=200), nullable=False),
        sa.Column("denominator", sa.String(length=200), nullable=True),
        sa.Column("per", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_measures")),
        sa.UniqueConstraint("name", name=op.f("uq_own_measures_name")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("own_measures")
