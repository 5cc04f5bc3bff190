"""Two records of one person: pairs to look at, and merges that can be undone row by row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "person_pairs",
        sa.Column("id", ID, nullable=False),
        sa.Column("one_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("apart_by_id", ID, nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_person_pairs_in_order")),
        sa.CheckConstraint(
            "(apart_at IS NULL) = (apart_by_id IS NULL)", name=op.f("ck_person_pairs_apart_by_somebody")
        ),
        sa.ForeignKeyConstraint(["one_id"], ["people.id"], name=op.f("fk_person_pairs_one_id_people")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_person_pairs_other_id_people")),
        sa.ForeignKeyConstraint(
            ["apart_by_id"], ["practitioners.id"], name=op.f("fk_person_pairs_apart_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_pairs")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_person_pairs_one_id_other_id")),
    )
    op.create_index("ix_person_pairs_other_id", "person_pairs", ["other_id"])
    op.create_index(
        "ix_person_pairs_to_look_at",
        "person_pairs",
        ["id"],
        sqlite_where=sa.text("apart_at IS NULL"),
        postgresql_where=sa.text("apart_at IS NULL"),
    )
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kept_id", ID, nullable=False),
        sa.Column("gone_id", ID, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", ID, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", ID, nullable=True),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_merges_of_two")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_merges_undone_by_somebody")),
        sa.ForeignKeyConstraint(["kept_id"], ["people.id"], name=op.f("fk_merges_kept_id_people")),
        sa.ForeignKeyConstraint(["gone_id"], ["people.id"], name=op.f("fk_merges_gone_id_people")),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["practitioners.id"], name=op.f("fk_merges_merged_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["practitioners.id"], name=op.f("fk_merges_undone_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("code", name=op.f("uq_merges_code")),
    )
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"])
    op.create_index(
        "uq_merges_gone_once",
        "merges",
        ["gone_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "merge_rows",
        sa.Column("id", ID, nullable=False),
        sa.Column("merge_id", ID, nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_rows_merge_id_merges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_rows")),
    )
    op.create_index("ix_merge_rows_merge_id", "merge_rows", ["merge_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("merge_rows")
    op.drop_table("merges")
    op.drop_table("person_pairs")
