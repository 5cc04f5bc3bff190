"""DUE: working days, bank holidays, and what is due next at every stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice import clock, steps, timescales
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import DUE, Deadline, Due, Unit, count_on, deadline, next_deadline

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NATIONS = st.sampled_from(sorted(timescales.NATIONS))


@pytest.mark.parametrize(
    ("start", "count", "nation", "end"),
    [
        (date(2026, 3, 2), 1, "england", date(2026, 3, 3)),
        (date(2026, 3, 6), 1, "england", date(2026, 3, 9)),
        (date(2026, 3, 7), 1, "england", date(2026, 3, 9)),
        (date(2026, 3, 8), 1, "england", date(2026, 3, 9)),
        (date(2026, 4, 2), 1, "england", date(2026, 4, 7)),  # Good Friday and Easter Monday
        (date(2026, 4, 2), 1, "scotland", date(2026, 4, 6)),  # Easter Monday is a working day there
        (date(2026, 3, 16), 1, "northern-ireland", date(2026, 3, 18)),  # St Patrick
        (date(2026, 3, 16), 1, "wales", date(2026, 3, 17)),
        (date(2025, 12, 24), 2, "england", date(2025, 12, 30)),
        (date(2025, 12, 31), 1, "scotland", date(2026, 1, 5)),
        (date(2026, 3, 2), 0, "england", date(2026, 3, 2)),
    ],
)
def test_working_days_leave_out_weekends_and_the_bank_holidays_of_the_nation(start, count, nation, end):
    assert timescales.working_days_after(start, count, nation) == end


@given(DAYS, st.integers(0, 60), NATIONS)
def test_counting_forward_and_between_agree(start, count, nation):
    end = timescales.working_days_after(start, count, nation)
    assert timescales.working_days_between(start, end, nation) == count
    assert count == 0 or timescales.is_working_day(end, nation)


@given(DAYS, DAYS, NATIONS)
def test_no_negative_number_of_working_days(start, end, nation):
    assert 0 <= timescales.working_days_between(start, end, nation) <= max(0, (end - start).days)


def test_months_end_on_a_day_that_is_there():
    assert count_on(date(2026, 8, 31), 6, Unit.MONTHS) == date(2027, 2, 28)
    assert count_on(date(2027, 8, 31), 6, Unit.MONTHS) == date(2028, 2, 29)
    assert count_on(date(2028, 2, 29), 12, Unit.MONTHS) == date(2029, 2, 28)


@given(DAYS)
def test_no_clock_is_late_before_it_is_due(start):
    for due in (row.due for row in DUE.values() if row.unit not in (Unit.HOURS, Unit.WORKING_HOURS)):
        found = deadline(due, start)
        assert start <= found.on <= found.late_after
        assert not found.is_late(found.late_after)
        assert found.is_late(found.late_after + timedelta(days=1))
        assert found.is_warning(found.late_after) == (found.on < found.late_after)


def test_the_defaults_are_those_of_the_field():
    assert {
        due: (clock.length, clock.unit, clock.late)
        for due, clock in DUE.items()
        if due
        in {
            Due.TRIAGE,
            Due.ASSESSMENT,
            Due.FIRST_REVIEW,
            Due.REVIEW,
            Due.MEETING,
            Due.MINUTES,
            Due.STEP_ANSWER,
            Due.HANDOVER,
        }
    } == {
        Due.TRIAGE: (1, Unit.WORKING_DAYS, 1),
        Due.ASSESSMENT: (20, Unit.WORKING_DAYS, 35),
        Due.FIRST_REVIEW: (30, Unit.WORKING_DAYS, 30),
        Due.REVIEW: (6, Unit.WEEKS, 6),
        Due.MEETING: (0, Unit.WORKING_DAYS, 3),
        Due.MINUTES: (5, Unit.WORKING_DAYS, 5),
        Due.STEP_ANSWER: (1, Unit.WORKING_DAYS, 1),
        Due.HANDOVER: (5, Unit.WORKING_DAYS, 5),
    }


@dataclass
class Case:
    stage: Stage
    opened_on: date = date(2026, 3, 2)
    allocated_on: date | None = None
    assessed_on: date | None = None
    plan_agreed_on: date | None = None
    stepped_on: date | None = None
    next_review_on: date | None = None
    meeting_on: date | None = None
    minutes_owed_on: date | None = None
    edge_review_on: date | None = None
    closing_due_on: date | None = None
    contact_owed_since: date | None = None
    agreement_owed_since: date | None = None
    sharing_ends_on: date | None = None
    agreement_in_force: bool = True
    pending_step: object = None
    pending_step_due_on: date | None = None
    next_check_in_on: date | None = None
    re_engage_since: date | None = None


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.CLOSED}))
@given(
    st.builds(
        dict,
        allocated_on=st.none() | DAYS,
        assessed_on=st.none() | DAYS,
        plan_agreed_on=st.none() | DAYS,
        stepped_on=st.none() | DAYS,
        next_review_on=st.none() | DAYS,
        meeting_on=st.none() | DAYS,
        minutes_owed_on=st.none() | DAYS,
        edge_review_on=st.none() | DAYS,
        closing_due_on=st.none() | DAYS,
        contact_owed_since=st.none() | DAYS,
        agreement_owed_since=st.none() | DAYS,
        sharing_ends_on=st.none() | DAYS,
        agreement_in_force=st.booleans(),
        pending_step_due_on=st.none() | DAYS,
    )
)
def test_every_open_case_has_a_next_day_whatever_is_known_of_it(stage, known):
    assert isinstance(next_deadline(Case(stage, **known)), Deadline)


@pytest.mark.parametrize(
    ("case", "due", "on"),
    [
        (Case(Stage.ALLOCATING), Due.ALLOCATE, date(2026, 3, 4)),
        (Case(Stage.ASSESSING, agreement_in_force=False), Due.AGREEMENT, date(2026, 3, 9)),
        (Case(Stage.ASSESSING, allocated_on=date(2026, 3, 4)), Due.ASSESSMENT, date(2026, 4, 1)),
        (Case(Stage.PLANNING, assessed_on=date(2026, 3, 9)), Due.PLAN, date(2026, 3, 23)),
        (Case(Stage.ACTIVE, plan_agreed_on=date(2026, 3, 2)), Due.FIRST_REVIEW, date(2026, 4, 15)),
        (Case(Stage.ACTIVE, next_review_on=date(2026, 5, 1)), Due.REVIEW, date(2026, 5, 1)),
        (Case(Stage.STATUTORY, stepped_on=date(2026, 3, 2)), Due.STATUTORY_PLAN, date(2026, 4, 13)),
        (Case(Stage.CLOSED, next_check_in_on=date(2026, 6, 2)), Due.CHECK_IN, date(2026, 6, 2)),
        (
            Case(Stage.CLOSED, next_check_in_on=date(2026, 6, 2), re_engage_since=date(2026, 3, 6)),
            Due.RE_ENGAGE,
            date(2026, 3, 9),
        ),
        (Case(Stage.ACTIVE, edge_review_on=date(2026, 3, 9)), Due.EDGE_REVIEW, date(2026, 3, 9)),
        (Case(Stage.ACTIVE, agreement_owed_since=date(2026, 3, 2)), Due.AGREEMENT_AGAIN, date(2026, 3, 16)),
        (Case(Stage.ACTIVE, sharing_ends_on=date(2026, 3, 16)), Due.SHARING_ENDS, date(2026, 3, 9)),
        (Case(Stage.STATUTORY, contact_owed_since=date(2026, 3, 2)), Due.FIRST_CONTACT, date(2026, 3, 9)),
        (
            Case(Stage.PLANNING, assessed_on=date(2026, 3, 2), edge_review_on=date(2026, 4, 9)),
            Due.PLAN,
            date(2026, 3, 16),
        ),
        (Case(Stage.ACTIVE, pending_step_due_on=date(2026, 3, 3)), Due.STEP_ANSWER, date(2026, 3, 3)),
        (Case(Stage.STATUTORY, pending_step_due_on=date(2026, 3, 3)), Due.STEP_ANSWER, date(2026, 3, 3)),
    ],
)
def test_what_is_due_next(case, due, on):
    found = next_deadline(case)
    assert (found.due, found.on) == (due, on)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        # The meeting stands in for the review: due on its day, late once three working days have passed.
        ({"next_review_on": date(2026, 5, 20), "meeting_on": date(2026, 5, 15)}, [(Due.MEETING, 15, 20)]),
        ({"next_review_on": date(2026, 5, 20), "meeting_on": date(2026, 5, 20)}, [(Due.MEETING, 20, 26)]),
        # A meeting after the last day for the review does not make the review any less late.
        ({"next_review_on": date(2026, 5, 20), "meeting_on": date(2026, 5, 21)}, [(Due.REVIEW, 20, 20)]),
        (
            {"next_review_on": date(2026, 5, 20), "minutes_owed_on": date(2026, 5, 1)},
            [(Due.MINUTES, 11, 11), (Due.REVIEW, 20, 20)],
        ),
        (
            {
                "next_review_on": date(2026, 5, 20),
                "minutes_owed_on": date(2026, 5, 18),
                "meeting_on": date(2026, 5, 19),
            },
            [(Due.MEETING, 19, 22), (Due.MINUTES, 26, 26)],
        ),
    ],
)
def test_a_meeting_stands_in_for_its_review_and_owed_minutes_beside_it(known, found):
    case = Case(Stage.ACTIVE, plan_agreed_on=date(2026, 3, 2), **known)
    deadlines = timescales.review_deadlines(case)
    assert [(d.due, d.on.day, d.late_after.day) for d in deadlines] == found
    assert next_deadline(case) == deadlines[0]


@given(st.builds(dict, next_review_on=st.none() | DAYS, meeting_on=st.none() | DAYS, minutes_owed_on=st.none() | DAYS))
def test_no_meeting_and_no_minutes_push_a_review_back(known):
    case = Case(Stage.ACTIVE, plan_agreed_on=date(2026, 3, 2), **known)
    alone = Case(Stage.ACTIVE, plan_agreed_on=date(2026, 3, 2), next_review_on=known["next_review_on"])
    assert next_deadline(case).on <= next_deadline(alone).late_after


def test_nothing_is_due_in_a_closed_case_without_check_ins():
    assert next_deadline(Case(Stage.CLOSED)) is None


# Steps ------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 24 * 60 - 1))
def test_an_immediate_step_is_answered_in_four_hours_and_a_planned_one_the_next_working_day(day, minute):
    asked = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    on, moment = steps.answer_by(asked, immediate=True)
    assert moment == asked + timedelta(hours=4) and on == clock.local_day(moment)
    assert steps.receive_by(asked, immediate=True) <= moment
    on, moment = steps.answer_by(asked, immediate=False)
    assert moment is None and timescales.working_days_between(clock.local_day(asked), on) == 1


@given(DAYS, st.integers(-10, 20))
def test_the_joint_visit_is_from_today_to_the_fifth_working_day(today, days):
    visit = today + timedelta(days=days)
    fits = days >= 0 and timescales.working_days_between(today, visit) <= 5
    # A weekend after the fifth working day holds no sixth one, but it lies beyond the last day.
    fits = fits and visit <= steps.last_handover_day(today)
    assert (not list(steps.handover_missing(visit, today=today))) is fits


@given(DAYS, st.none() | DAYS)
def test_after_a_step_down_the_team_meets_within_six_weeks_and_never_in_the_past(today, planned):
    day = steps.next_review(planned, today=today)
    assert today <= day <= today + timedelta(weeks=6)
    assert day == planned or planned is None or not today <= planned <= today + timedelta(weeks=6)
