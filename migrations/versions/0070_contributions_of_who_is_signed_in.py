"""Whoever may write on a case says for its meeting what they bring, signed in: nobody asked, and no link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A worker of the authority has no agency."""
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.alter_column("agency_id", existing_type=ID, nullable=True)


def downgrade() -> None:
    """What nobody asked for goes: before, nobody could say it."""
    op.execute("DELETE FROM contributions WHERE verified = 'account'")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.alter_column("agency_id", existing_type=ID, nullable=False)
