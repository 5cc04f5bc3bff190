"""Passkeys, the challenges that browsers answer, and how each sign-in came about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    """Nobody has a passkey yet. Every sign-in so far was by password; those with a code count as before."""
    op.create_table(
        "passkeys",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        _to("passkeys", "practitioner_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("code", name=op.f("uq_passkeys_code")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    op.create_index(op.f("ix_passkeys_practitioner_id"), "passkeys", ["practitioner_id"])
    op.create_table(
        "challenges",
        sa.Column("id", ID, nullable=False),
        sa.Column("asked", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", ID, nullable=True),
        sa.Column("sign_in_id", ID, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("verifier", sa.String(length=128), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _to("challenges", "practitioner_id", "practitioners"),
        _to("challenges", "sign_in_id", "sign_ins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("text", name=op.f("uq_challenges_text")),
    )
    op.create_index(op.f("ix_challenges_practitioner_id"), "challenges", ["practitioner_id"])
    op.create_index("ix_challenges_asked_at", "challenges", ["asked_at"])
    op.add_column("sign_ins", sa.Column("way", sa.String(length=40), server_default="password", nullable=False))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("sign_ins", "way")
    op.drop_table("challenges")
    op.drop_table("passkeys")
