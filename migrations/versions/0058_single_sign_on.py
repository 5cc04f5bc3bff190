"""Which account is whose at the provider of single sign-on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody is linked yet."""
    op.create_table(
        "single_sign_ons",
        sa.Column("id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_single_sign_ons_practitioner_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_sign_ons")),
        sa.UniqueConstraint("practitioner_id", name=op.f("uq_single_sign_ons_practitioner_id")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_single_sign_ons_issuer_subject")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("single_sign_ons")
