"""After a case has closed, the family says by a link how things are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = "(link_id IS NULL) = (submission IS NULL) AND (link_id IS NULL OR plan_id IS NOT NULL)"


def upgrade() -> None:
    """Such a link has a reader, too; it may rest on no plan; and a check-in knows what was said."""
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_links_read_by_an_age"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_links_read_by_an_age"),
            "(purpose IN ('family_page', 'afterwards')) = (reading_age IS NOT NULL)",
        )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_by_a_link"), type_="check")
        batch_op.create_check_constraint(op.f("ck_answers_by_a_link"), "(link_id IS NULL) = (submission IS NULL)")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_id", ID, nullable=True))
        batch_op.create_foreign_key(op.f("fk_check_ins_answer_id_answers"), "answers", ["answer_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_check_ins_answer_id"), ["answer_id"])


def downgrade() -> None:
    """Take it away again. What was said after a closing has no place in the tables before: it goes, too."""
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_check_ins_answer_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_check_ins_answer_id_answers"), type_="foreignkey")
        batch_op.drop_column("answer_id")
    said = "SELECT a.id FROM answers a JOIN links l ON l.id = a.link_id WHERE l.purpose = 'afterwards'"
    feedback = f"SELECT f.id FROM feedback f WHERE f.answer_id IN ({said})"
    op.execute(f"DELETE FROM feedback_rows WHERE feedback_id IN ({feedback})")
    op.execute(f"DELETE FROM feedback WHERE answer_id IN ({said})")
    op.execute(f"DELETE FROM answers WHERE id IN ({said})")
    op.execute("DELETE FROM links WHERE purpose = 'afterwards'")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_by_a_link"), type_="check")
        batch_op.create_check_constraint(op.f("ck_answers_by_a_link"), BEFORE)
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_links_read_by_an_age"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_links_read_by_an_age"), "(purpose = 'family_page') = (reading_age IS NOT NULL)"
        )
