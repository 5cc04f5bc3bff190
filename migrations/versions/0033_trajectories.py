"""Trajectories: planned values by quarter, in versions that never change, with what people say of them; and the planned
value that a report keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "trajectories",
        sa.Column("id", ID, nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("no_magic_number", sa.Text(), nullable=True),
        sa.Column("set_by_id", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_trajectories_from_the_first")),
        sa.CheckConstraint(
            "measure NOT IN ('looked_after_rate', 'starting_looked_after_rate') OR no_magic_number IS NOT NULL",
            name=op.f("ck_trajectories_no_target_for_looked_after_children"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["practitioners.id"], name=op.f("fk_trajectories_set_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trajectories")),
        sa.UniqueConstraint("measure", "number", name=op.f("uq_trajectories_measure_number")),
    )
    op.create_table(
        "trajectory_comments",
        sa.Column("id", ID, nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["practitioners.id"], name=op.f("fk_trajectory_comments_written_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trajectory_comments")),
    )
    op.create_index("ix_trajectory_comments_measure_id", "trajectory_comments", ["measure", "id"])
    op.add_column("report_figures", sa.Column("planned", sa.Text(), nullable=True))
    op.create_index("ix_report_figures_measure_report_id", "report_figures", ["measure", "report_id"])
    _frozen()


def _frozen() -> None:
    """A version of a trajectory never changes: a change of plan is a new one."""
    says = "a planned value never changes: a change of plan is a new version"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER trajectories_frozen_{verb.lower()} BEFORE {verb} ON trajectories "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_trajectory() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{says}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER trajectories_frozen BEFORE UPDATE OR DELETE ON trajectories FOR EACH ROW "
        "EXECUTE FUNCTION refuse_change_of_trajectory()"
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_report_figures_measure_report_id", table_name="report_figures")
    op.drop_column("report_figures", "planned")
    op.drop_table("trajectory_comments")
    op.drop_table("trajectories")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_trajectory()")
