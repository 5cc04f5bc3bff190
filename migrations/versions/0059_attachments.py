"""Attachments of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_attachments_{column}_{table}"))


def upgrade() -> None:
    """Make them. No case has one yet."""
    op.create_table(
        "attachments",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", ID, nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_because IS NULL) AND (removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_attachments_removed_with_reason"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_holds_something")),
        _key("case_id", "cases"),
        _key("person_id", "people"),
        _key("added_by_id", "practitioners"),
        _key("removed_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("code", name=op.f("uq_attachments_code")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_attachments_stored_as")),
    )
    op.create_index("ix_attachments_in_order", "attachments", ["case_id", "id"])
    op.create_index(op.f("ix_attachments_person_id"), "attachments", ["person_id"])


def downgrade() -> None:
    """Take them away. The files stay in their folder until somebody deletes it."""
    op.drop_table("attachments")
