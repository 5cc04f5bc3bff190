"""Disposing of records: the register, and the one path on which the chronology and the looks lose their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISPOSABLE = ("families", "cases", "contacts")
WAITS = sa.text("state = 'proposed'")

IN_PROGRESS = (
    "EXISTS (SELECT 1 FROM disposal_subjects s JOIN disposals d ON d.id = s.disposal_id "
    "WHERE d.state = 'approved' AND d.done_at IS NULL AND s.subject = {subject} AND s.subject_id = {number})"
)
OF_EVENT = IN_PROGRESS.format(subject="OLD.subject", number="OLD.subject_id")
OF_AUDIT = IN_PROGRESS.format(subject="'audit'", number="OLD.id")
OF_GRADE = IN_PROGRESS.format(subject="'audit'", number="OLD.audit_id")
OF_CASE = IN_PROGRESS.format(subject="'case'", number="OLD.case_id")

WORDS = {
    "events": ("because", "facts"),
    "looks": ("because",),
    "audits": ("strengths", "family_said", "family_asked", "overall_because", "alone_because"),
    "audit_grades": ("why", "evidence"),
}
STAYS = {
    "events": ("id", "subject", "subject_id", "number", "kind", "at", "by_id", "previous", "digest"),
    "looks": ("id", "at", "practitioner_id", "subject", "subject_id", "page", "refused", "break_glass_id"),
    "audits": (
        *("id", "code", "round_id", "case_id", "auditor_id", "which", "tool_id", "moderates_id", "earlier_id"),
        *("assigned_at", "due_on", "begun_at", "overall", "held_on", "again_by", "finished_at", "version"),
    ),
    "audit_grades": ("id", "audit_id", "domain", "grade", "graded_at", "version"),
}
"""What of a row may lose its words, and what never changes."""
EMPTY_EVENT = "NEW.because IS NULL AND {facts} = 'null' AND OLD.kind <> 'disposed'"


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    """Make them. Nothing has been disposed of yet."""
    _register()
    for table in DISPOSABLE:
        op.add_column(table, sa.Column("disposed_on", sa.Date(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _open_sqlite()
    else:
        _open_postgresql()


def _register() -> None:
    op.create_table(
        "disposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("family_id", ID, nullable=True),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("years", sa.SmallInteger(), nullable=False),
        sa.Column("child_until", sa.SmallInteger(), nullable=True),
        sa.Column("setting_id", ID, nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", ID, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reviewed_by_id", ID, nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_words", sa.Text(), nullable=True),
        sa.Column("removed", sa.JSON(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(family_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_disposals_of_one_record")),
        sa.CheckConstraint("reviewed_by_id <> proposed_by_id", name=op.f("ck_disposals_decided_by_somebody_else")),
        sa.CheckConstraint(
            "(state = 'proposed') = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (reviewed_by_id IS NULL) "
            "AND (reviewed_words IS NULL) = (reviewed_by_id IS NULL)",
            name=op.f("ck_disposals_decided_in_words"),
        ),
        _key("disposals", "family_id", "families"),
        _key("disposals", "contact_id", "contacts"),
        _key("disposals", "setting_id", "retention_settings"),
        _key("disposals", "proposed_by_id", "practitioners"),
        _key("disposals", "reviewed_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
        sa.UniqueConstraint("code", name=op.f("uq_disposals_code")),
    )
    for column in ("family_id", "contact_id"):
        op.create_index(op.f(f"ix_disposals_{column}"), "disposals", [column])
        name = f"uq_disposals_{column.removesuffix('_id')}_waits"
        op.create_index(name, "disposals", [column], unique=True, sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_index("ix_disposals_state_id", "disposals", ["state", "id"])
    op.create_table(
        "disposal_subjects",
        sa.Column("disposal_id", ID, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        _key("disposal_subjects", "disposal_id", "disposals"),
        sa.PrimaryKeyConstraint("disposal_id", "subject", "subject_id", name=op.f("pk_disposal_subjects")),
    )
    op.create_index("ix_disposal_subjects_subject", "disposal_subjects", ["subject", "subject_id"])


def _allowed_sqlite(table: str, among: str) -> str:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in STAYS[table])
    more = {"events": EMPTY_EVENT.format(facts="NEW.facts"), "looks": "NEW.because IS NULL"}.get(table, "1")
    return f"({more} AND {same} AND {among})"


def _stop_sqlite(name: str, verb: str, table: str, when: str, says: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {f'WHEN {when} ' if when else ''}"
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _open_sqlite() -> None:
    for table in ("events", "looks"):
        op.execute(f"DROP TRIGGER {table}_no_update")
        when = f"NOT {_allowed_sqlite(table, OF_EVENT)}"
        _stop_sqlite(f"{table}_no_update", "UPDATE", table, when, f"{table} are append-only")
    finished = "a finished audit never changes"
    op.execute("DROP TRIGGER audits_frozen_update")
    when = f"OLD.finished_at IS NOT NULL AND NOT {_allowed_sqlite('audits', OF_AUDIT)}"
    _stop_sqlite("audits_frozen_update", "UPDATE", "audits", when, finished)
    op.execute("DROP TRIGGER audit_grades_frozen_update")
    is_finished = "(SELECT finished_at FROM audits WHERE id = OLD.audit_id) IS NOT NULL"
    when = f"{is_finished} AND NOT {_allowed_sqlite('audit_grades', OF_GRADE)}"
    _stop_sqlite("audit_grades_frozen_update", "UPDATE", "audit_grades", when, finished)
    for cases in SUPERVISIONS:
        op.execute(f"DROP TRIGGER {cases}_frozen_delete")
        when = f"{_finished(cases)} AND NOT {OF_CASE}"
        _stop_sqlite(f"{cases}_frozen_delete", "DELETE", cases, when, "a finished supervision stays as it is")
    done = "a disposal that is done stays as it is"
    _stop_sqlite("disposals_done", "UPDATE", "disposals", "OLD.done_at IS NOT NULL", done)
    _stop_sqlite("disposals_stay", "DELETE", "disposals", "", done)
    of_it = "SELECT 1 FROM disposals WHERE id = NEW.disposal_id AND state = 'approved' AND done_at IS NULL"
    _stop_sqlite("disposal_subjects_new", "INSERT", "disposal_subjects", f"NOT EXISTS ({of_it})", done)
    for verb in ("UPDATE", "DELETE"):
        _stop_sqlite(f"disposal_subjects_no_{verb.lower()}", verb, "disposal_subjects", "", done)


def _same(table: str) -> str:
    without = "".join(f" - '{column}'" for column in WORDS[table])
    return f"to_jsonb(NEW){without} = to_jsonb(OLD){without}"


def _function(name: str, body: str, verb: str = "CREATE OR REPLACE") -> None:
    op.execute(f"{verb} FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def _open_postgresql() -> None:
    empty = EMPTY_EVENT.format(facts="NEW.facts::text")
    for table, more in (("events", empty), ("looks", "NEW.because IS NULL")):
        allowed = f"{more} AND {_same(table)} AND {OF_EVENT}"
        _function(
            f"keep_{table}",
            f"IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; "
            f"RAISE EXCEPTION '{table} are append-only';",
        )
        op.execute(f"DROP TRIGGER {table}_as_written ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_as_written BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
        )
    finished = "RAISE EXCEPTION 'a finished audit never changes'"
    allowed = "IF TG_OP = 'UPDATE' THEN IF {} THEN RETURN NEW; END IF; END IF; "
    _function("refuse_finished_audit", allowed.format(f"{_same('audits')} AND {OF_AUDIT}") + f"{finished};")
    _function("refuse_grade_of_finished_audit", allowed.format(f"{_same('audit_grades')} AND {OF_GRADE}") + OLD_GRADE)
    for cases in SUPERVISIONS:
        going = f"IF TG_OP = 'DELETE' THEN IF {OF_CASE} THEN RETURN OLD; END IF; END IF; "
        _function(f"{cases}_refuse", going + _old_refuse(cases))
    _function(
        "keep_disposals",
        "IF TG_OP = 'UPDATE' THEN IF OLD.done_at IS NULL THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'a disposal that is done stays as it is';",
    )
    op.execute(
        "CREATE TRIGGER disposals_done BEFORE UPDATE OR DELETE ON disposals FOR EACH ROW EXECUTE FUNCTION keep_disposals()"
    )
    of_it = "SELECT 1 FROM disposals WHERE id = NEW.disposal_id AND state = 'approved' AND done_at IS NULL"
    _function(
        "keep_disposal_subjects",
        f"IF TG_OP = 'INSERT' THEN IF EXISTS ({of_it}) THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'a disposal that is done stays as it is';",
    )
    op.execute(
        "CREATE TRIGGER disposal_subjects_stay BEFORE INSERT OR UPDATE OR DELETE ON disposal_subjects "
        "FOR EACH ROW EXECUTE FUNCTION keep_disposal_subjects()"
    )


OLD_GRADE = (
    "IF EXISTS (SELECT 1 FROM audits WHERE finished_at IS NOT NULL AND id = "
    "CASE WHEN TG_OP = 'INSERT' THEN NEW.audit_id ELSE OLD.audit_id END) THEN "
    "RAISE EXCEPTION 'a finished audit never changes'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
)
SUPERVISIONS = {
    "supervised_cases": ("supervisions", "supervision_id"),
    "group_cases": ("group_supervisions", "group_supervision_id"),
}
"""Where the decisions of each kind of supervision are, and the key by which they belong to it."""


def _finished(cases: str) -> str:
    table, key = SUPERVISIONS[cases]
    return f"(SELECT finished_at FROM {table} WHERE id = OLD.{key}) IS NOT NULL"


def _old_refuse(cases: str) -> str:
    table, key = SUPERVISIONS[cases]
    held = f"EXISTS (SELECT 1 FROM {table} s WHERE s.id = %s.{key} AND s.finished_at IS NOT NULL)"
    stop = "RAISE EXCEPTION 'a finished supervision stays as it is'"
    return (
        f"IF TG_OP <> 'INSERT' AND {held % 'OLD'} THEN {stop}; END IF; "
        f"IF TG_OP <> 'DELETE' AND {held % 'NEW'} THEN {stop}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    )


def downgrade() -> None:
    """Take them away. What was disposed of stays so, and its chronology no longer proves itself."""
    if op.get_bind().dialect.name == "sqlite":
        _shut_sqlite()
    else:
        _shut_postgresql()
    for table in DISPOSABLE:
        op.drop_column(table, "disposed_on")
    op.drop_table("disposal_subjects")
    op.drop_table("disposals")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("keep_events", "keep_looks", "keep_disposals", "keep_disposal_subjects"):
            op.execute(f"DROP FUNCTION {name}()")


def _shut_sqlite() -> None:
    for table in ("events", "looks"):
        op.execute(f"DROP TRIGGER {table}_no_update")
        _stop_sqlite(f"{table}_no_update", "UPDATE", table, "", f"{table} are append-only")
    finished = "a finished audit never changes"
    op.execute("DROP TRIGGER audits_frozen_update")
    _stop_sqlite("audits_frozen_update", "UPDATE", "audits", "OLD.finished_at IS NOT NULL", finished)
    op.execute("DROP TRIGGER audit_grades_frozen_update")
    when = "(SELECT finished_at FROM audits WHERE id = OLD.audit_id) IS NOT NULL"
    _stop_sqlite("audit_grades_frozen_update", "UPDATE", "audit_grades", when, finished)
    for cases in SUPERVISIONS:
        op.execute(f"DROP TRIGGER {cases}_frozen_delete")
        says = "a finished supervision stays as it is"
        _stop_sqlite(f"{cases}_frozen_delete", "DELETE", cases, _finished(cases), says)


def _shut_postgresql() -> None:
    for table in ("events", "looks"):
        op.execute(f"DROP TRIGGER {table}_as_written ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_as_written BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    _function("refuse_finished_audit", "RAISE EXCEPTION 'a finished audit never changes';")
    _function("refuse_grade_of_finished_audit", OLD_GRADE)
    for cases in SUPERVISIONS:
        _function(f"{cases}_refuse", _old_refuse(cases))
