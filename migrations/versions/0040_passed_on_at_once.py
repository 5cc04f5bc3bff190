"""Safeguarding requests go to social care at once: when, and how somebody there took it on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

NAME = "ix_contacts_unacknowledged"


def upgrade() -> None:
    """What was passed on by a decision was passed on then."""
    op.add_column("contacts", sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contacts", sa.Column("acknowledged_how", sa.String(length=40), nullable=True))
    op.execute("UPDATE contacts SET passed_at = decided_at WHERE outcome = 'step_up'")
    op.execute("UPDATE contacts SET passed_at = received_at WHERE urgency = 'safeguarding' AND state = 'waiting'")
    op.drop_index(NAME, "contacts")
    here = sa.text("passed_at IS NOT NULL AND acknowledged_at IS NULL")
    op.create_index(NAME, "contacts", ["passed_at", "id"], sqlite_where=here, postgresql_where=here)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(NAME, "contacts")
    here = sa.text("outcome = 'step_up' AND acknowledged_at IS NULL")
    op.create_index(NAME, "contacts", ["decided_at", "id"], sqlite_where=here, postgresql_where=here)
    op.drop_column("contacts", "acknowledged_how")
    op.drop_column("contacts", "passed_at")
