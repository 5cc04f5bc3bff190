"""The clocks as an authority sets them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "clock_settings",
        sa.Column("id", ID, nullable=False),
        sa.Column("due", sa.String(length=40), nullable=False),
        sa.Column("length", sa.SmallInteger(), nullable=False),
        sa.Column("late", sa.SmallInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length >= 0 AND late >= length", name=op.f("ck_clock_settings_late_after_due")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_clock_settings_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_settings")),
    )
    op.create_index("ix_clock_settings_due_id", "clock_settings", ["due", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("clock_settings")
