"""The edge-of-care register: who is on it, what was put in, when it is looked at again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("off_at IS NULL")


def upgrade() -> None:
    """Make it."""
    op.add_column("cases", sa.Column("edge_review_on", sa.Date(), nullable=True))
    op.create_table(
        "edges_of_care",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("flagged_on", sa.Date(), nullable=False),
        sa.Column("flagged_by_id", ID, nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_because", sa.Text(), nullable=True),
        sa.Column("off_by_id", ID, nullable=True),
        sa.CheckConstraint("(off_at IS NULL) = (review_on IS NOT NULL)", name=op.f("ck_edges_of_care_dated_while_on")),
        sa.CheckConstraint(
            "off_at IS NULL OR (off_because IS NOT NULL AND off_by_id IS NOT NULL)",
            name=op.f("ck_edges_of_care_off_with_reason"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_edges_of_care_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["flagged_by_id"], ["practitioners.id"], name=op.f("fk_edges_of_care_flagged_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["off_by_id"], ["practitioners.id"], name=op.f("fk_edges_of_care_off_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edges_of_care")),
    )
    op.create_index(op.f("ix_edges_of_care_case_id"), "edges_of_care", ["case_id"])
    op.create_index(
        "uq_edges_of_care_one_on",
        "edges_of_care",
        ["case_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_edges_of_care_review", "edges_of_care", ["review_on", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "edge_support",
        sa.Column("id", ID, nullable=False),
        sa.Column("edge_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("cost_pence", ID, nullable=True),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost_pence IS NULL OR cost_pence >= 0", name=op.f("ck_edge_support_costs_something")),
        sa.CheckConstraint(
            "kind <> 'network' OR cost_pence IS NOT NULL", name=op.f("ck_edge_support_package_with_cost")
        ),
        sa.ForeignKeyConstraint(["edge_id"], ["edges_of_care.id"], name=op.f("fk_edge_support_edge_id_edges_of_care")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_edge_support_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edge_support")),
    )
    op.create_index(op.f("ix_edge_support_edge_id"), "edge_support", ["edge_id"])
    op.create_table(
        "edge_looks",
        sa.Column("id", ID, nullable=False),
        sa.Column("edge_id", ID, nullable=False),
        sa.Column("look", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edge_id"], ["edges_of_care.id"], name=op.f("fk_edge_looks_edge_id_edges_of_care")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_edge_looks_recorded_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edge_looks")),
    )
    op.create_index(op.f("ix_edge_looks_edge_id"), "edge_looks", ["edge_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("edge_looks")
    op.drop_table("edge_support")
    op.drop_table("edges_of_care")
    op.drop_column("cases", "edge_review_on")
