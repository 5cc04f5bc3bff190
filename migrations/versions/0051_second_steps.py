"""The second step of signing in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them. Nobody has one yet."""
    op.create_table(
        "second_steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("secret", sa.String(length=400), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_second_steps_practitioner_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_steps")),
        sa.UniqueConstraint("practitioner_id", name=op.f("uq_second_steps_practitioner_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_recovery_codes_practitioner_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("practitioner_id", "digest", name=op.f("uq_recovery_codes_practitioner_id_digest")),
    )
    op.add_column("practitioners", sa.Column("second_step_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("practitioners", "second_step_at")
    op.drop_table("recovery_codes")
    op.drop_table("second_steps")
