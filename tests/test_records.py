"""The database holds the records to their facts, whatever the code above it forgets."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from familyhelp.casework import notes
from familyhelp.extensions import Base, db, writing
from familyhelp.models import Case, Closing, Contact, Event, Look, Step
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Source, Urgency
from tests import by_link, stories


def run(statement: str, **values: object) -> None:
    """One statement in a transaction of its own."""
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def column_names(model: type) -> list[str]:
    """The columns of a record's table."""
    return [column.name for column in sa.inspect(model).columns]


@pytest.fixture
def case(cast, client):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.kamal)
    client.get("/")
    db.session.execute(sa.insert(Look).values(at=clock.now(), practitioner_id=cast.kamal.id, page="x", refused=False))
    db.session.commit()
    return case


@pytest.mark.parametrize("table", ["events", "looks"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET at = at",
        "UPDATE {table} SET because = 'x' WHERE id = (SELECT min(id) FROM {table})",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
    ],
)
def test_what_was_written_cannot_be_changed_or_taken_out(case, table, statement):
    before = db.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))
    assert before
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement.format(table=table))
    assert db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) == before


@pytest.mark.parametrize("table", [Event, Look])
def test_what_was_written_cannot_be_written_over(case, table, engine_name):
    names = ", ".join(column_names(table))
    if engine_name == "sqlite":
        statements = [
            f"INSERT OR REPLACE INTO {table.__tablename__} ({names}) SELECT {names} FROM {table.__tablename__}",
            f"REPLACE INTO {table.__tablename__} ({names}) SELECT {names} FROM {table.__tablename__}",
            f"INSERT INTO {table.__tablename__} ({names}) SELECT {names} FROM {table.__tablename__} WHERE true "
            "ON CONFLICT (id) DO UPDATE SET because = 'x'",
        ]
    else:
        statements = [
            f"TRUNCATE {table.__tablename__}",
            f"TRUNCATE {table.__tablename__} CASCADE",
            "TRUNCATE practitioners CASCADE",
            f"INSERT INTO {table.__tablename__} ({names}) SELECT {names} FROM {table.__tablename__} "
            "ON CONFLICT (id) DO UPDATE SET because = 'x'",
        ]
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)


REFUSED = {
    "ck_cases_closed_with_day": "UPDATE cases SET stage = 'closed' WHERE id = :case",
    "ck_cases_held_by_somebody": "UPDATE cases SET lead_id = NULL WHERE id = :case",
    "ck_cases_open_with_next_day": "UPDATE cases SET next_due_on = NULL WHERE id = :case",
    "ck_cases_active_with_plan": "UPDATE cases SET plan_agreed_on = NULL WHERE id = :case",
    "ck_plans_agreed_by_somebody": "UPDATE plans SET agreed_by = NULL WHERE case_id = :case",
    "ck_plans_two_or_three_outcomes": "UPDATE plans SET outcome_count = 1 WHERE case_id = :case",
    "ck_outcomes_scores_on_scale": "UPDATE outcomes SET goal_score = 11",
    "ck_scores_value_on_scale": "UPDATE scores SET value = -1",
    "ck_scores_recorded_by_somebody": "UPDATE scores SET recorded_by_id = NULL",
    "ck_links_for_its_action": "UPDATE links SET action_id = (SELECT min(id) FROM actions)",
    "ck_links_read_by_an_age": "UPDATE links SET reading_age = NULL",
    "ck_steps_in_hand_since": "UPDATE steps SET held_since = asked_at",
    "ck_links_for_its_step": "UPDATE links SET liaison_id = (SELECT min(id) FROM practitioners)",
    "ck_links_for_its_view": "UPDATE links SET case_id = NULL",
    "ck_links_for_its_contribution": "UPDATE links SET contribution_id = 1",
    "ck_links_few_tries": "UPDATE links SET tries = 6",
    "ck_links_revoked_by_somebody": "UPDATE links SET revoked_at = made_at",
    "ck_answers_seen_by_somebody": "UPDATE answers SET seen_at = given_at",
    "ck_answers_by_a_link": "UPDATE answers SET link_id = NULL",
    "ck_assessment_parts_score_on_scale": "UPDATE assessment_parts SET score = 11",
    "ck_agreements_withdrawn_with_reason": "UPDATE agreements SET withdrawn_on = '2026-03-02' WHERE case_id = :case",
    "ck_people_born_or_expected": "UPDATE people SET due_date = '2026-09-01', birth_date = '2020-01-01'",
    "ck_steps_answered_by_somebody": "UPDATE steps SET state = 'accepted'",
    "ck_steps_refused_with_reason": (
        "UPDATE steps SET state = 'declined', decided_at = asked_at, decided_by_id = asked_by_id"
    ),
    "ck_steps_agreement_or_reason": "UPDATE steps SET family_agrees = (1 = 0)",
    "ck_steps_received_by_somebody": "UPDATE steps SET received_at = asked_at",
    "ck_closings_met_with_sustaining_plan": "UPDATE closings SET sustaining_plan = NULL WHERE case_id = :closed",
    "ck_check_ins_result_with_day": "UPDATE check_ins SET result = 'sustained'",
    "ck_contacts_decided_with_reasons": "UPDATE contacts SET state = 'decided'",
    "ck_notes_correction_with_reason": "UPDATE notes SET version = 2",
}


@pytest.fixture
def full(cast, case):
    """Something in every table that has a rule of its own."""
    stories.ask_up(case, cast.kamal)
    closed = stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Birtwell"))
    notes.write_note(
        case, kind=NoteKind.CALL, happened_on=clock.today(), text="Rang.", people_seen=None, restricted=False,
        by=cast.kamal,
    )  # fmt: skip
    db.session.add(
        Contact(
            received_at=clock.now(), source=Source.SCHOOL, needs="Help.", family_knows=True, urgency=Urgency.ROUTINE,
            urgency_order=2, due_on=clock.today(),
        )
    )  # fmt: skip
    by_link.of_an_answer(cast, stories.a_family("Calder"))
    db.session.commit()
    return {"case": case.id, "closed": closed.id}


@pytest.mark.parametrize("constraint", REFUSED)
def test_each_rule_of_the_database_refuses_what_it_says(full, constraint):
    statement = REFUSED[constraint]
    values = {name: number for name, number in full.items() if f":{name}" in statement}
    with pytest.raises(IntegrityError, match=constraint):
        run(statement, **values)


def test_every_check_of_the_models_has_been_tried_here():
    named = {
        constraint.name
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint) and table.name in TABLES
    }
    assert named <= REFUSED.keys(), f"say what breaks {named - REFUSED.keys()}"


TABLES = {
    "cases", "plans", "outcomes", "scores", "assessment_parts", "agreements", "people", "steps", "closings",
    "check_ins", "contacts", "notes", "links", "answers",
}  # fmt: skip


def test_a_family_has_one_open_case(full, cast, session):
    case = session.get(Case, full["case"])
    with pytest.raises(IntegrityError, match=r"uq_cases_one_open|cases\.family_id"):
        run("UPDATE cases SET family_id = :family, stage = 'allocating', closed_on = NULL, next_due_on = '2026-03-03' "
            "WHERE id = :closed", family=case.family_id, closed=full["closed"])  # fmt: skip


@pytest.mark.parametrize(
    ("table", "statement", "name"),
    [
        ("leads", "INSERT INTO leads (case_id, practitioner_id, part, starts_on) "
                  "SELECT case_id, practitioner_id, 'lead_professional', starts_on FROM leads WHERE case_id = :case",
         r"uq_leads_one_leader|leads\.case_id"),
        ("agreements", "INSERT INTO agreements (case_id, agreed_on, agreed_by, how, recorded_by_id, recorded_at) "
                       "SELECT case_id, agreed_on, agreed_by, how, recorded_by_id, recorded_at FROM agreements "
                       "WHERE case_id = :case", r"uq_agreements_in_force|agreements\.case_id"),
        ("plans", "INSERT INTO plans (case_id, number, outcome_count, version) "
                  "VALUES (:case, 7, 0, 1), (:case, 8, 0, 1)",
         r"uq_plans_one_in_writing|plans\.case_id"),
        ("plans", "INSERT INTO plans (case_id, number, outcome_count, version) VALUES (:case, 1, 0, 1)",
         r"uq_plans_case_id_number|plans\.case_id, plans\.number"),
    ],
)  # fmt: skip
def test_there_is_one_of_what_there_can_be_one_of(full, table, statement, name):
    with pytest.raises(IntegrityError, match=name):
        run(statement, case=full["case"])


def test_one_step_waits_at_a_time(full, session):
    step = session.scalars(sa.select(Step)).one()
    names = [c for c in column_names(Step) if c not in ("id", "code")]
    listed = ", ".join(names)
    with pytest.raises(IntegrityError, match=r"uq_steps_one_pending|steps\.case_id"):
        run(f"INSERT INTO steps (code, {listed}) SELECT 'AAAAAAAA', {listed} FROM steps WHERE id = :step", step=step.id)


def test_a_case_closes_once(full, session):
    closing = session.scalars(sa.select(Closing)).one()
    names = ", ".join(c for c in column_names(Closing) if c != "id")
    with pytest.raises(IntegrityError, match=r"uq_closings_case_id|closings\.case_id"):
        run(f"INSERT INTO closings ({names}) SELECT {names} FROM closings WHERE id = :closing", closing=closing.id)


def test_nothing_points_at_what_is_not_there(full):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        run("UPDATE cases SET lead_id = 999999 WHERE id = :case", case=full["case"])
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        run("DELETE FROM practitioners")


def test_two_writers_of_one_case_are_told(full):
    db.session.commit()
    with Session(db.engine) as mine, Session(db.engine) as theirs:
        writing.set(False)
        my_case = mine.get(Case, full["case"])
        mine.expire_on_commit = False
        mine.commit()
        writing.set(True)
        theirs.get(Case, full["case"]).why = "Theirs."
        theirs.commit()
        my_case.why = "Mine."
        with pytest.raises(StaleDataError):
            mine.flush()
        mine.rollback()
    assert db.session.get(Case, full["case"]).why == "Theirs."
