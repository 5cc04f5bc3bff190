"""The days on which a panel meets about a step, and what it advised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "panels",
        sa.Column("id", ID, nullable=False),
        sa.Column("step_id", ID, nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("advice", sa.String(length=40), nullable=True),
        sa.Column("present", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(advice IS NULL) = (recorded_at IS NULL) AND (advice IS NULL) = (recorded_by_id IS NULL)"
            " AND (advice IS NULL) = (because IS NULL) AND (advice IS NULL) = (present IS NULL)",
            name=op.f("ck_panels_advised_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_panels_step_id_steps")),
        sa.ForeignKeyConstraint(["set_by_id"], ["practitioners.id"], name=op.f("fk_panels_set_by_id_practitioners")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_panels_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panels")),
    )
    op.create_index("ix_panels_step_id_id", "panels", ["step_id", "id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("panels")
