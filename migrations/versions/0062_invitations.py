"""People of an agency are invited to an account of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_invitations_{column}_{table}"))


def upgrade() -> None:
    """Make them. Nobody is invited yet."""
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_with", sa.String(length=64), nullable=True),
        sa.Column("practitioner_id", ID, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", ID, nullable=True),
        sa.CheckConstraint("role IN ('lead_professional', 'contributor')", name=op.f("ck_invitations_of_a_partner")),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (practitioner_id IS NULL)", name=op.f("ck_invitations_accepted_by_somebody")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_invitations_withdrawn_by_somebody")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitations_accepted_or_withdrawn")
        ),
        _key("agency_id", "agencies"),
        _key("case_id", "cases"),
        _key("made_by_id", "practitioners"),
        _key("practitioner_id", "practitioners"),
        _key("withdrawn_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitations_token_digest")),
    )
    op.create_index("ix_invitations_agency_id_id", "invitations", ["agency_id", "id"])
    op.create_index(op.f("ix_invitations_case_id"), "invitations", ["case_id"])
    op.create_index(op.f("ix_invitations_made_by_id"), "invitations", ["made_by_id"])
    op.create_index(
        "uq_invitations_one_open", "invitations", ["email"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    """Take them away. Accounts that came of them stay."""
    op.drop_table("invitations")
