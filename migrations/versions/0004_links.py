"""Later records: signed links for families and others, what they said by them, and the copies they were given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("waits AND seen_at IS NULL")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "links",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("reading_age", sa.String(length=40), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=True),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("opened_with", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", ID, nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=True),
        sa.CheckConstraint("(purpose = 'action') = (action_id IS NOT NULL)", name=op.f("ck_links_for_its_action")),
        sa.CheckConstraint(
            "(purpose = 'family_page') = (reading_age IS NOT NULL)", name=op.f("ck_links_read_by_an_age")
        ),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_links_few_tries")),
        sa.CheckConstraint(
            "revoked_at IS NULL OR (revoked_by_id IS NOT NULL AND revoked_because IS NOT NULL)",
            name=op.f("ck_links_revoked_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_links_case_id")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_links_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_links_person_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["practitioners.id"], name=op.f("fk_links_made_by_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["practitioners.id"], name=op.f("fk_links_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("code", name=op.f("uq_links_code")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_links_token_digest")),
    )
    op.create_index("ix_links_case_id_id", "links", ["case_id", "id"])
    op.create_index(op.f("ix_links_action_id"), "links", ["action_id"])
    op.create_index(op.f("ix_links_person_id"), "links", ["person_id"])
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", ID, nullable=True),
        sa.Column("done_about", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "seen_at IS NULL OR (seen_by_id IS NOT NULL AND done_about IS NOT NULL)",
            name=op.f("ck_answers_seen_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_answers_link_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_answers_case_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_answers_plan_id")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_answers_action_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["practitioners.id"], name=op.f("fk_answers_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("code", name=op.f("uq_answers_code")),
        sa.UniqueConstraint("link_id", "submission", name=op.f("uq_answers_link_id_submission")),
    )
    op.create_index("ix_answers_case_id_id", "answers", ["case_id", "id"])
    op.create_index(op.f("ix_answers_plan_id"), "answers", ["plan_id"])
    op.create_index(op.f("ix_answers_action_id"), "answers", ["action_id"])
    op.create_index("ix_answers_waiting", "answers", ["case_id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "copies",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_copies_case_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_copies_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_copies_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_copies_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
    )
    op.create_index("ix_copies_case_id_id", "copies", ["case_id", "id"])
    op.create_index(op.f("ix_copies_plan_id"), "copies", ["plan_id"])
    op.create_index(op.f("ix_copies_person_id"), "copies", ["person_id"])
    op.add_column("actions", sa.Column("owner_email", sa.String(length=200), nullable=True))
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", ID, nullable=True))
        batch_op.alter_column("recorded_by_id", existing_type=ID, nullable=True)
        batch_op.create_foreign_key(op.f("fk_scores_link_id"), "links", ["link_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_scores_recorded_by_somebody"), "recorded_by_id IS NOT NULL OR link_id IS NOT NULL"
        )
        batch_op.create_index(op.f("ix_scores_link_id"), ["link_id"])


def downgrade() -> None:
    """Take them away again. Scores that somebody gave by a link have nobody else to stand for them: they go, too."""
    op.execute("DELETE FROM scores WHERE recorded_by_id IS NULL")
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_scores_link_id"))
        batch_op.drop_constraint(op.f("ck_scores_recorded_by_somebody"), type_="check")
        batch_op.drop_constraint(op.f("fk_scores_link_id"), type_="foreignkey")
        batch_op.alter_column("recorded_by_id", existing_type=ID, nullable=False)
        batch_op.drop_column("link_id")
    for table in ("copies", "answers", "links"):
        op.drop_table(table)
    op.drop_column("actions", "owner_email")
