"""Since when a family is to be asked again whether it agrees, because its lead changed, is a day of the case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leads who changed before owe it by no day: a clock moves no day that is set."""
    op.add_column("cases", sa.Column("agreement_owed_since", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away again. What is due next is the review or the plan, as it was before."""
    op.execute(
        "UPDATE cases SET next_due = CASE WHEN stage = 'active' THEN 'review' WHEN stage = 'planning' THEN 'plan'"
        " ELSE 'assessment' END WHERE next_due = 'agreement_again'"
    )
    op.drop_column("cases", "agreement_owed_since")
