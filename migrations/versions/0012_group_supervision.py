"""Group supervision; and a finished supervision stays as it is, in the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = {
    "supervisions": ("supervised_cases", "supervision_id"),
    "group_supervisions": ("group_cases", "group_supervision_id"),
}
"""Each kind of supervision, with where its decisions are and the key by which they belong to it."""


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "group_supervisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("facilitator_id", ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("learned", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["practitioners.id"], name=op.f("fk_group_supervisions_facilitator_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_supervisions")),
        sa.UniqueConstraint("code", name=op.f("uq_group_supervisions_code")),
    )
    op.create_index(op.f("ix_group_supervisions_facilitator_id"), "group_supervisions", ["facilitator_id"])
    op.create_table(
        "group_parts",
        sa.Column("group_supervision_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_supervision_id"],
            ["group_supervisions.id"],
            name=op.f("fk_group_parts_group_supervision_id_group_supervisions"),
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_group_parts_practitioner_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("group_supervision_id", "practitioner_id", name=op.f("pk_group_parts")),
    )
    op.create_index(op.f("ix_group_parts_practitioner_id"), "group_parts", ["practitioner_id"])
    op.create_table(
        "group_cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_supervision_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("note_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_supervision_id"],
            ["group_supervisions.id"],
            name=op.f("fk_group_cases_group_supervision_id_group_supervisions"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_group_cases_case_id_cases")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_group_cases_note_id_notes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_cases")),
        sa.UniqueConstraint(
            "group_supervision_id", "case_id", name=op.f("uq_group_cases_group_supervision_id_case_id")
        ),
    )
    op.create_index(op.f("ix_group_cases_case_id"), "group_cases", ["case_id"])
    for table, (cases, key) in FROZEN.items():
        if op.get_bind().dialect.name == "sqlite":
            _freeze_sqlite(table, cases, key)
        else:
            _freeze_postgresql(table, cases, key)


def _freeze_sqlite(table: str, cases: str, key: str) -> None:
    stop = "BEGIN SELECT RAISE(ABORT, 'a finished supervision stays as it is'); END"
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
            f"WHEN OLD.finished_at IS NOT NULL {stop}"
        )
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        op.execute(
            f"CREATE TRIGGER {cases}_frozen_{verb.lower()} BEFORE {verb} ON {cases} "
            f"WHEN (SELECT finished_at FROM {table} WHERE id = {row}.{key}) IS NOT NULL {stop}"
        )


def _freeze_postgresql(table: str, cases: str, key: str) -> None:
    stop = "RAISE EXCEPTION 'a finished supervision stays as it is'"
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.finished_at IS NOT NULL THEN {stop}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    held = f"EXISTS (SELECT 1 FROM {table} s WHERE s.id = %s.{key} AND s.finished_at IS NOT NULL)"
    op.execute(
        f"CREATE FUNCTION {cases}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' AND {held % 'OLD'} THEN {stop}; END IF; "
        f"IF TG_OP <> 'DELETE' AND {held % 'NEW'} THEN {stop}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {cases}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {cases} "
        f"FOR EACH ROW EXECUTE FUNCTION {cases}_refuse()"
    )


def downgrade() -> None:
    """Take them away."""
    for table, (cases, _key) in FROZEN.items():
        for each in (table, cases):
            if op.get_bind().dialect.name == "sqlite":
                for verb in ("insert", "update", "delete"):
                    op.execute(f"DROP TRIGGER IF EXISTS {each}_frozen_{verb}")
            else:
                op.execute(f"DROP TRIGGER {each}_frozen ON {each}")
                op.execute(f"DROP FUNCTION {each}_refuse()")
    op.drop_table("group_cases")
    op.drop_table("group_parts")
    op.drop_table("group_supervisions")
