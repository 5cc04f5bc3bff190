"""The legal basis of each child, period by period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ends_on IS NULL")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "legal_bases",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("overseer_id", ID, nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_legal_bases_ends_after_it_starts")),
        sa.CheckConstraint(
            "basis = 'section_17' OR overseer_id IS NULL", name=op.f("ck_legal_bases_overseen_under_section_17")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_legal_bases_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_legal_bases_person_id_people")),
        sa.ForeignKeyConstraint(
            ["overseer_id"], ["practitioners.id"], name=op.f("fk_legal_bases_overseer_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_legal_bases_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_bases")),
    )
    op.create_index(op.f("ix_legal_bases_person_id"), "legal_bases", ["person_id"])
    op.create_index(op.f("ix_legal_bases_overseer_id"), "legal_bases", ["overseer_id"])
    op.create_index("ix_legal_bases_case_id_person_id", "legal_bases", ["case_id", "person_id"])
    op.create_index(
        "uq_legal_bases_one_open",
        "legal_bases",
        ["case_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("legal_bases")
