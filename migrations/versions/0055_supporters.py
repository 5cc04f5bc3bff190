"""Who of the authority supports a partner who leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it. Nobody is named yet."""
    op.add_column("leads", sa.Column("supports", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("leads", "supports")
