"""Accounts that nobody uses: when their owner was warned, and when they were restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was warned yet. An account that was restored before this counts from its last sign-in."""
    op.add_column("practitioners", sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("practitioners", sa.Column("warned_unused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("practitioners", "warned_unused_at")
    op.drop_column("practitioners", "restored_at")
