"""Who hears what was decided of a request for help, how, and whether they said that they read it; and what somebody
looked for, so that no address holds it; and the numbers by which a request names a child."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWED = "owed_on IS NOT NULL AND told_at IS NULL"


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_outcome_tellings_{column}_{table}"))


def upgrade() -> None:
    """Make them. Of what was decided before, nobody knows who heard it: no row says anything."""
    op.create_table(
        "outcome_tellings",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("whom", sa.String(length=40), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("by_person", sa.String(length=40), nullable=True),
        sa.Column("owed_by_id", ID, nullable=True),
        sa.Column("owed_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_how", sa.String(length=40), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(message_id IS NULL) = (owed_on IS NOT NULL) AND (owed_on IS NULL) = (owed_by_id IS NULL)",
            name=op.f("ck_outcome_tellings_by_a_message_or_a_person"),
        ),
        sa.CheckConstraint("(told_at IS NULL) = (told_how IS NULL)", name=op.f("ck_outcome_tellings_told_somehow")),
        sa.CheckConstraint(
            "read_at IS NULL OR message_id IS NOT NULL", name=op.f("ck_outcome_tellings_read_in_a_message")
        ),
        _key("contact_id", "contacts"),
        _key("message_id", "messages"),
        _key("person_id", "people"),
        _key("owed_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_tellings")),
    )
    for column in ("contact_id", "message_id", "person_id"):
        op.create_index(op.f(f"ix_outcome_tellings_{column}"), "outcome_tellings", [column])
    op.create_index("ix_outcome_tellings_decided_at", "outcome_tellings", ["decided_at"])
    op.create_index(
        "ix_outcome_tellings_owed",
        "outcome_tellings",
        ["owed_on", "id"],
        sqlite_where=sa.text(OWED),
        postgresql_where=sa.text(OWED),
    )
    op.create_table(
        "kept_searches",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_kept_searches_practitioner_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_searches")),
        sa.UniqueConstraint("code", name=op.f("uq_kept_searches_code")),
    )
    op.create_index("ix_kept_searches_of", "kept_searches", ["practitioner_id", "id"])
    op.add_column("contact_people", sa.Column("nhs_number", sa.String(length=10), nullable=True))
    op.add_column("contact_people", sa.Column("upn", sa.String(length=13), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("contact_people", "upn")
    op.drop_column("contact_people", "nhs_number")
    op.drop_table("kept_searches")
    op.drop_table("outcome_tellings")
