"""Agencies have a page of their own, can be corrected, and can end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from familyhelp.practice.references import new_code

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each a reference. All work with the authority as before."""
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
    agencies = sa.table("agencies", sa.column("id"), sa.column("code"), sa.column("version"))
    connection = op.get_bind()
    for number in connection.execute(sa.select(agencies.c.id).order_by(agencies.c.id)).scalars().all():
        values = {"code": new_code(), "version": 1}
        connection.execute(sa.update(agencies).where(agencies.c.id == number).values(**values))
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(length=8), nullable=False)
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_agencies_code"), ["code"])


def downgrade() -> None:
    """Take it away. What stands in the chronology stays."""
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_agencies_code"), type_="unique")
        batch_op.drop_column("version")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("code")
