"""For whom the family agreed, that it is asked again when the lead changes, and that it said no with what follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AGREED = "(agreed_on IS NULL) = (agreed_by IS NULL) AND (agreed_on IS NULL) = (agreed_how IS NULL)"


def upgrade() -> None:
    """Make them. Nobody was asked for whom they agree, and no family was asked again."""
    op.create_table(
        "refusals",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=False),
        sa.Column("refused_by", sa.String(length=200), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_refusals_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_refusals_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    op.create_index("ix_refusals_case_id", "refusals", ["case_id"])
    op.add_column("agreements", sa.Column("speaks_for", sa.Text(), nullable=True))
    op.add_column("agreements", sa.Column("withdrawn_route", sa.String(length=40), nullable=True))
    with op.batch_alter_table("handovers") as handovers:
        handovers.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))
        handovers.add_column(sa.Column("agreed_by", sa.String(length=200), nullable=True))
        handovers.add_column(sa.Column("agreed_how", sa.String(length=40), nullable=True))
        handovers.create_check_constraint(op.f("ck_handovers_agreed_by_somebody"), AGREED)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("handovers") as handovers:
        handovers.drop_constraint(op.f("ck_handovers_agreed_by_somebody"), type_="check")
        handovers.drop_column("agreed_how")
        handovers.drop_column("agreed_by")
        handovers.drop_column("agreed_on")
    op.drop_column("agreements", "withdrawn_route")
    op.drop_column("agreements", "speaks_for")
    op.drop_table("refusals")
