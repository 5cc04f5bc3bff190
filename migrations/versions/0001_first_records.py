"""The first records, and the triggers that keep the chronology and the looks as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("events", "looks")


def key_text(length: int) -> sa.types.TypeEngine[str]:
    """A text that is compared byte by byte on both engines."""
    return sa.String(length, collation="C").with_variant(sa.String(length), "sqlite")


def keep_as_written(table: str) -> None:
    """Refuse every change and every removal of a row, in the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_as_written BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("name", name=op.f("uq_agencies_name")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_at", ["at"], unique=False)
        batch_op.create_index("ix_attempts_key_at", ["key", "at"], unique=False)

    op.create_table(
        "families",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", key_text(120), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families")),
        sa.UniqueConstraint("code", name=op.f("uq_families_code")),
    )
    with op.batch_alter_table("families", schema=None) as batch_op:
        batch_op.create_index("ix_families_name_key_id", ["name_key", "id"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("forename", sa.String(length=200), nullable=False),
        sa.Column("surname", sa.String(length=200), nullable=False),
        sa.Column("known_as", sa.String(length=200), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_estimated", sa.Boolean(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("gender", sa.String(length=200), nullable=True),
        sa.Column("ethnicity", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=True),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("upn", sa.String(length=13), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("name_key", key_text(120), nullable=False),
        sa.Column("sound_key", key_text(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("birth_date IS NULL OR due_date IS NULL", name=op.f("ck_people_born_or_expected")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("code", name=op.f("uq_people_code")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_birth_date"), ["birth_date"], unique=False)
        batch_op.create_index("ix_people_name_key_id", ["name_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_nhs_number"), ["nhs_number"], unique=False)
        batch_op.create_index("ix_people_sound_key_birth_date", ["sound_key", "birth_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_upn"), ["upn"], unique=False)

    op.create_table(
        "teams",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "addresses",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("lines", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_addresses_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_addresses_postcode"), ["postcode"], unique=False)

    op.create_table(
        "members",
        sa.Column("id", ID, nullable=False),
        sa.Column("family_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_members_family_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_members_current",
            ["family_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )

    op.create_table(
        "practitioners",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("is_social_worker", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_practitioners_agency_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_practitioners_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioners")),
        sa.UniqueConstraint("code", name=op.f("uq_practitioners_code")),
        sa.UniqueConstraint("email", name=op.f("uq_practitioners_email")),
    )
    with op.batch_alter_table("practitioners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practitioners_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practitioners_team_id"), ["team_id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("family_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("allocated_on", sa.Date(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("plan_agreed_on", sa.Date(), nullable=True),
        sa.Column("stepped_on", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("next_due", sa.String(length=40), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("late_after", sa.Date(), nullable=True),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("earlier_case_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_cases_closed_with_day")),
        sa.CheckConstraint("stage <> 'active' OR plan_agreed_on IS NOT NULL", name=op.f("ck_cases_active_with_plan")),
        sa.CheckConstraint("stage = 'closed' OR next_due_on IS NOT NULL", name=op.f("ck_cases_open_with_next_day")),
        sa.CheckConstraint(
            "stage IN ('allocating', 'closed') OR lead_id IS NOT NULL", name=op.f("ck_cases_held_by_somebody")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_cases_contact_id", use_alter=True),
        sa.ForeignKeyConstraint(["earlier_case_id"], ["cases.id"], name=op.f("fk_cases_earlier_case_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_cases_family_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["practitioners.id"], name=op.f("fk_cases_lead_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_cases_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_closed_on",
            ["closed_on"],
            unique=False,
            sqlite_where=sa.text("closed_on IS NOT NULL"),
            postgresql_where=sa.text("closed_on IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_cases_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_earlier_case_id"), ["earlier_case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_family_id"), ["family_id"], unique=False)
        batch_op.create_index("ix_cases_lead_id_next_due_on_id", ["lead_id", "next_due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_opened_on"), ["opened_on"], unique=False)
        batch_op.create_index("ix_cases_stage_next_due_on_id", ["stage", "next_due_on", "id"], unique=False)
        batch_op.create_index("ix_cases_team_id_next_due_on_id", ["team_id", "next_due_on", "id"], unique=False)
        batch_op.create_index("ix_cases_team_id_closed_on_id", ["team_id", "closed_on", "id"], unique=False)
        batch_op.create_index(
            "ix_cases_team_id_stage_next_due_on_id", ["team_id", "stage", "next_due_on", "id"], unique=False
        )
        batch_op.create_index(
            "uq_cases_one_open",
            ["family_id"],
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )

    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_drafts_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("practitioner_id", "path", name=op.f("uq_drafts_practitioner_id_path")),
    )
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["practitioners.id"], name=op.f("fk_events_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("subject", "subject_id", "number", name=op.f("uq_events_subject_subject_id_number")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_by_id"), ["by_id"], unique=False)

    op.create_table(
        "looks",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=True),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_looks_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.create_index("ix_looks_practitioner_id_id", ["practitioner_id", "id"], unique=False)
        batch_op.create_index("ix_looks_subject_subject_id_id", ["subject", "subject_id", "id"], unique=False)

    op.create_table(
        "named_viewers",
        sa.Column("family_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_named_viewers_family_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_named_viewers_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("family_id", "practitioner_id", name=op.f("pk_named_viewers")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_sign_ins_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_ins_token_digest")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_practitioner_id"), ["practitioner_id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("location", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_submissions_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("practitioner_id", "key", name=op.f("uq_submissions_practitioner_id_key")),
    )
    op.create_table(
        "team_managers",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_team_managers_practitioner_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_managers_team_id")),
        sa.PrimaryKeyConstraint("team_id", "practitioner_id", name=op.f("pk_team_managers")),
    )
    with op.batch_alter_table("team_managers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_managers_practitioner_id"), ["practitioner_id"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_because IS NOT NULL",
            name=op.f("ck_agreements_withdrawn_with_reason"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agreements_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_agreements_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreements_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_agreements_in_force",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )

    op.create_table(
        "assessment_parts",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("working_well", sa.Text(), nullable=False),
        sa.Column("worries", sa.Text(), nullable=False),
        sa.Column("needs_to_happen", sa.Text(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score IS NULL OR score BETWEEN 0 AND 10", name=op.f("ck_assessment_parts_score_on_scale")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessment_parts_case_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["practitioners.id"], name=op.f("fk_assessment_parts_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_parts")),
        sa.UniqueConstraint("case_id", "domain", "version", name=op.f("uq_assessment_parts_case_id_domain_version")),
    )
    op.create_table(
        "closings",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("family_feedback", sa.Text(), nullable=True),
        sa.Column("sustaining_plan", sa.Text(), nullable=True),
        sa.Column("who_was_told", sa.Text(), nullable=False),
        sa.Column("check_ins_declined", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason NOT IN ('met', 'partly_met') OR (sustaining_plan IS NOT NULL AND family_feedback IS NOT NULL)",
            name=op.f("ck_closings_met_with_sustaining_plan"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_closings_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_closings_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closings")),
        sa.UniqueConstraint("case_id", name=op.f("uq_closings_case_id")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("referrer_name", sa.String(length=200), nullable=True),
        sa.Column("referrer_email", sa.String(length=200), nullable=True),
        sa.Column("referrer_phone", sa.String(length=200), nullable=True),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=True),
        sa.Column("family_view", sa.Text(), nullable=True),
        sa.Column("family_knows", sa.Boolean(), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("urgency_order", sa.SmallInteger(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("address_hidden", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_by_id", ID, nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("family_id", ID, nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=True),
        sa.Column("referrer_told", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("created_by_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'decided' OR (outcome IS NOT NULL AND level IS NOT NULL AND rationale IS NOT NULL AND decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name=op.f("ck_contacts_decided_with_reasons"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_contacts_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contacts_case_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["practitioners.id"], name=op.f("fk_contacts_created_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["practitioners.id"], name=op.f("fk_contacts_decided_by_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_contacts_family_id")),
        sa.ForeignKeyConstraint(["held_by_id"], ["practitioners.id"], name=op.f("fk_contacts_held_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("code", name=op.f("uq_contacts_code")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_held_by_id"), ["held_by_id"], unique=False)
        batch_op.create_index("ix_contacts_queue", ["state", "urgency_order", "due_on", "id"], unique=False)
        batch_op.create_index("ix_contacts_received_at_id", ["received_at", "id"], unique=False)
        batch_op.create_index(
            "ix_contacts_unacknowledged",
            ["decided_at", "id"],
            unique=False,
            sqlite_where=sa.text("outcome = 'step_up' AND acknowledged_at IS NULL"),
            postgresql_where=sa.text("outcome = 'step_up' AND acknowledged_at IS NULL"),
        )

    op.create_table(
        "leads",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("practitioner_id", ID, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_leads_case_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_leads_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_leads_practitioner_id_case_id",
            ["practitioner_id", "case_id"],
            unique=False,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.create_index(
            "uq_leads_one_leader",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
            postgresql_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
        )

    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("people_seen", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("written_by_id", ID, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version = 1 OR because IS NOT NULL", name=op.f("ck_notes_correction_with_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notes_case_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["practitioners.id"], name=op.f("fk_notes_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_notes_code_version")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notes_in_order",
            ["case_id", "is_current", "happened_on", "first_written_at", "code"],
            unique=False,
        )
        batch_op.create_index(
            "uq_notes_current",
            ["code"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_because", sa.Text(), nullable=True),
        sa.Column("one_more_because", sa.Text(), nullable=True),
        sa.Column("one_more_by_id", ID, nullable=True),
        sa.Column("outcome_count", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=200), nullable=True),
        sa.Column("agreed_how", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agreed_on IS NULL OR (agreed_by IS NOT NULL AND agreed_how IS NOT NULL)",
            name=op.f("ck_plans_agreed_by_somebody"),
        ),
        sa.CheckConstraint(
            "agreed_on IS NULL OR outcome_count BETWEEN 2 AND 3 OR (outcome_count = 4 AND one_more_because IS NOT NULL)",
            name=op.f("ck_plans_two_or_three_outcomes"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_plans_case_id")),
        sa.ForeignKeyConstraint(["one_more_by_id"], ["practitioners.id"], name=op.f("fk_plans_one_more_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_plans_case_id_number")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plans_one_in_writing",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("agreed_on IS NULL"),
            postgresql_where=sa.text("agreed_on IS NULL"),
        )

    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("apologies", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("family_view", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reviews_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_reviews_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_reviews_case_id_number")),
    )
    op.create_table(
        "steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("from_level", sa.String(length=40), nullable=False),
        sa.Column("to_level", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=True),
        sa.Column("family_view", sa.Text(), nullable=True),
        sa.Column("family_agrees", sa.Boolean(), nullable=False),
        sa.Column("without_agreement_because", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("decided_because", sa.Text(), nullable=True),
        sa.Column("handover_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state = 'pending' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name=op.f("ck_steps_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'recalled') OR decided_because IS NOT NULL",
            name=op.f("ck_steps_refused_with_reason"),
        ),
        sa.CheckConstraint(
            "family_agrees OR without_agreement_because IS NOT NULL",
            name=op.f("ck_steps_agreement_or_reason"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["practitioners.id"], name=op.f("fk_steps_asked_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_steps_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["practitioners.id"], name=op.f("fk_steps_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("code", name=op.f("uq_steps_code")),
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steps_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_steps_waiting", ["state", "direction", "immediate", "due_on", "id"], unique=False)
        batch_op.create_index(
            "uq_steps_one_pending",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "check_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("closing_id", ID, nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("what_was_said", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", ID, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(result IS NULL) = (made_on IS NULL)", name=op.f("ck_check_ins_result_with_day")),
        sa.ForeignKeyConstraint(["closing_id"], ["closings.id"], name=op.f("fk_check_ins_closing_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_check_ins_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("closing_id", "months", name=op.f("uq_check_ins_closing_id_months")),
    )
    op.create_table(
        "contact_people",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("forename", sa.String(length=200), nullable=False),
        sa.Column("surname", sa.String(length=200), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("matched_by_id", ID, nullable=True),
        sa.Column("created_person", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_people_contact_id")),
        sa.ForeignKeyConstraint(["matched_by_id"], ["practitioners.id"], name=op.f("fk_contact_people_matched_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contact_people_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_people")),
    )
    with op.batch_alter_table("contact_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_people_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", ID, nullable=False),
        sa.Column("to", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_messages_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            "ix_messages_unsent",
            ["id"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "outcomes",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("headline", sa.String(length=40), nullable=False),
        sa.Column("how_we_know", sa.Text(), nullable=False),
        sa.Column("start_score", sa.SmallInteger(), nullable=False),
        sa.Column("goal_score", sa.SmallInteger(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "start_score BETWEEN 0 AND 10 AND goal_score BETWEEN 0 AND 10",
            name=op.f("ck_outcomes_scores_on_scale"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_outcomes_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_outcomes_plan_id_number")),
    )
    op.create_table(
        "scores",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("outcome_number", sa.Integer(), nullable=False),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("respondent", sa.String(length=40), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_scores_value_on_scale")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_scores_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["practitioners.id"], name=op.f("fk_scores_recorded_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_scores_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(
            "ix_scores_case_id_outcome_number_scored_on",
            ["case_id", "outcome_number", "scored_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_scores_review_id"), ["review_id"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("outcome_id", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_kind", sa.String(length=40), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("copied_from_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["copied_from_id"], ["actions.id"], name=op.f("fk_actions_copied_from_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_actions_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("code", name=op.f("uq_actions_code")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actions_copied_from_id"), ["copied_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_actions_outcome_id"), ["outcome_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$"
        )
    if op.get_bind().dialect.name == "postgresql":
        # Cases and requests for help point at each other. SQLite takes such a key with its table, PostgreSQL after it.
        op.create_foreign_key("fk_cases_contact_id", "cases", "contacts", ["contact_id"], ["id"])
    for table in APPEND_ONLY:
        keep_as_written(table)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_cases_contact_id", "cases")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_outcome_id"))
        batch_op.drop_index(batch_op.f("ix_actions_copied_from_id"))

    op.drop_table("actions")
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_review_id"))
        batch_op.drop_index("ix_scores_case_id_outcome_number_scored_on")

    op.drop_table("scores")
    op.drop_table("outcomes")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_unsent",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_contact_id"))

    op.drop_table("messages")
    with op.batch_alter_table("contact_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_people_person_id"))
        batch_op.drop_index(batch_op.f("ix_contact_people_contact_id"))

    op.drop_table("contact_people")
    op.drop_table("check_ins")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_steps_one_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index("ix_steps_waiting")
        batch_op.drop_index(batch_op.f("ix_steps_case_id"))

    op.drop_table("steps")
    op.drop_table("reviews")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plans_one_in_writing",
            sqlite_where=sa.text("agreed_on IS NULL"),
            postgresql_where=sa.text("agreed_on IS NULL"),
        )

    op.drop_table("plans")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notes_current", sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current")
        )
        batch_op.drop_index("ix_notes_in_order")

    op.drop_table("notes")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_leads_one_leader",
            sqlite_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
            postgresql_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
        )
        batch_op.drop_index(
            "ix_leads_practitioner_id_case_id",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_leads_case_id"))

    op.drop_table("leads")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_contacts_unacknowledged")
        batch_op.drop_index("ix_contacts_received_at_id")
        batch_op.drop_index("ix_contacts_queue")
        batch_op.drop_index(batch_op.f("ix_contacts_held_by_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_family_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_case_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_agency_id"))

    op.drop_table("contacts")
    op.drop_table("closings")
    op.drop_table("assessment_parts")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_agreements_in_force",
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_agreements_case_id"))

    op.drop_table("agreements")
    with op.batch_alter_table("team_managers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_managers_practitioner_id"))

    op.drop_table("team_managers")
    op.drop_table("submissions")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_practitioner_id"))

    op.drop_table("sign_ins")
    op.drop_table("named_viewers")
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.drop_index("ix_looks_subject_subject_id_id")
        batch_op.drop_index("ix_looks_practitioner_id_id")

    op.drop_table("looks")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_by_id"))

    op.drop_table("events")
    op.drop_table("drafts")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cases_one_open",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )
        batch_op.drop_index("ix_cases_team_id_next_due_on_id")
        batch_op.drop_index("ix_cases_team_id_stage_next_due_on_id")
        batch_op.drop_index("ix_cases_team_id_closed_on_id")
        batch_op.drop_index("ix_cases_stage_next_due_on_id")
        batch_op.drop_index(batch_op.f("ix_cases_opened_on"))
        batch_op.drop_index("ix_cases_lead_id_next_due_on_id")
        batch_op.drop_index(batch_op.f("ix_cases_family_id"))
        batch_op.drop_index(batch_op.f("ix_cases_earlier_case_id"))
        batch_op.drop_index(batch_op.f("ix_cases_contact_id"))
        batch_op.drop_index(
            "ix_cases_closed_on",
            sqlite_where=sa.text("closed_on IS NOT NULL"),
            postgresql_where=sa.text("closed_on IS NOT NULL"),
        )

    op.drop_table("cases")
    with op.batch_alter_table("practitioners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practitioners_team_id"))
        batch_op.drop_index(batch_op.f("ix_practitioners_agency_id"))

    op.drop_table("practitioners")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_members_current",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_members_person_id"))

    op.drop_table("members")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addresses_postcode"))
        batch_op.drop_index(batch_op.f("ix_addresses_person_id"))

    op.drop_table("addresses")
    op.drop_table("teams")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_upn"))
        batch_op.drop_index("ix_people_sound_key_birth_date")
        batch_op.drop_index(batch_op.f("ix_people_nhs_number"))
        batch_op.drop_index("ix_people_name_key_id")
        batch_op.drop_index(batch_op.f("ix_people_birth_date"))

    op.drop_table("people")
    with op.batch_alter_table("families", schema=None) as batch_op:
        batch_op.drop_index("ix_families_name_key_id")

    op.drop_table("families")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_key_at")
        batch_op.drop_index("ix_attempts_at")

    op.drop_table("attempts")
    op.drop_table("agencies")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
