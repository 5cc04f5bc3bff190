"""People who were taken over from a file, by the references of where they came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "imported_people",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("family_key", sa.String(length=60), nullable=False),
        sa.Column("family_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_imported_people_family_id_families")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_imported_people_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_people")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_imported_people_source_reference")),
    )
    op.create_index("ix_imported_people_source_family_key", "imported_people", ["source", "family_key"])
    op.create_index("ix_imported_people_person_id", "imported_people", ["person_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("imported_people")
