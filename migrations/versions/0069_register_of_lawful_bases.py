"""What allows what is done with personal data, as the authority says it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it. Until somebody sets a row, what the service proposes is shown as not confirmed."""
    op.create_table(
        "processing_settings",
        sa.Column("id", ID, nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("schedule_1", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_processing_settings_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_settings")),
    )
    op.create_index("ix_processing_settings_activity_id", "processing_settings", ["activity", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("processing_settings")
