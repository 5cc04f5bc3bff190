"""Supervision, with its decisions on the families' own records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "supervisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("supervisor_id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("wellbeing", sa.Text(), nullable=True),
        sa.Column("development", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("supervisor_id <> worker_id", name=op.f("ck_supervisions_of_somebody_else")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["practitioners.id"], name=op.f("fk_supervisions_supervisor_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["practitioners.id"], name=op.f("fk_supervisions_worker_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisions")),
        sa.UniqueConstraint("code", name=op.f("uq_supervisions_code")),
    )
    op.create_index(op.f("ix_supervisions_supervisor_id"), "supervisions", ["supervisor_id"])
    op.create_index("ix_supervisions_worker_id_held_on", "supervisions", ["worker_id", "held_on"])
    op.create_index(
        "uq_supervisions_one_begun",
        "supervisions",
        ["supervisor_id", "worker_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "supervised_cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("supervision_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("note_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervisions.id"], name=op.f("fk_supervised_cases_supervision_id_supervisions")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_supervised_cases_case_id_cases")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_supervised_cases_note_id_notes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervised_cases")),
        sa.UniqueConstraint("supervision_id", "case_id", name=op.f("uq_supervised_cases_supervision_id_case_id")),
    )
    op.create_index(op.f("ix_supervised_cases_case_id"), "supervised_cases", ["case_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("supervised_cases")
    op.drop_table("supervisions")
