"""Which measures each quadrant of the scorecard shows, and in which order, in versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "measure_choices",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_measure_choices_from_the_first")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_measure_choices_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_choices")),
        sa.UniqueConstraint("number", name=op.f("uq_measure_choices_number")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("measure_choices")
