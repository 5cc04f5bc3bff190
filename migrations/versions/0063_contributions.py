"""People outside are asked for a contribution to a meeting of the team, and give it by a link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOR_ITS_CONTRIBUTION = "(purpose = 'contribution') = (contribution_id IS NOT NULL)"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "contributions",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.String(length=40), nullable=True),
        sa.Column("came_after", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(given_at IS NULL) = (text IS NULL) AND (given_at IS NULL) = (verified IS NULL)",
            name=op.f("ck_contributions_given_by_somebody"),
        ),
        sa.CheckConstraint(
            "given_at IS NOT NULL OR NOT came_after", name=op.f("ck_contributions_came_after_if_it_came")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contributions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["team_meetings.id"], name=op.f("fk_contributions_meeting_id_team_meetings")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_contributions_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["practitioners.id"], name=op.f("fk_contributions_asked_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("code", name=op.f("uq_contributions_code")),
    )
    op.create_index("ix_contributions_case_id_id", "contributions", ["case_id", "id"])
    op.create_index(op.f("ix_contributions_meeting_id"), "contributions", ["meeting_id"])
    op.create_index(op.f("ix_contributions_agency_id"), "contributions", ["agency_id"])
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contribution_id", ID, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_links_contribution_id_contributions"), "contributions", ["contribution_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_links_for_its_contribution"), FOR_ITS_CONTRIBUTION)
        batch_op.create_index(op.f("ix_links_contribution_id"), ["contribution_id"])


def downgrade() -> None:
    """Take them away again, with their links."""
    op.execute("DELETE FROM links WHERE purpose = 'contribution'")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_links_contribution_id"))
        batch_op.drop_constraint(op.f("ck_links_for_its_contribution"), type_="check")
        batch_op.drop_constraint(op.f("fk_links_contribution_id_contributions"), type_="foreignkey")
        batch_op.drop_column("contribution_id")
    op.drop_table("contributions")
