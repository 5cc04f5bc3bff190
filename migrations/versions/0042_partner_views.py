"""Partners are asked for their view on a request for help, and give it signed in or by a link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOR_ITS_VIEW = "(purpose = 'view') = (view_id IS NOT NULL) AND (view_id IS NULL) = (case_id IS NOT NULL)"


def upgrade() -> None:
    """Make them; a link to a view rests on no case."""
    op.create_table(
        "partner_views",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(given_at IS NULL) = (view IS NULL) AND (given_at IS NULL) = (verified IS NULL)",
            name=op.f("ck_partner_views_given_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_partner_views_contact_id_contacts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["practitioners.id"], name=op.f("fk_partner_views_person_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["practitioners.id"], name=op.f("fk_partner_views_asked_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_views")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_views_code")),
    )
    op.create_index("ix_partner_views_contact_id_id", "partner_views", ["contact_id", "id"])
    op.create_index("ix_partner_views_person_id_given_at", "partner_views", ["person_id", "given_at"])
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("view_id", ID, nullable=True))
        batch_op.alter_column("case_id", existing_type=ID, nullable=True)
        batch_op.create_foreign_key(op.f("fk_links_view_id_partner_views"), "partner_views", ["view_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_links_for_its_view"), FOR_ITS_VIEW)
        batch_op.create_index(op.f("ix_links_view_id"), ["view_id"])


def downgrade() -> None:
    """Take them away again, with the links to views."""
    op.execute("DELETE FROM links WHERE purpose = 'view'")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_links_view_id"))
        batch_op.drop_constraint(op.f("ck_links_for_its_view"), type_="check")
        batch_op.drop_constraint(op.f("fk_links_view_id_partner_views"), type_="foreignkey")
        batch_op.alter_column("case_id", existing_type=ID, nullable=False)
        batch_op.drop_column("view_id")
    op.drop_table("partner_views")
