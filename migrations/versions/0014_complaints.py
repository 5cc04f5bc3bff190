"""Compliments and complaints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("next_due_on IS NOT NULL")
RULES = {
    "handled_by_somebody_else": "handler_id <> concerns_id",
    "handled_by_somebody": "kind <> 'complaint' OR handler_id IS NOT NULL",
    "due_until_answered": "(kind = 'complaint' AND told_on IS NULL) = (next_due_on IS NOT NULL)",
    "answered_whole": "(told_on IS NULL) = (found IS NULL) AND (told_on IS NULL) = (because IS NULL)"
    " AND (told_on IS NULL) = (told IS NULL) AND (told_on IS NULL) = (lesson IS NULL)",
}


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "complaints",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("concerns_id", ID, nullable=True),
        sa.Column("handler_id", ID, nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("found", sa.String(length=40), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_complaints_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_complaints_case_id_cases")),
        *(
            sa.ForeignKeyConstraint(
                [f"{who}_id"], ["practitioners.id"], name=op.f(f"fk_complaints_{who}_id_practitioners")
            )
            for who in ("concerns", "handler", "recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("code", name=op.f("uq_complaints_code")),
    )
    for column in ("case_id", "concerns_id", "handler_id"):
        op.create_index(op.f(f"ix_complaints_{column}"), "complaints", [column])
    op.create_index(
        "ix_complaints_waiting", "complaints", ["next_due_on", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("complaints")
