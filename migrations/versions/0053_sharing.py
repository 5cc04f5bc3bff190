"""What is shared with which agency, for what and on which basis."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from familyhelp.practice.references import new_code

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_LOOK_AT = sa.text("looked_at IS NULL AND basis <> 'agreement'")
WHAT = "What they need to do their part: the family’s record without restricted notes."


def upgrade() -> None:
    """Make them, and one for each agency whose people have a part in a case now: they go on seeing it."""
    op.create_table(
        "sharings",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("family_told", sa.Boolean(), nullable=False),
        sa.Column("not_told_because", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("withdrawn_by_id", ID, nullable=True),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", ID, nullable=True),
        sa.Column("looked_words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_because IS NOT NULL", name=op.f("ck_sharings_withdrawn_with_reason")
        ),
        sa.CheckConstraint("(purpose IS NULL) = (basis IS NULL)", name=op.f("ck_sharings_shared_on_a_basis")),
        sa.CheckConstraint(
            "basis = 'agreement' OR because IS NOT NULL", name=op.f("ck_sharings_without_agreement_with_reason")
        ),
        sa.CheckConstraint(
            "family_told OR not_told_because IS NOT NULL", name=op.f("ck_sharings_not_told_with_reason")
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_sharings_ends_after_it_starts")),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by_id IS NULL)", name=op.f("ck_sharings_looked_at_by_somebody")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sharings_case_id_cases")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_sharings_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["practitioners.id"], name=op.f("fk_sharings_withdrawn_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["practitioners.id"], name=op.f("fk_sharings_recorded_by_id_practitioners")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["practitioners.id"], name=op.f("fk_sharings_looked_by_id_practitioners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharings")),
        sa.UniqueConstraint("code", name=op.f("uq_sharings_code")),
    )
    op.create_index("ix_sharings_agency_id", "sharings", ["agency_id"])
    op.create_index("ix_sharings_case_id_agency_id", "sharings", ["case_id", "agency_id"])
    op.create_index("ix_sharings_to_look_at", "sharings", ["id"], sqlite_where=TO_LOOK_AT, postgresql_where=TO_LOOK_AT)
    _take_over()


def _take_over() -> None:
    connection = op.get_bind()
    parts = connection.execute(
        sa.text(
            "SELECT l.case_id, p.agency_id, MIN(l.starts_on) AS starts_on FROM leads l "
            "JOIN practitioners p ON p.id = l.practitioner_id "
            "WHERE l.ends_on IS NULL AND p.agency_id IS NOT NULL "
            "AND p.role IN ('lead_professional', 'contributor') "
            "GROUP BY l.case_id, p.agency_id ORDER BY l.case_id, p.agency_id"
        ).columns(case_id=sa.BigInteger, agency_id=sa.BigInteger, starts_on=sa.Date)
    ).all()
    if not parts:
        return
    now = datetime.now(UTC)
    sharings = sa.table(
        "sharings",
        *(sa.column(name) for name in ("code", "purpose", "what", "basis")),
        sa.column("case_id", sa.BigInteger),
        sa.column("agency_id", sa.BigInteger),
        sa.column("family_told", sa.Boolean),
        sa.column("starts_on", sa.Date),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    rows = [
        {
            "code": new_code(),
            "case_id": part.case_id,
            "agency_id": part.agency_id,
            "purpose": "together",
            "what": WHAT,
            "basis": "agreement",
            "family_told": True,
            "starts_on": part.starts_on,
            "recorded_at": now,
        }
        for part in parts
    ]
    connection.execute(sharings.insert(), rows)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("sharings")
