"""Later records: practice models in versions, the model of each assessment, and the needs that were ticked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them. An assessment without a model was written with the standard one."""
    op.create_table(
        "practice_models",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.String(length=40), nullable=False),
        sa.Column("lowest", sa.SmallInteger(), nullable=False),
        sa.Column("highest", sa.SmallInteger(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("used_from", sa.Date(), nullable=True),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "lowest >= 0 AND highest <= 10 AND lowest < highest", name=op.f("ck_practice_models_a_scale")
        ),
        sa.CheckConstraint("NOT in_use OR used_from IS NOT NULL", name=op.f("ck_practice_models_in_use_since_a_day")),
        sa.ForeignKeyConstraint(["made_by_id"], ["practitioners.id"], name=op.f("fk_practice_models_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_models")),
        sa.UniqueConstraint("code", name=op.f("uq_practice_models_code")),
        sa.UniqueConstraint("name", "number", name=op.f("uq_practice_models_name_number")),
    )
    op.create_index(
        "uq_practice_models_in_use",
        "practice_models",
        ["in_use"],
        unique=True,
        sqlite_where=sa.text("in_use"),
        postgresql_where=sa.text("in_use"),
    )
    op.create_table(
        "assessment_models",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("practice_model_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessment_models_case_id")),
        sa.ForeignKeyConstraint(
            ["practice_model_id"], ["practice_models.id"], name=op.f("fk_assessment_models_practice_model_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_assessment_models")),
    )
    op.create_index(op.f("ix_assessment_models_practice_model_id"), "assessment_models", ["practice_model_id"])
    op.add_column("assessment_parts", sa.Column("needs", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("assessment_parts", "needs")
    op.drop_table("assessment_models")
    op.drop_index("uq_practice_models_in_use", table_name="practice_models")
    op.drop_table("practice_models")
