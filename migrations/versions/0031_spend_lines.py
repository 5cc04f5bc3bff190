"""What counts as early-help spend here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "spend_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_spend_lines_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend_lines")),
    )
    op.create_index("ix_spend_lines_line_id", "spend_lines", ["line", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("spend_lines")
