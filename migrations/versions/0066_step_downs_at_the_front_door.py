"""A step-down waits in the front door's queue: who has it in hand there, and what the front door passes on with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY, IN_HAND = "fk_steps_held_by_id_practitioners", "ck_steps_in_hand_since"


def upgrade() -> None:
    """Make room for it. Nobody has one in hand yet."""
    with op.batch_alter_table("steps") as table:
        table.add_column(sa.Column("held_by_id", ID, nullable=True))
        table.add_column(sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("front_door_says", sa.Text(), nullable=True))
        table.create_foreign_key(op.f(KEY), "practitioners", ["held_by_id"], ["id"])
        table.create_check_constraint(op.f(IN_HAND), "(held_by_id IS NULL) = (held_since IS NULL)")


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("steps") as table:
        table.drop_constraint(op.f(IN_HAND), type_="check")
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        for name in ("front_door_says", "passed_at", "held_since", "held_by_id"):
            table.drop_column(name)
