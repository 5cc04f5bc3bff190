"""Practice audit: tools in versions, rounds with their draw, audits with their grades, which never change once they are
finished."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("finished_at IS NULL")


def upgrade() -> None:
    """Make them."""
    _tools()
    _rounds()
    _audits()
    _of_audits()
    _frozen()


def _tools() -> None:
    op.create_table(
        "audit_tools",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("used_from", sa.Date(), nullable=True),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 1", name=op.f("ck_audit_tools_after_the_first")),
        sa.ForeignKeyConstraint(["made_by_id"], ["practitioners.id"], name=op.f("fk_audit_tools_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tools")),
        sa.UniqueConstraint("code", name=op.f("uq_audit_tools_code")),
        sa.UniqueConstraint("which", "number", name=op.f("uq_audit_tools_which_number")),
    )
    op.create_index(
        "uq_audit_tools_in_writing",
        "audit_tools",
        ["which"],
        unique=True,
        sqlite_where=sa.text("used_from IS NULL"),
        postgresql_where=sa.text("used_from IS NULL"),
    )


def _rounds() -> None:
    op.create_table(
        "audit_rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("tool_id", ID, nullable=True),
        sa.Column("sampling", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("planned_by_id", ID, nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frame", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("drawn", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_audit_rounds_ends_after_it_starts")),
        sa.CheckConstraint("(sampling = 'theme') = (theme IS NOT NULL)", name=op.f("ck_audit_rounds_a_theme_is_named")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["practitioners.id"], name=op.f("fk_audit_rounds_planned_by_id")),
        sa.ForeignKeyConstraint(["tool_id"], ["audit_tools.id"], name=op.f("fk_audit_rounds_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rounds")),
        sa.UniqueConstraint("code", name=op.f("uq_audit_rounds_code")),
    )
    op.create_index("ix_audit_rounds_due_on_id", "audit_rounds", ["due_on", "id"])
    op.create_table(
        "audit_round_auditors",
        sa.Column("audit_round_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_round_id"], ["audit_rounds.id"], name=op.f("fk_audit_round_auditors_round_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_audit_round_auditors_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("audit_round_id", "practitioner_id", name=op.f("pk_audit_round_auditors")),
    )
    op.create_index(op.f("ix_audit_round_auditors_practitioner_id"), "audit_round_auditors", ["practitioner_id"])


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("round_id", ID, nullable=True),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("auditor_id", ID, nullable=False),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("tool_id", ID, nullable=True),
        sa.Column("moderates_id", ID, nullable=True),
        sa.Column("earlier_id", ID, nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=True),
        sa.Column("family_said", sa.Text(), nullable=True),
        sa.Column("family_asked", sa.Text(), nullable=True),
        sa.Column("overall", sa.String(length=40), nullable=True),
        sa.Column("overall_because", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("alone_because", sa.Text(), nullable=True),
        sa.Column("again_by", sa.Date(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("finished_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_audits_begun_before_it_ends")),
        sa.CheckConstraint("finished_at IS NULL OR overall IS NOT NULL", name=op.f("ck_audits_finished_with_a_grade")),
        sa.CheckConstraint("overall <> 'not_applicable'", name=op.f("ck_audits_a_grade_overall")),
        sa.CheckConstraint(
            "finished_at IS NULL OR held_on IS NOT NULL OR alone_because IS NOT NULL",
            name=op.f("ck_audits_with_the_worker_or_why"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["audit_rounds.id"], name=op.f("fk_audits_round_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_audits_case_id")),
        sa.ForeignKeyConstraint(["auditor_id"], ["practitioners.id"], name=op.f("fk_audits_auditor_id")),
        sa.ForeignKeyConstraint(["tool_id"], ["audit_tools.id"], name=op.f("fk_audits_tool_id")),
        sa.ForeignKeyConstraint(["moderates_id"], ["audits.id"], name=op.f("fk_audits_moderates_id")),
        sa.ForeignKeyConstraint(["earlier_id"], ["audits.id"], name=op.f("fk_audits_earlier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
        sa.UniqueConstraint("code", name=op.f("uq_audits_code")),
        sa.UniqueConstraint("moderates_id", name=op.f("uq_audits_moderates_id")),
        sa.UniqueConstraint("earlier_id", name=op.f("uq_audits_earlier_id")),
    )
    op.create_index("ix_audits_open", "audits", ["auditor_id", "case_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_audits_case_id_finished_at", "audits", ["case_id", "finished_at"])
    op.create_index("ix_audits_round_id_id", "audits", ["round_id", "id"])
    op.create_index("ix_audits_auditor_id_id", "audits", ["auditor_id", "id"])
    op.create_index("ix_audits_finished_at_id", "audits", ["finished_at", "id"])


def _of_audits() -> None:
    op.create_table(
        "audit_grades",
        sa.Column("id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_grades_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_grades")),
        sa.UniqueConstraint("audit_id", "domain", name=op.f("uq_audit_grades_audit_id_domain")),
    )
    op.create_table(
        "audit_reflections",
        sa.Column("id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_reflections_audit_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["practitioners.id"], name=op.f("fk_audit_reflections_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_reflections")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_reflections_audit_id")),
    )


def _frozen() -> None:
    """A finished audit and its grades refuse every change, in the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audits_frozen_{verb.lower()} BEFORE {verb} ON audits WHEN OLD.finished_at IS NOT NULL "
                "BEGIN SELECT RAISE(ABORT, 'a finished audit never changes'); END"
            )
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER audit_grades_frozen_{verb.lower()} BEFORE {verb} ON audit_grades "
                f"WHEN (SELECT finished_at FROM audits WHERE id = {row}.audit_id) IS NOT NULL "
                "BEGIN SELECT RAISE(ABORT, 'a finished audit never changes'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_finished_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a finished audit never changes'; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_grade_of_finished_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM audits WHERE finished_at IS NOT NULL AND id = "
        "CASE WHEN TG_OP = 'INSERT' THEN NEW.audit_id ELSE OLD.audit_id END) THEN "
        "RAISE EXCEPTION 'a finished audit never changes'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER audits_frozen BEFORE UPDATE OR DELETE ON audits FOR EACH ROW "
        "WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_finished_audit()"
    )
    op.execute(
        "CREATE TRIGGER audit_grades_frozen BEFORE INSERT OR UPDATE OR DELETE ON audit_grades FOR EACH ROW "
        "EXECUTE FUNCTION refuse_grade_of_finished_audit()"
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("audit_reflections", "audit_grades", "audits", "audit_round_auditors", "audit_rounds", "audit_tools"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_finished_audit()")
        op.execute("DROP FUNCTION refuse_grade_of_finished_audit()")
