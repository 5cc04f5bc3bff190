"""The day on which something is shared for the last time is due in its case; who was told that it is over is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What ended before is told of by nobody; the morning’s command takes up what ends later."""
    op.add_column("cases", sa.Column("sharing_ends_on", sa.Date(), nullable=True))
    op.add_column("sharings", sa.Column("end_told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sharings SET end_told_at = CURRENT_TIMESTAMP WHERE ends_on < CURRENT_DATE")


def downgrade() -> None:
    """Take them away again. What is due next is the review or the plan, as it was before."""
    op.execute(
        "UPDATE cases SET next_due = CASE WHEN stage = 'active' THEN 'review' WHEN stage = 'planning' THEN 'plan'"
        " WHEN stage = 'statutory' THEN 'statutory_plan' WHEN stage = 'allocating' THEN 'allocate'"
        " ELSE 'assessment' END WHERE next_due = 'sharing_ends'"
    )
    op.drop_column("sharings", "end_told_at")
    op.drop_column("cases", "sharing_ends_on")
