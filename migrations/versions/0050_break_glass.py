"""Families that were opened out of sight for a reason, and the looks that this allowed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_REVIEW = sa.text("reviewed_at IS NULL")
MARKED = sa.text("break_glass_id IS NOT NULL")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "break_glass",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("family_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", ID, nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint("opened_at < until", name=op.f("ck_break_glass_for_a_while")),
        sa.CheckConstraint(
            "(reviewed_at IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (verdict IS NULL) "
            "AND (reviewed_at IS NULL) = (words IS NULL)",
            name=op.f("ck_break_glass_reviewed_by_somebody"),
        ),
        sa.CheckConstraint("reviewed_by_id <> practitioner_id", name=op.f("ck_break_glass_reviewed_by_somebody_else")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_break_glass_family_id_families")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_break_glass_practitioner_id_practitioners")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_break_glass_team_id_teams")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["practitioners.id"], name=op.f("fk_break_glass_reviewed_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
        sa.UniqueConstraint("code", name=op.f("uq_break_glass_code")),
    )
    op.create_index("ix_break_glass_practitioner_id_until", "break_glass", ["practitioner_id", "until"])
    op.create_index("ix_break_glass_family_id_id", "break_glass", ["family_id", "id"])
    op.create_index(
        "ix_break_glass_to_review",
        "break_glass",
        ["team_id", "id"],
        sqlite_where=TO_REVIEW,
        postgresql_where=TO_REVIEW,
    )
    op.add_column("looks", sa.Column("break_glass_id", ID, nullable=True))
    op.create_index(
        "ix_looks_break_glass_id", "looks", ["break_glass_id", "id"], sqlite_where=MARKED, postgresql_where=MARKED
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_looks_break_glass_id", table_name="looks")
    op.drop_column("looks", "break_glass_id")
    op.drop_table("break_glass")
