"""How people are related, who holds parental responsibility, and how the family's network can help."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _versions(table: str, *columns: sa.Column, **people: str) -> None:
    """A table of versions about people: `people` names their columns, with the word NULL for those that may be empty."""
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *(sa.Column(name, ID, nullable=null == "NULL") for name, null in people.items()),
        *columns,
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("because", sa.String(length=200), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", ID, nullable=False),
        *(sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_{table}_{name}_people")) for name in people),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["practitioners.id"], name=op.f(f"fk_{table}_written_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", "number", name=op.f(f"uq_{table}_code_number")),
        *(
            [
                sa.CheckConstraint(
                    "(holder_id IS NULL) <> (authority IS NULL)",
                    name=op.f("ck_responsibilities_a_person_or_an_authority"),
                )
            ]
            if table == "responsibilities"
            else []
        ),
    )
    for name in people:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def upgrade() -> None:
    """Make them."""
    _versions(
        "relationships",
        sa.Column("kin", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        person_id="",
        other_id="",
    )
    _versions(
        "responsibilities",
        sa.Column("authority", sa.String(length=200), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("known_how", sa.String(length=200), nullable=True),
        child_id="",
        holder_id="NULL",
    )
    op.add_column("members", sa.Column("can_help", sa.String(length=200), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("members", "can_help")
    op.drop_table("responsibilities")
    op.drop_table("relationships")
