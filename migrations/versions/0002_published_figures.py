"""Published figures: areas, datasets, figures, neighbours; and the results of what is counted here."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", ID, nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=3), nullable=True),
        sa.Column("code", sa.String(length=9), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("wider_id", ID, nullable=True),
        sa.CheckConstraint(
            "level <> 'authority' OR number IS NOT NULL OR code IS NOT NULL", name=op.f("ck_areas_known_by_something")
        ),
        sa.ForeignKeyConstraint(["wider_id"], ["areas.id"], name=op.f("fk_areas_wider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("number", name=op.f("uq_areas_number")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_areas_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_areas_wider_id"), ["wider_id"], unique=False)

    op.create_table(
        "datasets",
        sa.Column("id", ID, nullable=False),
        sa.Column("publication", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", ID, nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["practitioners.id"], name=op.f("fk_datasets_imported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
        sa.UniqueConstraint("digest", name=op.f("uq_datasets_digest")),
    )
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.create_index(
            "uq_datasets_in_force",
            ["publication"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "area_codes",
        sa.Column("dataset_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_codes_area_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_area_codes_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", "area_id", "code", name=op.f("pk_area_codes")),
    )
    with op.batch_alter_table("area_codes", schema=None) as batch_op:
        batch_op.create_index("ix_area_codes_code", ["code"], unique=False)

    op.create_table(
        "figures",
        sa.Column("dataset_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.String(length=48), nullable=True),
        sa.Column("symbol", sa.String(length=8), nullable=True),
        sa.CheckConstraint("(value IS NULL) <> (symbol IS NULL)", name=op.f("ck_figures_number_or_symbol")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_figures_area_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_figures_dataset_id")),
        sa.PrimaryKeyConstraint("dataset_id", "area_id", "line", "year", name=op.f("pk_figures")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "neighbours",
        sa.Column("dataset_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("neighbour_id", ID, nullable=False),
        sa.Column("closeness", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_neighbours_area_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_neighbours_dataset_id")),
        sa.ForeignKeyConstraint(["neighbour_id"], ["areas.id"], name=op.f("fk_neighbours_neighbour_id")),
        sa.PrimaryKeyConstraint("dataset_id", "area_id", "position", name=op.f("pk_neighbours")),
        sa.UniqueConstraint(
            "dataset_id", "area_id", "neighbour_id", name=op.f("uq_neighbours_dataset_id_area_id_neighbour_id")
        ),
    )
    op.create_table(
        "local_results",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("doubled_median", sa.BigInteger(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", "measure", name=op.f("pk_local_results")),
    )


def downgrade() -> None:
    for table in ("local_results", "neighbours", "figures", "area_codes", "datasets", "areas"):
        op.drop_table(table)
