"""Later records: what an assessment holds of voices, needs and respondents, and how people understand best."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
TABLES = (
    "assessment_scores",
    "assessment_voices",
    "assessment_around",
    "low_score_reasons",
    "advocacy_offers",
    "assessment_shares",
)


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, nullable=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _of_a_case(table: str, by: str, *unique: str) -> list[sa.SchemaItem]:
    """What each of these records has: its case, who wrote it, its own number, and what it has but once."""
    rules = [
        _key(table, "case_id", "cases"),
        _key(table, by, "practitioners"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    if unique:
        rules.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}")))
    return list(rules)


def upgrade() -> None:
    """Make them. Every column that older records lack can stay empty."""
    op.add_column("assessment_parts", sa.Column("presenting_need", sa.Text(), nullable=True))
    op.add_column("assessment_parts", sa.Column("underlying_need", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("communication", sa.String(200), nullable=True))
    op.add_column("people", sa.Column("communication_note", sa.String(200), nullable=True))
    op.create_table(
        "assessment_scores",
        _id(),
        sa.Column("part_id", ID, nullable=False),
        sa.Column("respondent", sa.String(40), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_assessment_scores_value_on_scale")),
        sa.CheckConstraint("respondent <> 'practitioner'", name=op.f("ck_assessment_scores_not_the_practitioner")),
        _key("assessment_scores", "part_id", "assessment_parts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_scores")),
        sa.UniqueConstraint("part_id", "respondent", name=op.f("uq_assessment_scores_part_id_respondent")),
    )
    _voices()
    _around()
    _shares()


def _voices() -> None:
    op.create_table(
        "assessment_voices",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("heard", sa.String(40), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("heard_by", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("daily_life", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        sa.CheckConstraint(
            "(heard = 'not_yet') = (because IS NOT NULL)", name=op.f("ck_assessment_voices_heard_or_why_not")
        ),
        sa.CheckConstraint(
            "(heard = 'not_yet') = (heard_on IS NULL)", name=op.f("ck_assessment_voices_heard_on_a_day")
        ),
        _key("assessment_voices", "person_id", "people"),
        *_of_a_case("assessment_voices", "written_by_id", "case_id", "person_id", "version"),
    )
    op.create_index(op.f("ix_assessment_voices_person_id"), "assessment_voices", ["person_id"])
    op.create_table(
        "advocacy_offers",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("offered_by", sa.String(200), nullable=False),
        sa.Column("explained", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        _key("advocacy_offers", "person_id", "people"),
        *_of_a_case("advocacy_offers", "recorded_by_id"),
    )
    op.create_index(op.f("ix_advocacy_offers_person_id"), "advocacy_offers", ["person_id"])
    op.create_index("ix_advocacy_offers_case_id_person_id_id", "advocacy_offers", ["case_id", "person_id", "id"])


def _around() -> None:
    op.create_table(
        "assessment_around",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *_of_a_case("assessment_around", "written_by_id", "case_id", "topic", "version"),
    )
    op.create_table(
        "low_score_reasons",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("domain", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *_of_a_case("low_score_reasons", "written_by_id", "case_id", "domain", "version"),
    )


def _shares() -> None:
    op.create_table(
        "assessment_shares",
        _id(),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(200), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("says", sa.Text(), nullable=True),
        sa.Column("answer_recorded_by_id", ID, nullable=True),
        sa.Column("answer_recorded_at", AT, nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_assessment_shares_answered_on_a_day")
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'agrees' OR says IS NOT NULL",
            name=op.f("ck_assessment_shares_answered_in_words"),
        ),
        _key("assessment_shares", "answer_recorded_by_id", "practitioners"),
        *_of_a_case("assessment_shares", "recorded_by_id", "case_id", "number"),
    )


def downgrade() -> None:
    """Take them away again, and what was written in them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, column in (
        ("people", "communication_note"),
        ("people", "communication"),
        ("assessment_parts", "underlying_need"),
        ("assessment_parts", "presenting_need"),
    ):
        op.drop_column(table, column)
