"""Leave, and who covers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _person(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, ID, nullable=optional)


def _belongs(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["practitioners.id"], name=op.f(f"fk_leaves_{name}_practitioners"))


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "leaves",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        _person("worker_id"),
        _person("cover_id"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _person("recorded_by_id"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _person("ended_by_id", optional=True),
        sa.CheckConstraint("worker_id <> cover_id", name=op.f("ck_leaves_covered_by_somebody_else")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_leaves_from_day_to_day")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_leaves_ended_by_somebody")),
        *(_belongs(name) for name in ("worker_id", "cover_id", "recorded_by_id", "ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
        sa.UniqueConstraint("code", name=op.f("uq_leaves_code")),
    )
    op.create_index("ix_leaves_cover_id_ends_on", "leaves", ["cover_id", "ends_on"])
    op.create_index("ix_leaves_worker_id_ends_on", "leaves", ["worker_id", "ends_on"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("leaves")
