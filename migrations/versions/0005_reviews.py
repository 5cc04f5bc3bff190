"""Later records: team around the family meetings, how each outcome stands at a review, copies of a review, family
group decision making, and what a plan holds if things slip."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
ADDED = (
    ("plans", "if_things_slip", lambda: sa.Column("if_things_slip", sa.Text(), nullable=True)),
    ("plans", "slip_version", lambda: sa.Column("slip_version", sa.Integer(), nullable=False, server_default="0")),
    ("outcomes", "scale", lambda: sa.Column("scale", sa.String(20), nullable=False, server_default="0-10")),
    ("scores", "scale", lambda: sa.Column("scale", sa.String(20), nullable=False, server_default="0-10")),
    ("cases", "meeting_on", lambda: sa.Column("meeting_on", sa.Date(), nullable=True)),
    ("cases", "minutes_owed_on", lambda: sa.Column("minutes_owed_on", sa.Date(), nullable=True)),
)


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, nullable=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    for table, _name, column in ADDED:
        op.add_column(table, column())
    _meetings()
    _of_reviews()
    _family_meetings()


def _meetings() -> None:
    op.create_table(
        "team_meetings",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("meets_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("arranged_by_id", ID, nullable=False),
        sa.Column("arranged_at", AT, nullable=False),
        sa.Column("called_off_at", AT, nullable=True),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "called_off_at IS NULL OR review_id IS NULL", name=op.f("ck_team_meetings_held_or_called_off")
        ),
        _key("team_meetings", "case_id", "cases"),
        _key("team_meetings", "arranged_by_id", "practitioners"),
        _key("team_meetings", "review_id", "reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meetings")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_team_meetings_case_id_number")),
    )
    ahead = sa.text("called_off_at IS NULL AND review_id IS NULL")
    with op.batch_alter_table("team_meetings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_team_meetings_one_ahead", ["case_id"], unique=True, sqlite_where=ahead, postgresql_where=ahead
        )
        batch_op.create_index(batch_op.f("ix_team_meetings_review_id"), ["review_id"], unique=False)
    op.create_table(
        "team_meeting_people",
        _id(),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("practitioner_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        _key("team_meeting_people", "meeting_id", "team_meetings"),
        _key("team_meeting_people", "practitioner_id", "practitioners"),
        _key("team_meeting_people", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meeting_people")),
    )
    with op.batch_alter_table("team_meeting_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_meeting_people_meeting_id"), ["meeting_id"], unique=False)


def _of_reviews() -> None:
    op.create_table(
        "review_progress",
        _id(),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("outcome_number", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        _key("review_progress", "review_id", "reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_progress")),
        sa.UniqueConstraint("review_id", "outcome_number", name=op.f("uq_review_progress_review_id_outcome_number")),
    )
    op.create_table(
        "review_copies",
        _id(),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        _key("review_copies", "review_id", "reviews"),
        _key("review_copies", "recorded_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_copies")),
    )
    with op.batch_alter_table("review_copies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_copies_review_id"), ["review_id"], unique=False)


def _family_meetings() -> None:
    op.create_table(
        "family_meetings",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("offered_to", sa.String(200), nullable=False),
        sa.Column("offer_note", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("plan_text", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        sa.CheckConstraint(
            "(state = 'offered') = (answered_on IS NULL)", name=op.f("ck_family_meetings_answered_with_day")
        ),
        sa.CheckConstraint("state <> 'held' OR plan_text IS NOT NULL", name=op.f("ck_family_meetings_held_with_plan")),
        _key("family_meetings", "case_id", "cases"),
        _key("family_meetings", "recorded_by_id", "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_meetings")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_family_meetings_case_id_number")),
    )
    waits = sa.text("answered_on IS NULL")
    with op.batch_alter_table("family_meetings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_family_meetings_one_offer", ["case_id"], unique=True, sqlite_where=waits, postgresql_where=waits
        )
    op.create_table(
        "family_wishes",
        _id(),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("headline", sa.String(40), nullable=False),
        _key("family_wishes", "meeting_id", "family_meetings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_wishes")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_family_wishes_meeting_id_number")),
    )


def downgrade() -> None:
    for table in (
        "family_wishes",
        "family_meetings",
        "review_copies",
        "review_progress",
        "team_meeting_people",
        "team_meetings",
    ):
        op.drop_table(table)
    for table, name, _column in reversed(ADDED):
        op.drop_column(table, name)
