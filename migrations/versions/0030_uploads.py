"""Uploaded files of published figures until they are confirmed; the columns by which next year's file is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("uploaded_by_id", ID, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("profile", sa.JSON(), nullable=True),
        sa.Column("described", sa.JSON(), nullable=False),
        sa.Column("previews", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint("settled_at IS NULL OR content IS NULL", name=op.f("ck_uploads_settled_holds_no_file")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["practitioners.id"], name=op.f("fk_uploads_uploaded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("code", name=op.f("uq_uploads_code")),
    )
    op.create_index("ix_uploads_by", "uploads", ["uploaded_by_id", "id"])
    op.add_column("own_measures", sa.Column("columns", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("own_measures", "columns")
    op.drop_table("uploads")
