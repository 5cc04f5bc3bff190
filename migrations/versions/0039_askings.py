"""Asking for help on the public page; and what was written there, word for word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "askings",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_id", ID, nullable=True),
        sa.CheckConstraint("(sent_at IS NULL) = (contact_id IS NULL)", name=op.f("ck_askings_sent_as_a_request")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_askings_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_askings")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_askings_token_digest")),
    )
    op.create_index("ix_askings_saved_at", "askings", ["saved_at"])
    op.create_index(op.f("ix_askings_contact_id"), "askings", ["contact_id"])
    op.add_column("contacts", sa.Column("own_words", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("contacts", "own_words")
    op.drop_table("askings")
