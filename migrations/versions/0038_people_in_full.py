"""What more is held about people: religion, disabilities, school, a traced number; and what is kept from whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is known of it yet."""
    op.add_column("people", sa.Column("contact_hidden", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("religion", sa.String(length=200), nullable=True))
    op.add_column("people", sa.Column("disabilities", sa.String(length=200), nullable=True))
    op.add_column("people", sa.Column("nhs_traced", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("school", sa.String(length=200), nullable=True))
    op.add_column("people", sa.Column("school_since", sa.Date(), nullable=True))
    op.add_column("addresses", sa.Column("uprn", sa.String(length=12), nullable=True))
    op.create_table(
        "kept_from",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("from_id", ID, nullable=False),
        sa.Column("because", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_from_person_id_people")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_kept_from_from_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_from")),
        sa.UniqueConstraint("code", name=op.f("uq_kept_from_code")),
    )
    op.create_index(op.f("ix_kept_from_person_id"), "kept_from", ["person_id"])
    op.create_index(op.f("ix_kept_from_from_id"), "kept_from", ["from_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("kept_from")
    op.drop_column("addresses", "uprn")
    for name in ("school_since", "school", "nhs_traced", "disabilities", "religion", "contact_hidden"):
        op.drop_column("people", name)
