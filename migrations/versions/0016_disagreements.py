"""Professional disagreements, stage by stage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")
ENDED = "ended_at IS NULL OR (settled IS NOT NULL AND decided IS NOT NULL AND learned IS NOT NULL)"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "disagreements",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("step_id", ID, nullable=True),
        sa.Column("social_care", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("other_side", sa.String(length=200), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("our_view", sa.Text(), nullable=False),
        sa.Column("other_view", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("stage_began_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("holder_id", ID, nullable=True),
        sa.Column("raised_by_id", ID, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.String(length=40), nullable=True),
        sa.Column("decided", sa.Text(), nullable=True),
        sa.Column("learned", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (holder_id IS NOT NULL)", name=op.f("ck_disagreements_held_while_open")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (due_on IS NOT NULL)", name=op.f("ck_disagreements_dated_while_open")),
        sa.CheckConstraint(ENDED, name=op.f("ck_disagreements_ended_with_what_was_learned")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disagreements_case_id_cases")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_disagreements_step_id_steps")),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["practitioners.id"], name=op.f("fk_disagreements_holder_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["practitioners.id"], name=op.f("fk_disagreements_raised_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreements")),
        sa.UniqueConstraint("code", name=op.f("uq_disagreements_code")),
    )
    op.create_index(op.f("ix_disagreements_case_id"), "disagreements", ["case_id"])
    op.create_index(op.f("ix_disagreements_holder_id"), "disagreements", ["holder_id"])
    op.create_index(
        "ix_disagreements_open", "disagreements", ["due_on", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "disagreement_talks",
        sa.Column("id", ID, nullable=False),
        sa.Column("disagreement_id", ID, nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        sa.Column("who_talked", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["disagreement_id"], ["disagreements.id"], name=op.f("fk_disagreement_talks_disagreement_id_disagreements")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_disagreement_talks_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreement_talks")),
        sa.UniqueConstraint("disagreement_id", "stage", name=op.f("uq_disagreement_talks_disagreement_id_stage")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("disagreement_talks")
    op.drop_table("disagreements")
