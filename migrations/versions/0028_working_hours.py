"""The hours in which an authority works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "working_hours",
        sa.Column("id", ID, nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "0 <= opens AND opens < closes AND closes <= 1440", name=op.f("ck_working_hours_within_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_working_hours_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("working_hours")
