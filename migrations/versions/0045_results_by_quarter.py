"""What the local measures counted is kept by quarter too, so that a day's work counts two quarters again and not two
years; check-ins and steps are found by their day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was kept is counted again when it is next asked for."""
    op.drop_table("local_results")
    _table(
        sa.Column("quarter", sa.SmallInteger(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=True),
        key=("year", "quarter", "measure"),
    )
    op.create_index("ix_check_ins_due_on", "check_ins", ["due_on"])
    op.create_index("ix_steps_decided_at", "steps", ["decided_at"])


def downgrade() -> None:
    """By year alone, as it was."""
    op.drop_index("ix_steps_decided_at", table_name="steps")
    op.drop_index("ix_check_ins_due_on", table_name="check_ins")
    op.drop_table("local_results")
    _table(sa.Column("doubled_median", sa.BigInteger(), nullable=True), key=("year", "measure"))


def _table(*more: sa.Column, key: tuple[str, ...]) -> None:
    op.create_table(
        "local_results",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        *more,
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_local_results")),
    )
