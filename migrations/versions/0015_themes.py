"""Learning themes with their sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHOWN = sa.text("published_at IS NOT NULL")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "themes",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("good", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("came_of_it", sa.Text(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)"
            " AND (published_at IS NULL OR (heard IS NOT NULL AND changed IS NOT NULL))",
            name=op.f("ck_themes_published_in_words"),
        ),
        sa.CheckConstraint("(done_on IS NULL) = (came_of_it IS NULL)", name=op.f("ck_themes_done_in_words")),
        *(
            sa.ForeignKeyConstraint([f"{who}_id"], ["practitioners.id"], name=op.f(f"fk_themes_{who}_id_practitioners"))
            for who in ("owner", "made_by", "published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("code", name=op.f("uq_themes_code")),
    )
    op.create_index(op.f("ix_themes_owner_id"), "themes", ["owner_id"])
    op.create_index("ix_themes_published", "themes", ["id"], sqlite_where=SHOWN, postgresql_where=SHOWN)
    op.create_table(
        "theme_sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=True),
        sa.CheckConstraint("(kind = 'practice') = (reference IS NULL)", name=op.f("ck_theme_sources_referred_to")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_sources_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_sources")),
        sa.UniqueConstraint("theme_id", "kind", "reference", name=op.f("uq_theme_sources_theme_id_kind_reference")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("theme_sources")
    op.drop_table("themes")
