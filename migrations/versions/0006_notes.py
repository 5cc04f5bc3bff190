"""Later records: who was seen at a visit, follow-ups, what is shared with a family, and handovers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.add_column("notes", sa.Column("headline", sa.String(length=200), nullable=True))
    op.add_column("notes", sa.Column("minutes", sa.SmallInteger(), nullable=True))
    op.create_index(
        "ix_notes_of_kind", "notes", ["case_id", "kind", "is_current", "happened_on", "first_written_at", "code"]
    )
    op.create_index("ix_events_in_time", "events", ["subject", "subject_id", "at", "id", "kind"])
    _people()
    _family()
    _follow_ups()
    _handovers()


def _people() -> None:
    op.create_table(
        "note_people",
        sa.Column("note_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("seen_alone", sa.Boolean(), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("first_written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.CheckConstraint("present OR NOT seen_alone", name=op.f("ck_note_people_seen_alone_is_there")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_people_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_note_people_person_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_note_people_case_id")),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_note_people")),
    )
    op.create_index(
        "ix_note_people_in_order", "note_people", ["case_id", "person_id", "happened_on", "first_written_at", "code"]
    )
    for name, which in (("ix_note_people_there", "present"), ("ix_note_people_alone", "seen_alone")):
        op.create_index(
            name,
            "note_people",
            ["case_id", "person_id", "happened_on"],
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )


def _family() -> None:
    for table, who, day, more in (
        ("note_shares", "shared_with", "shared_on", ()),
        ("note_comments", "said_by", "said_on", (sa.Column("text", sa.Text(), nullable=False),)),
    ):
        op.create_table(
            table,
            sa.Column("id", ID, nullable=False),
            sa.Column("note_id", ID, nullable=False),
            sa.Column(who, sa.String(length=200), nullable=False),
            sa.Column(day, sa.Date(), nullable=False),
            *more,
            sa.Column("recorded_by_id", ID, nullable=False),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f(f"fk_{table}_note_id")),
            sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f(f"fk_{table}_recorded_by_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_note_id"), table, ["note_id"])


def _follow_ups() -> None:
    people = ("asked_by_id", "asked_of_id", "held_by_id", "answered_by_id")
    op.create_table(
        "follow_ups",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("note_id", ID, nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, ID, nullable=name == "answered_by_id") for name in people),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_follow_ups_answered_in_words"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_follow_ups_note_id")),
        *(sa.ForeignKeyConstraint([name], ["practitioners.id"], name=op.f(f"fk_follow_ups_{name}")) for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("code", name=op.f("uq_follow_ups_code")),
    )
    op.create_index(op.f("ix_follow_ups_note_id"), "follow_ups", ["note_id"])
    for name, columns in (
        ("ix_follow_ups_open", ["held_by_id", "due_on", "id"]),
        ("ix_follow_ups_of_case", ["case_id", "held_by_id"]),
    ):
        op.create_index(
            name,
            "follow_ups",
            columns,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("lead_id", ID, nullable=False),
        sa.Column("note_id", ID, nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(length=40), nullable=True),
        sa.Column("told_by", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(told_on IS NULL) = (told_how IS NULL) AND (told_on IS NULL) = (told_by IS NULL)",
            name=op.f("ck_handovers_told_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_handovers_case_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_handovers_lead_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_handovers_note_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_handovers_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_handovers_lead_id")),
    )
    op.create_index(op.f("ix_handovers_case_id"), "handovers", ["case_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("handovers", "follow_ups", "note_comments", "note_shares", "note_people"):
        op.drop_table(table)
    op.drop_index("ix_events_in_time", table_name="events")
    op.drop_index("ix_notes_of_kind", table_name="notes")
    op.drop_column("notes", "minutes")
    op.drop_column("notes", "headline")
