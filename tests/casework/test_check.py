"""`flask check`: what was tampered with is found, what was cut off too, and nothing else is cried out."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import check as checking
from familyhelp.casework import closings, notes, steps
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.endings import CheckInResult
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories


@pytest.fixture
def everyone(cast):
    """A case at each stage, one that waits for an answer, and one that had its check-ins."""
    found = {}
    for stage in Stage:
        found[stage] = stories.a_case(cast, stage, family=stories.a_family(f"Family{stage.value}"))
    waiting = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Waiting"))
    stories.ask_up(waiting, cast.kamal)
    ended = stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Ended"))
    for one in ended.closing.check_ins:
        closings.check_in(
            ended, one, made_on=clock.today(), result=CheckInResult.SUSTAINED, what_was_said=None, by=cast.kamal
        )
    db.session.commit()
    return found


def tamper(*statements: str) -> None:
    """Change what nobody can change, as somebody with the whole database in hand could."""
    db.session.commit()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
            for name in triggers.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            done = connection.exec_driver_sql(statement)
            assert done.rowcount, f"{statement} changed nothing"
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


def test_an_untouched_database_holds(everyone):
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "because = 'Something else.'",
        "because = NULL",
        "kind = 'noted'",
        "kind = 'never_heard_of'",
        "by_id = 2",
        "by_id = NULL",
        "at = '2026-03-01 09:30:00.000000'",
        'facts = \'{"team": "South family help"}\'',
        "previous = '" + "0" * 64 + "'",
        "digest = '" + "0" * 64 + "'",
        "number = 77",
    ],
)
def test_every_part_of_an_event_is_held_by_its_digest(everyone, change, engine_name):
    case = everyone[Stage.ACTIVE]
    if engine_name == "postgresql" and "at =" in change:
        change = "at = '2026-03-01 09:30:00+00'"
    tamper(f"UPDATE events SET {change} WHERE subject = 'case' AND subject_id = {case.id} AND kind = 'opened'")
    found = faults()
    assert found
    assert all(fault.startswith(f"case {write_code(case.code)}:") for fault in found)


def test_an_event_that_was_taken_out_is_missed(everyone):
    case = everyone[Stage.ACTIVE]
    tamper(f"DELETE FROM events WHERE subject = 'case' AND subject_id = {case.id} AND number = 3")
    name = f"case {write_code(case.code)}"
    assert faults() == [
        f"{name}: event 4 follows event 2.",
        f"{name}: event 4 is not chained to the one before it.",
    ]


def test_two_events_that_changed_places_are_found(everyone):
    case = everyone[Stage.ACTIVE]
    where = f"subject = 'case' AND subject_id = {case.id}"
    tamper(
        f"UPDATE events SET number = 99 WHERE {where} AND number = 2",
        f"UPDATE events SET number = 2 WHERE {where} AND number = 3",
        f"UPDATE events SET number = 3 WHERE {where} AND number = 99",
    )
    assert len(faults()) >= 3


def test_a_chronology_moved_to_another_case_is_found(everyone):
    case, other = everyone[Stage.ALLOCATING], everyone[Stage.ACTIVE]
    tamper(
        f"DELETE FROM events WHERE subject = 'case' AND subject_id = {case.id}",
        f"UPDATE events SET subject_id = {case.id} WHERE subject = 'case' AND subject_id = {other.id}",
    )
    found = faults()
    assert f"case {write_code(other.code)}: has no chronology." in found
    assert f"case {write_code(case.code)}: event 1 is not as it was written." in found


def test_an_event_about_nothing_known_is_found(everyone):
    case = everyone[Stage.ALLOCATING]
    tamper(f"UPDATE events SET subject = 'unknown' WHERE subject_id = {case.id} AND kind = 'opened' AND number = 1")
    assert any("something that this service does not know" in fault for fault in faults())


BROKEN = {
    "is in hand, and nobody leads it.": "UPDATE leads SET ends_on = '2026-03-02' WHERE case_id = {active}",
    "waits for a lead, and somebody leads it.": (
        "INSERT INTO leads (case_id, practitioner_id, part, starts_on) "
        "VALUES ({allocating}, {kamal}, 'key_worker', '2026-03-02')"
    ),
    "is closed with something still due, and nobody holds the family.": (
        "UPDATE leads SET ends_on = '2026-03-02' WHERE case_id = {closed}"
    ),
    "is closed with nothing due, and somebody’s part in it goes on.": (
        "INSERT INTO leads (case_id, practitioner_id, part, starts_on) "
        "VALUES ((SELECT max(id) FROM cases), {kamal}, 'contributor', '2026-03-02')"
    ),
    "is closed, and no closing says how it ended.": ("UPDATE closings SET case_id = {active} WHERE case_id = {closed}"),
    "is open, and a closing says how it ended.": "UPDATE closings SET case_id = {active} WHERE case_id = {closed}",
    "an agreed plan does not hold as many outcomes as it says.": (
        "UPDATE plans SET outcome_count = 3 WHERE case_id = {active}"
    ),
    "a step waits that does not fit where the case stands.": (
        "UPDATE steps SET direction = 'down' WHERE state = 'pending'"
    ),
    "a step waits for its answer, and the case is closed.": (
        "UPDATE steps SET case_id = {closed} WHERE state = 'pending'"
    ),
    "is with statutory social care, and its chronology does not say so.": (
        "UPDATE cases SET stage = 'statutory' WHERE id = {active}"
    ),
    "on 2026-04-20 as due next, where it should be “Hold the first review” on 2026-04-15.": (
        "UPDATE cases SET next_due_on = '2026-04-20' WHERE id = {active}"
    ),
    "keeps another day for its meeting than the one that was arranged.": (
        "UPDATE cases SET meeting_on = '2026-04-20' WHERE id = {active}"
    ),
    "owes copies of a review that was not held on that day.": (
        "UPDATE cases SET minutes_owed_on = '2026-03-01' WHERE id = {active}"
    ),
    "a check-in has a result without a day, or a day before the case closed.": (
        "UPDATE check_ins SET made_on = '2020-01-01' WHERE result IS NOT NULL"
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_never_true_of_a_record_is_found(everyone, cast, fault):
    tamper_with = BROKEN[fault].format(
        active=everyone[Stage.ACTIVE].id,
        allocating=everyone[Stage.ALLOCATING].id,
        closed=everyone[Stage.CLOSED].id,
        kamal=cast.kamal.id,
    )
    tamper(tamper_with)
    found = faults()
    assert any(one.endswith(fault) for one in found), found


# The command ------------------------------------------------------------------------------------------------


@pytest.fixture
def run(app):
    db.session.commit()
    return lambda *words: app.test_cli_runner().invoke(args=["check", *map(str, words)])


def test_the_command_says_what_it_read_and_ends_well(everyone, run):
    result = run()
    assert result.exit_code == 0, result.output
    assert "8 cases (6 open)" in result.output
    assert result.output.endswith("Everything holds.\n")


def test_the_command_prints_every_fault_and_fails(everyone, run):
    tamper(f"UPDATE leads SET ends_on = '2026-03-02' WHERE case_id = {everyone[Stage.ACTIVE].id}")
    result = run()
    assert result.exit_code == 1
    assert "FAULT  case" in result.output
    assert result.output.endswith("1 fault.\n")


def test_a_lead_whose_account_is_suspended_is_a_notice_and_no_fault(everyone, cast, run):
    cast.lionel.is_active = False
    db.session.commit()
    result = run()
    assert result.exit_code == 0
    case = everyone[Stage.STATUTORY]
    assert (
        f"notice case {write_code(case.code)}: is in hand, and the account of whoever leads it is suspended."
        in result.output
    )


def test_a_cut_tail_is_noticed_by_the_anchor_alone(everyone, run, tmp_path):
    anchor = tmp_path / "anchor"
    assert "It is new." in run("--anchor", anchor).output
    kept = anchor.read_text()
    case = everyone[Stage.ASSESSING]
    tamper(f"DELETE FROM events WHERE subject = 'case' AND subject_id = {case.id} AND number > 2")
    assert run().exit_code == 0, "the chain alone does not know its end"
    result = run("--anchor", anchor)
    assert result.exit_code == 1
    assert f"case {write_code(case.code)}: the chronology ends at event 2, but event 3 was anchored." in result.output
    assert anchor.read_text() == kept, "an anchor that found a fault stays as it was"
    assert list(tmp_path.iterdir()) == [anchor]


def test_a_chronology_that_is_gone_or_was_written_again_is_noticed(everyone, cast, run, tmp_path):
    anchor = tmp_path / "anchor"
    run("--anchor", anchor)
    case = everyone[Stage.ALLOCATING]
    tamper(f"DELETE FROM events WHERE subject = 'case' AND subject_id = {case.id}")
    assert f"case with the number {case.id}: its whole chronology is gone." in run("--anchor", anchor).output
    with clock.at(clock.now() + timedelta(hours=1)):
        case.record(EventKind.OPENED, by=cast.flora, because="Another story.", team="North family help")
        db.session.commit()
    assert run().exit_code == 0
    assert "event 1 is not the one that was anchored." in run("--anchor", anchor).output


def test_the_anchor_goes_on_with_the_chronology(everyone, cast, run, tmp_path):
    anchor = tmp_path / "anchor"
    run("--anchor", anchor)
    before = anchor.read_text().splitlines()
    steps.recall_step(
        db.session.scalars(sa.select(checking.Case).where(checking.Case.steps.any(state="pending"))).one(),
        because="No.",
        by=cast.kamal,
    )
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Later"))
    result = run("--anchor", anchor)
    assert result.exit_code == 0, result.output
    after = anchor.read_text().splitlines()
    assert len(after) == len(before) + 1
    assert len(set(before) - set(after)) == 1, "only the chronology that grew has another end"


@pytest.mark.parametrize("harm", ["", "nonsense\n", "cut", "line", "\x00\xff", "swap"])
def test_an_anchor_that_was_harmed_is_refused_in_a_sentence(everyone, run, tmp_path, harm):
    anchor = tmp_path / "anchor"
    run("--anchor", anchor)
    lines = anchor.read_text().splitlines(keepends=True)
    harmed = {
        "cut": "".join(lines[:-2]),
        "line": "".join([*lines[:2], "x\ty\n", *lines[2:]]),
        "swap": "".join([lines[0], lines[2], lines[1], *lines[3:]]),
    }.get(harm, harm)
    anchor.write_bytes(harmed.encode("latin-1"))
    result = run("--anchor", anchor)
    assert result.exit_code == 1
    assert "cannot be read as an anchor" in result.output
    assert anchor.read_bytes() == harmed.encode("latin-1")


def test_an_anchor_that_cannot_be_written_is_said_in_a_sentence(everyone, run, tmp_path):
    result = run("--anchor", tmp_path / "no" / "such" / "folder")
    assert result.exit_code == 1
    assert "Cannot write" in result.output


def test_batches_meet_without_a_seam(everyone, monkeypatch):
    for size in (4, 5, 7):
        monkeypatch.setattr(checking, "BATCH", size)
        run = Check()
        assert list(run.faults()) == []
        assert run.counts["events"] == db.session.scalar(sa.text("SELECT count(*) FROM events"))


def test_memory_stays_the_same_however_long_the_chronology(cast, session, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 50)
    case = stories.a_case(cast, Stage.ACTIVE)

    def peak(more_events: int) -> int:
        for _ in range(more_events):
            notes.write_note(
                case, kind=NoteKind.CALL, happened_on=clock.today(), text="Rang.", people_seen=None, restricted=False,
                by=cast.kamal,
            )  # fmt: skip
        session.commit()
        assert list(Check().faults()) == []
        tracemalloc.start()
        list(Check().faults())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is built once is built
    short = peak(150)
    # Six hundred events kept in memory would be more than a megabyte.
    assert peak(600) - short < 400_000
