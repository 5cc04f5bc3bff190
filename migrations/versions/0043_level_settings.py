"""Levels of need as an authority calls, colours and describes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "level_settings",
        sa.Column("id", ID, nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("colour", sa.String(length=40), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_level_settings_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_settings")),
    )
    op.create_index("ix_level_settings_level_id", "level_settings", ["level", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("level_settings")
