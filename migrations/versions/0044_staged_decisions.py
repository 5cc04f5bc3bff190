"""Decisions of the front door in stages: screened, decided, signed off by a manager."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHO = ("screened_by_id", "proposed_by_id", "signed_off_by_id")


def upgrade() -> None:
    """What was decided before had no stages."""
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        for name in ("screened_at", "proposed_at", "signed_off_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in WHO:
            batch_op.add_column(sa.Column(name, ID, nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_contacts_{name}_practitioners"), "practitioners", [name], ["id"])
        batch_op.add_column(sa.Column("screening", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("proposal", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        for name in WHO:
            batch_op.drop_constraint(op.f(f"fk_contacts_{name}_practitioners"), type_="foreignkey")
        for name in (*WHO, "screening", "proposal", "screened_at", "proposed_at", "signed_off_at"):
            batch_op.drop_column(name)
