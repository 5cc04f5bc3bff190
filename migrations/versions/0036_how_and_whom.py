"""How a check-in was made, and whom the sender of a step proposes as lead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was recorded before, nobody knows."""
    op.add_column("check_ins", sa.Column("how", sa.String(length=40), nullable=True))
    op.add_column("steps", sa.Column("proposed_lead", sa.String(length=200), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("steps", "proposed_lead")
    op.drop_column("check_ins", "how")
