"""Returned requests come back with an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.add_column("contacts", sa.Column("missing", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("answer", sa.Text(), nullable=True))
    here = sa.text("outcome = 'returned'")
    op.create_index("ix_contacts_returned", "contacts", ["decided_at", "id"], sqlite_where=here, postgresql_where=here)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_contacts_returned", "contacts")
    op.drop_column("contacts", "answer")
    op.drop_column("contacts", "missing")
