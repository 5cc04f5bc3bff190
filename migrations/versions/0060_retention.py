"""How long records are kept, as the authority sets it; and legal holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    """Make them. The usual rules hold until somebody sets others."""
    op.create_table(
        "retention_settings",
        sa.Column("id", ID, nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("years", sa.SmallInteger(), nullable=False),
        sa.Column("child_until", sa.SmallInteger(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("years > 0", name=op.f("ck_retention_settings_some_years")),
        _key("retention_settings", "set_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_settings")),
    )
    op.create_index("ix_retention_settings_record_id", "retention_settings", ["record", "id"])
    op.create_table(
        "legal_holds",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("family_id", ID, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("placed_by_id", ID, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", ID, nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL) = (lifted_because IS NULL)",
            name=op.f("ck_legal_holds_lifted_with_reason"),
        ),
        _key("legal_holds", "family_id", "families"),
        _key("legal_holds", "placed_by_id", "practitioners"),
        _key("legal_holds", "lifted_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
        sa.UniqueConstraint("code", name=op.f("uq_legal_holds_code")),
    )
    op.create_index("ix_legal_holds_family_id", "legal_holds", ["family_id"])
    in_force = sa.text("lifted_at IS NULL")
    op.create_index(
        "ix_legal_holds_to_review",
        "legal_holds",
        ["review_on", "id"],
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("legal_holds")
    op.drop_table("retention_settings")
