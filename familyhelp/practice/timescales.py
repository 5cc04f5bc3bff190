"""DUE: what is due when. Every clock of the service is a row here; lateness is derived from a day handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Protocol

import holidays
from dateutil.relativedelta import relativedelta

from .stages import Direction, Move, Stage
from .words import N_, Word

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


_nation = "england"


def work_in(nation: str) -> None:
    """Count working days by the bank holidays of this nation, from now on. Raises KeyError for no nation of ours."""
    global _nation
    NATIONS[nation]
    _nation = nation


class Unit(Word):
    """What a clock counts in."""

    WORKING_DAYS = "working_days", N_("working days")
    DAYS = "days", N_("days")
    WEEKS = "weeks", N_("weeks")
    MONTHS = "months", N_("months")
    HOURS = "hours", N_("hours, day and night")
    WORKING_HOURS = "working_hours", N_("working hours")


class Due(Word):
    """The clocks."""

    TRIAGE = "triage", N_("Decide the request for help")
    ALLOCATE = "allocate", N_("Give the case to a lead")
    AGREEMENT = "agreement", N_("Ask the family for their agreement")
    AGREEMENT_AGAIN = "agreement_again", N_("Ask the family again whether it agrees")
    SHARING_ENDS = "sharing_ends", N_("Decide with the family whether sharing goes on")
    ASSESSMENT = "assessment", N_("Complete the assessment")
    PLAN = "plan", N_("Agree the plan with the family")
    FIRST_REVIEW = "first_review", N_("Hold the first review")
    REVIEW = "review", N_("Hold the next review")
    MEETING = "meeting", N_("Meet with the team and record the review")
    MINUTES = "minutes", N_("Give everyone their copy of the review")
    STEP_RECEIVED = "step_received", N_("Say that the step arrived")
    STEP_ANSWER = "step_answer", N_("Answer the step")
    PANEL = "panel", N_("Bring the step before the panel")
    STEP_IMMEDIATE = "step_immediate", N_("Answer an immediate step-up")
    FIRST_CONTACT = "first_contact", N_("Meet or ring the family after the step")
    HANDOVER = "handover", N_("Visit the family together to hand over")
    STATUTORY_PLAN = "statutory_plan", N_("Keep the plan going or step down")
    CHECK_IN = "check_in", N_("Check in with the family")
    RE_ENGAGE = "re_engage", N_("Open a new episode with the family")
    SUPERVISION = "supervision", N_("Hold supervision")
    OVERSIGHT = "oversight", N_("Write management oversight")
    ACKNOWLEDGE_COMPLAINT = "acknowledge_complaint", N_("Say that the complaint came, and who answers it")
    ANSWER_COMPLAINT = "answer_complaint", N_("Answer the complaint")
    CLOSING_ANSWER = "closing_answer", N_("Answer the closing")
    EDGE_REVIEW = "edge_review", N_("Look again at the edge of care")
    DISAGREEMENT_WORKERS = "disagreement_workers", N_("Settle a disagreement between workers")
    DISAGREEMENT_MANAGERS = "disagreement_managers", N_("Settle a disagreement between team managers")
    DISAGREEMENT_SERVICE = "disagreement_service", N_("Settle a disagreement between service managers")
    DISAGREEMENT_HEADS = "disagreement_heads", N_("Settle a disagreement between heads of service")
    DISAGREEMENT_URGENT = "disagreement_urgent", N_("Settle any stage of an urgent disagreement")


@dataclass(frozen=True)
class Clock:
    """One row of DUE: `length` units after it starts the thing is due; `late` units after, it is late."""

    due: Due
    length: int
    unit: Unit
    late: int
    why: str
    move: Move | None


DUE: dict[Due, Clock] = {
    clock.due: clock
    for clock in (
        Clock(
            Due.TRIAGE,
            1,
            Unit.WORKING_DAYS,
            1,
            N_("A family that asks for help does not wait to hear from somebody."),
            None,
        ),
        Clock(
            Due.ALLOCATE,
            2,
            Unit.WORKING_DAYS,
            2,
            N_("No family waits without a named person."),
            Move.ALLOCATE,
        ),
        Clock(
            Due.AGREEMENT,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("Help is voluntary: nothing starts before the family says yes."),
            Move.RECORD_AGREEMENT,
        ),
        Clock(
            Due.AGREEMENT_AGAIN,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("The family agreed to work with somebody else: it says whether it goes on with the new lead."),
            None,
        ),
        Clock(
            Due.SHARING_ENDS,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("Counted back from its last day: nobody who helps is shut out by surprise, nothing is shared too long."),
            None,
        ),
        Clock(
            Due.ASSESSMENT,
            20,
            Unit.WORKING_DAYS,
            35,
            N_("The plan rests on the family’s own story."),
            Move.COMPLETE_ASSESSMENT,
        ),
        Clock(
            Due.PLAN,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("The family has told its story and waits for the plan."),
            Move.AGREE_PLAN,
        ),
        Clock(
            Due.FIRST_REVIEW,
            30,
            Unit.WORKING_DAYS,
            30,
            N_("A plan that nobody looks at again is not a plan."),
            Move.REVIEW,
        ),
        Clock(Due.REVIEW, 6, Unit.WEEKS, 6, N_("The team agreed to look again by this day."), Move.REVIEW),
        Clock(
            Due.MEETING,
            0,
            Unit.WORKING_DAYS,
            3,
            N_("What the team says is written down while everyone remembers it."),
            Move.REVIEW,
        ),
        Clock(
            Due.MINUTES,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("The family and everyone who helps can read what was agreed."),
            None,
        ),
        Clock(
            Due.STEP_RECEIVED,
            4,
            Unit.WORKING_HOURS,
            4,
            N_("Whoever asked knows that it did not get lost."),
            None,
        ),
        Clock(
            Due.PANEL,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("A panel is there to decide well, not to let a family wait."),
            None,
        ),
        Clock(
            Due.STEP_IMMEDIATE,
            4,
            Unit.HOURS,
            4,
            N_("A child may not be safe today, whatever the hour."),
            None,
        ),
        Clock(
            Due.FIRST_CONTACT,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("The family hears from whoever leads now, and not only of them."),
            Move.WRITE_NOTE,
        ),
        Clock(
            Due.STEP_ANSWER,
            1,
            Unit.WORKING_DAYS,
            1,
            N_("Both sides hold the family until this is answered."),
            None,
        ),
        Clock(
            Due.HANDOVER,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("The family meets its new worker beside the one it knows."),
            None,
        ),
        Clock(
            Due.STATUTORY_PLAN,
            6,
            Unit.WEEKS,
            6,
            N_("The family keeps its plan while statutory social care leads."),
            Move.STEP_DOWN,
        ),
        Clock(Due.CHECK_IN, 3, Unit.MONTHS, 3, N_("The family chose to hear from us again."), Move.CHECK_IN),
        Clock(
            Due.RE_ENGAGE,
            1,
            Unit.WORKING_DAYS,
            1,
            N_("The family said that it wants to work with us again."),
            Move.RE_ENGAGE,
        ),
        Clock(
            Due.SUPERVISION,
            28,
            Unit.DAYS,
            28,
            N_("Nobody holds families alone: each is talked through, and what is decided is on its record."),
            None,
        ),
        Clock(
            Due.OVERSIGHT,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("A manager’s own eye on the family is on its record while it can still change something."),
            None,
        ),
        Clock(
            Due.ACKNOWLEDGE_COMPLAINT,
            3,
            Unit.WORKING_DAYS,
            3,
            N_("Whoever complains knows soon that it came, and who answers it."),
            None,
        ),
        Clock(
            Due.ANSWER_COMPLAINT,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("Whoever complains hears what was found, and what changes, while it still matters to them."),
            None,
        ),
        Clock(
            Due.CLOSING_ANSWER,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("Until a manager answers, the case stays open and its lead holds the family."),
            Move.APPROVE_CLOSING,
        ),
        Clock(
            Due.EDGE_REVIEW,
            6,
            Unit.WEEKS,
            6,
            N_("Children who may come into care are not forgotten between two panels."),
            None,
        ),
        Clock(
            Due.DISAGREEMENT_WORKERS,
            1,
            Unit.WORKING_DAYS,
            1,
            N_("Most of what two workers see differently is settled by talking at once."),
            None,
        ),
        Clock(
            Due.DISAGREEMENT_MANAGERS,
            2,
            Unit.WORKING_DAYS,
            2,
            N_("Their managers look at it afresh while the family keeps its worker and its plan."),
            None,
        ),
        Clock(
            Due.DISAGREEMENT_SERVICE,
            5,
            Unit.WORKING_DAYS,
            5,
            N_("Nobody waits for weeks because two services see something differently."),
            None,
        ),
        Clock(
            Due.DISAGREEMENT_HEADS,
            10,
            Unit.WORKING_DAYS,
            10,
            N_("Here it is decided, and what was learned is passed on."),
            None,
        ),
        Clock(
            Due.DISAGREEMENT_URGENT,
            1,
            Unit.WORKING_DAYS,
            1,
            N_("A child may not be safe while two sides talk."),
            None,
        ),
    )
}


@dataclass(frozen=True)
class Own:
    """A clock as an authority sets it, for whatever starts on a day or later."""

    due: Due
    length: int
    late: int
    from_on: date


_own: tuple[Mapping[Due, Sequence[Own]], int] = ({}, 0)


def keep_to(own: Iterable[Own], number: int) -> None:
    """Count by the clocks that the authority set, from now on; of two for one day the later one counts. `number`
    tells these from others, so that whoever reads them knows whether they are the newest."""
    global _own
    found: dict[Due, list[Own]] = {}
    for one in own:
        found.setdefault(one.due, []).append(one)
    _own = (found, number)


def kept_to() -> int:
    """The number of the clocks that are counted by."""
    return _own[1]


def clock_on(due: Due, start: date) -> Clock:
    """The clock that counts for what starts on a day. So a change moves no day that is set already."""
    changed = [one for one in _own[0].get(due, ()) if one.from_on <= start]
    if not changed:
        return DUE[due]
    # The last of those with the latest day: a change of mind before its day counts.
    own = max(enumerate(changed), key=lambda one: (one[1].from_on, one[0]))[1]
    return replace(DUE[due], length=own.length, late=own.late)


def coming(due: Due, today: date) -> Own | None:
    """The next change of a clock that is set and does not count yet."""
    later = [one for one in _own[0].get(due, ()) if one.from_on > today]
    if not later:
        return None
    first = min(one.from_on for one in later)
    return [one for one in later if one.from_on == first][-1]


LONGEST_REVIEW_GAP = timedelta(weeks=12)
DRIFT = relativedelta(months=12)


@cache
def _bank_holidays(nation: str) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=NATIONS[nation])


def is_working_day(day: date, nation: str | None = None) -> bool:
    """Monday to Friday and no bank holiday of the nation (England, Wales, Scotland, Northern Ireland)."""
    return day.weekday() < 5 and day not in _bank_holidays(nation or _nation)


def working_days_after(start: date, count: int, nation: str | None = None) -> date:
    """The day `count` working days after `start`; the start itself is not counted."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, nation):
            count -= 1
    return day


def working_days_between(start: date, end: date, nation: str | None = None) -> int:
    """How many working days lie after `start` up to and including `end`; 0 where end is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, nation) for day in days)


def count_on(start: date, length: int, unit: Unit, nation: str | None = None) -> date:
    """The day `length` units after `start`."""
    match unit:
        case Unit.WORKING_DAYS:
            return working_days_after(start, length, nation)
        case Unit.DAYS:
            return start + timedelta(days=length)
        case Unit.WEEKS:
            return start + timedelta(weeks=length)
        case Unit.MONTHS:
            day: date = start + relativedelta(months=length)
            return day
        case Unit.HOURS | Unit.WORKING_HOURS:
            raise ValueError("hours are counted from a moment: see hours.moment_after")


@dataclass(frozen=True)
class Deadline:
    """Something due: what, by when, from when it is late, and why."""

    due: Due
    on: date
    late_after: date

    @property
    def clock(self) -> Clock:
        """The row of DUE it comes from."""
        return DUE[self.due]

    def is_late(self, today: date) -> bool:
        """Late once the last day has passed."""
        return today > self.late_after

    def is_warning(self, today: date) -> bool:
        """Past its day, but not yet late."""
        return self.on < today <= self.late_after


def deadline(due: Due, start: date, nation: str | None = None) -> Deadline:
    """The deadline of a clock that started on `start`."""
    clock = clock_on(due, start)
    return Deadline(
        due,
        count_on(start, clock.length, clock.unit, nation),
        count_on(start, clock.late, clock.unit, nation),
    )


class TimedCase(Protocol):
    """What the clocks read of a case."""

    stage: Stage
    opened_on: date
    allocated_on: date | None
    assessed_on: date | None
    plan_agreed_on: date | None
    stepped_on: date | None
    next_review_on: date | None
    meeting_on: date | None
    minutes_owed_on: date | None
    contact_owed_since: date | None
    agreement_owed_since: date | None
    sharing_ends_on: date | None
    edge_review_on: date | None
    closing_due_on: date | None

    @property
    def agreement_in_force(self) -> bool:
        """Whether the family's agreement stands."""

    @property
    def pending_step(self) -> Direction | None:
        """Which way a step waits."""

    @property
    def pending_step_due_on(self) -> date | None:
        """The day by which that step is to be answered."""

    @property
    def next_check_in_on(self) -> date | None:
        """The next check-in that is still to be made."""

    @property
    def re_engage_since(self) -> date | None:
        """The day the family asked, at a check-in, to work together again, while no new episode is open."""


def _on_a_day(due: Due, day: date) -> Deadline:
    return Deadline(due, day, day)


def review_deadlines(case: TimedCase, nation: str | None = None) -> list[Deadline]:
    """Everything about reviews that is due in a case whose plan is under way, the first of it first. The day of a
    meeting stands in for that of the review, unless the review would be late by then."""
    if case.next_review_on:
        review = _on_a_day(Due.REVIEW, case.next_review_on)
    else:
        review = deadline(Due.FIRST_REVIEW, case.plan_agreed_on or case.opened_on, nation)
    if case.meeting_on and case.meeting_on <= review.late_after:
        review = deadline(Due.MEETING, case.meeting_on, nation)
    found = [review]
    if case.minutes_owed_on:
        found.append(deadline(Due.MINUTES, case.minutes_owed_on, nation))
    return sorted(found, key=lambda due: due.on)


def _active(case: TimedCase, nation: str | None) -> Deadline:
    return review_deadlines(case, nation)[0]


def _assessing(case: TimedCase, nation: str | None) -> Deadline:
    start = case.allocated_on or case.opened_on
    return deadline(Due.ASSESSMENT if case.agreement_in_force else Due.AGREEMENT, start, nation)


def _closed(case: TimedCase, nation: str | None) -> Deadline | None:
    if case.re_engage_since:
        return deadline(Due.RE_ENGAGE, case.re_engage_since, nation)
    return _on_a_day(Due.CHECK_IN, case.next_check_in_on) if case.next_check_in_on else None


_NEXT: dict[Stage, Callable[[TimedCase, str | None], Deadline | None]] = {
    Stage.ALLOCATING: lambda case, nation: deadline(Due.ALLOCATE, case.opened_on, nation),
    Stage.ASSESSING: _assessing,
    Stage.PLANNING: lambda case, nation: deadline(Due.PLAN, case.assessed_on or case.opened_on, nation),
    Stage.ACTIVE: _active,
    Stage.STATUTORY: lambda case, nation: deadline(Due.STATUTORY_PLAN, case.stepped_on or case.opened_on, nation),
    Stage.CLOSED: _closed,
}


def next_deadline(case: TimedCase, nation: str | None = None) -> Deadline | None:
    """What is due next for a case. Every open case has one; a closed case has one while check-ins remain."""
    if case.pending_step_due_on:
        return _on_a_day(Due.STEP_ANSWER, case.pending_step_due_on)
    found, beside = _NEXT[case.stage](case, nation), beside_the_stage(case)
    return min([found, *beside] if found else beside, key=lambda due: due.on, default=None)


def beside_the_stage(case: TimedCase) -> list[Deadline]:
    """What is due at whatever stage a case is: an answer to its closing, another look at the edge of care, a first word
    with the family after a step, its word that it goes on with a new lead or with what is shared until a day."""
    days = {Due.CLOSING_ANSWER: case.closing_due_on, Due.EDGE_REVIEW: case.edge_review_on}
    found = [_on_a_day(due, on) for due, on in days.items() if on]
    owed = {Due.FIRST_CONTACT: case.contact_owed_since, Due.AGREEMENT_AGAIN: case.agreement_owed_since}
    found += [deadline(due, since) for due, since in owed.items() if since]
    return [*found, _before_it_ends(case.sharing_ends_on)] if case.sharing_ends_on else found


def _before_it_ends(last_day: date) -> Deadline:
    """Due some working days before something ends; late once it has."""
    on, count = last_day, clock_on(Due.SHARING_ENDS, last_day).length
    while count > 0:
        on -= timedelta(days=1)
        count -= is_working_day(on)
    return Deadline(Due.SHARING_ENDS, on, last_day)
