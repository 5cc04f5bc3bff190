"""Who looked: the looks of one record or person by time, and what was asked about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them. The looks themselves stay as they are."""
    op.create_index("ix_looks_subject_subject_id_at_id", "looks", ["subject", "subject_id", "at", "id"])
    op.create_index("ix_looks_practitioner_id_at_id", "looks", ["practitioner_id", "at", "id"])
    op.drop_index("ix_looks_subject_subject_id_id", table_name="looks")
    op.drop_index("ix_looks_practitioner_id_id", table_name="looks")
    op.create_table(
        "look_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("last_look_id", ID, nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_look_answers_practitioner_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["practitioners.id"], name=op.f("fk_look_answers_asked_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_answers")),
    )
    op.create_index("ix_look_answers_practitioner_id_id", "look_answers", ["practitioner_id", "id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("look_answers")
    op.create_index("ix_looks_practitioner_id_id", "looks", ["practitioner_id", "id"])
    op.create_index("ix_looks_subject_subject_id_id", "looks", ["subject", "subject_id", "id"])
    op.drop_index("ix_looks_practitioner_id_at_id", table_name="looks")
    op.drop_index("ix_looks_subject_subject_id_at_id", table_name="looks")
