"""Self-evaluations, and the views that people give of each row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "self_evaluations",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("framework_version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.String(length=200), nullable=True),
        sa.Column("begun_by_id", ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_by_id", ID, nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["practitioners.id"], name=op.f("fk_self_evaluations_begun_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["practitioners.id"], name=op.f("fk_self_evaluations_finished_by_id_practitioners")
        ),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (finished_by_id IS NULL) AND (finished_at IS NULL) = (summary IS NULL)",
            name=op.f("ck_self_evaluations_finished_by_somebody"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluations")),
        sa.UniqueConstraint("code", name=op.f("uq_self_evaluations_code")),
    )
    op.create_index(op.f("ix_self_evaluations_day_id"), "self_evaluations", ["day", "id"])
    _views()


def _views() -> None:
    op.create_table(
        "evaluation_views",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("evaluation_id", ID, nullable=False),
        sa.Column("row_slug", sa.String(length=40), nullable=False),
        sa.Column("given_by_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", ID, nullable=True),
        sa.Column("what_was_done", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["self_evaluations.id"], name=op.f("fk_evaluation_views_evaluation_id_self_evaluations")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["practitioners.id"], name=op.f("fk_evaluation_views_given_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["practitioners.id"], name=op.f("fk_evaluation_views_done_by_id_practitioners")
        ),
        sa.CheckConstraint(
            "(next_step IS NULL) = (owner IS NULL) AND (next_step IS NULL) = (due_on IS NULL)",
            name=op.f("ck_evaluation_views_a_step_has_owner_and_day"),
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL) AND (done_at IS NULL) = (what_was_done IS NULL)"
            " AND (done_at IS NULL OR next_step IS NOT NULL)",
            name=op.f("ck_evaluation_views_done_by_somebody"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_views")),
        sa.UniqueConstraint("code", name=op.f("uq_evaluation_views_code")),
        sa.UniqueConstraint(
            "evaluation_id",
            "row_slug",
            "given_by_id",
            "version",
            name=op.f("uq_evaluation_views_evaluation_id_row_slug_given_by_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_evaluation_views_open_steps"),
        "evaluation_views",
        ["due_on", "id"],
        sqlite_where=sa.text("next_step IS NOT NULL AND done_at IS NULL"),
        postgresql_where=sa.text("next_step IS NOT NULL AND done_at IS NULL"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("evaluation_views")
    op.drop_table("self_evaluations")
