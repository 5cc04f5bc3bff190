"""Steps say when they arrived, in hours; social care answers one by a link; a first word with the family is owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOR_ITS_STEP = "(purpose = 'step') = (step_id IS NOT NULL) AND (step_id IS NULL) = (liaison_id IS NULL)"


def upgrade() -> None:
    """Steps that were asked for before have no moment by which they arrive: nobody was told of one."""
    with op.batch_alter_table("steps", schema=None) as batch_op:
        for name in ("answer_by", "receive_by", "received_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("received_by_id", ID, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_steps_received_by_id_practitioners"), "practitioners", ["received_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_steps_received_by_somebody"), "(received_at IS NULL) = (received_by_id IS NULL)"
        )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step_id", ID, nullable=True))
        batch_op.add_column(sa.Column("liaison_id", ID, nullable=True))
        batch_op.create_foreign_key(op.f("fk_links_step_id_steps"), "steps", ["step_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_links_liaison_id_practitioners"), "practitioners", ["liaison_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_links_for_its_step"), FOR_ITS_STEP)
        batch_op.create_index(op.f("ix_links_step_id"), ["step_id"])
    op.add_column("cases", sa.Column("contact_owed_since", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away again, with the links to steps. Who owes a first word has no clock in the tables before."""
    op.execute(
        "UPDATE cases SET next_due = CASE WHEN stage = 'statutory' THEN 'statutory_plan' ELSE 'review' END"
        " WHERE next_due = 'first_contact'"
    )
    op.execute("DELETE FROM links WHERE purpose = 'step'")
    op.drop_column("cases", "contact_owed_since")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_links_step_id"))
        batch_op.drop_constraint(op.f("ck_links_for_its_step"), type_="check")
        batch_op.drop_constraint(op.f("fk_links_step_id_steps"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_links_liaison_id_practitioners"), type_="foreignkey")
        batch_op.drop_column("liaison_id")
        batch_op.drop_column("step_id")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_steps_received_by_somebody"), type_="check")
        batch_op.drop_constraint(op.f("fk_steps_received_by_id_practitioners"), type_="foreignkey")
        for name in ("received_by_id", "received_at", "receive_by", "answer_by"):
            batch_op.drop_column(name)
