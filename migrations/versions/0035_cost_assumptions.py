"""What is assumed of avoided cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "cost_assumptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("share_low", sa.SmallInteger(), nullable=False),
        sa.Column("share_high", sa.SmallInteger(), nullable=False),
        sa.Column("cost_low", sa.Integer(), nullable=False),
        sa.Column("cost_high", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "share_low >= 0 AND share_high <= 100 AND share_low <= share_high",
            name=op.f("ck_cost_assumptions_a_range_of_shares"),
        ),
        sa.CheckConstraint(
            "cost_low >= 0 AND cost_low <= cost_high", name=op.f("ck_cost_assumptions_a_range_of_costs")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_cost_assumptions_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_assumptions")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("cost_assumptions")
