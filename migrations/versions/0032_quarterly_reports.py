"""Quarterly reports: their figures, which never change, and what was promised, which stays once a report is approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAYS = "an approved report never changes"
FIGURES = "the figures of a report never change"


def upgrade() -> None:
    """Make them."""
    _reports()
    _figures()
    _promises()
    if op.get_bind().dialect.name == "sqlite":
        _frozen_on_sqlite()
    else:
        _frozen_on_postgresql()


def _reports() -> None:
    op.create_table(
        "quarterly_reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("area_name", sa.String(length=200), nullable=False),
        sa.Column("begun_by_id", ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("so_what", sa.Text(), nullable=True),
        sa.Column("approved_by_id", ID, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_quarterly_reports_approved_by_somebody")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR so_what IS NOT NULL", name=op.f("ck_quarterly_reports_approved_with_a_so_what")
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["practitioners.id"], name=op.f("fk_quarterly_reports_begun_by_id")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["practitioners.id"], name=op.f("fk_quarterly_reports_approved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarterly_reports")),
        sa.UniqueConstraint("code", name=op.f("uq_quarterly_reports_code")),
        sa.UniqueConstraint("ends_on", name=op.f("uq_quarterly_reports_ends_on")),
    )


def _figures() -> None:
    op.create_table(
        "report_figures",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("quadrant", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("better", sa.String(length=40), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("numerator", sa.Text(), nullable=True),
        sa.Column("denominator", sa.Text(), nullable=True),
        sa.Column("symbol", sa.String(length=40), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("over", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "NOT hidden OR (value IS NULL AND numerator IS NULL AND denominator IS NULL)",
            name=op.f("ck_report_figures_hidden_is_not_kept"),
        ),
        sa.ForeignKeyConstraint(["report_id"], ["quarterly_reports.id"], name=op.f("fk_report_figures_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_figures")),
        sa.UniqueConstraint("report_id", "measure", name=op.f("uq_report_figures_report_id_measure")),
    )


def _promises() -> None:
    op.create_table(
        "report_promises",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["quarterly_reports.id"], name=op.f("fk_report_promises_report_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["practitioners.id"], name=op.f("fk_report_promises_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_promises")),
        sa.UniqueConstraint("code", name=op.f("uq_report_promises_code")),
    )
    op.create_index("ix_report_promises_report_id_id", "report_promises", ["report_id", "id"])
    op.create_table(
        "promise_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("promise_id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("kept", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", ID, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["report_promises.id"], name=op.f("fk_promise_answers_promise_id")),
        sa.ForeignKeyConstraint(["report_id"], ["quarterly_reports.id"], name=op.f("fk_promise_answers_report_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["practitioners.id"], name=op.f("fk_promise_answers_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_answers")),
        sa.UniqueConstraint("promise_id", name=op.f("uq_promise_answers_promise_id")),
    )
    op.create_index(op.f("ix_promise_answers_report_id"), "promise_answers", ["report_id"])


def _frozen_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER quarterly_reports_frozen_{verb.lower()} BEFORE {verb} ON quarterly_reports "
            f"WHEN OLD.approved_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        op.execute(
            f"CREATE TRIGGER report_figures_frozen_{verb.lower()} BEFORE {verb} ON report_figures "
            f"BEGIN SELECT RAISE(ABORT, '{FIGURES}'); END"
        )
    verbs = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    for table, changes in (("report_figures", verbs[:1]), ("report_promises", verbs), ("promise_answers", verbs)):
        for verb, row in changes:
            op.execute(
                f"CREATE TRIGGER {table}_approved_{verb.lower()} BEFORE {verb} ON {table} "
                f"WHEN (SELECT approved_at FROM quarterly_reports WHERE id = {row}.report_id) IS NOT NULL "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )


def _frozen_on_postgresql() -> None:
    for name, text in (("refuse_approved_report", SAYS), ("refuse_report_figure", FIGURES)):
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{text}'; END $$"
        )
    op.execute(
        "CREATE FUNCTION refuse_part_of_approved_report() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM quarterly_reports WHERE approved_at IS NOT NULL AND id = "
        "CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END) THEN "
        f"RAISE EXCEPTION '{SAYS}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER quarterly_reports_frozen BEFORE UPDATE OR DELETE ON quarterly_reports FOR EACH ROW "
        "WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION refuse_approved_report()"
    )
    op.execute(
        "CREATE TRIGGER report_figures_frozen BEFORE UPDATE OR DELETE ON report_figures FOR EACH ROW "
        "EXECUTE FUNCTION refuse_report_figure()"
    )
    for table, verbs in (
        ("report_figures", "INSERT"),
        ("report_promises", "INSERT OR UPDATE OR DELETE"),
        ("promise_answers", "INSERT OR UPDATE OR DELETE"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_approved BEFORE {verbs} ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_part_of_approved_report()"
        )


def downgrade() -> None:
    """Take them away."""
    for table in ("promise_answers", "report_promises", "report_figures", "quarterly_reports"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("refuse_part_of_approved_report", "refuse_report_figure", "refuse_approved_report"):
            op.execute(f"DROP FUNCTION {name}()")
