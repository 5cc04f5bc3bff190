"""Family group decision making: offering the family a meeting of its own, and keeping the plan that it makes there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, FamilyMeeting, FamilyWish, Practitioner
from ..practice import clock, family_meetings
from ..practice.chronology import EventKind
from ..practice.family_meetings import ONE_WISH, MeetingState
from ..practice.words import N_, NotYet, Sentence, say


def offer_family_meeting(
    case: Case, *, offered_on: date, offered_to: str, note: str | None, by: Practitioner
) -> FamilyMeeting:
    """Record that the family was offered a meeting of its own."""
    _refuse(family_meetings.not_at(case.stage))
    _refuse(family_meetings.offer_missing(offered_to, offered_on, case.opened_on, clock.today()))
    last = db.session.execute(
        sa.select(FamilyMeeting.number, FamilyMeeting.state)
        .where(FamilyMeeting.case_id == case.id)
        .order_by(FamilyMeeting.number.desc())
        .limit(1)
    ).first()
    if last and last.state is MeetingState.OFFERED:
        raise NotYet(say(N_("The family has been offered a meeting already. Record first what came of it.")))
    meeting = FamilyMeeting(
        case_id=case.id,
        number=last.number + 1 if last else 1,
        state=MeetingState.OFFERED,
        offered_on=offered_on,
        offered_to=offered_to,
        offer_note=note,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(meeting)
    case.record(EventKind.FAMILY_MEETING_OFFERED, by=by, because=note, who=offered_to, number=meeting.number)
    return meeting


def hold_family_meeting(
    case: Case,
    meeting: FamilyMeeting,
    *,
    held_on: date,
    answered_by: str,
    plan_text: str,
    wishes: Sequence[ONE_WISH],
    note: str | None,
    by: Practitioner,
) -> None:
    """Record that the family held its meeting: who came, the plan it made, and up to four outcomes that it wants."""
    _refuse_unless_open(case, meeting)
    _refuse(family_meetings.held_missing(answered_by, held_on, meeting.offered_on, plan_text, wishes, clock.today()))
    # First the wishes: reading the old ones writes the meeting, which must be whole at every moment.
    meeting.wishes = [
        FamilyWish(number=number, words=words, headline=headline)
        for number, (words, headline) in enumerate(wishes, start=1)
    ]
    meeting.state = MeetingState.HELD
    meeting.plan_text = plan_text
    _answer(meeting, held_on, answered_by, note, by)
    case.record(EventKind.FAMILY_MEETING_HELD, by=by, because=note, who=answered_by, number=meeting.number)


def decline_family_meeting(
    case: Case, meeting: FamilyMeeting, *, declined_on: date, answered_by: str, note: str | None, by: Practitioner
) -> None:
    """Record that the family does not want a meeting now. It can be offered again."""
    _refuse_unless_open(case, meeting)
    _refuse(family_meetings.declined_missing(answered_by, declined_on, meeting.offered_on, clock.today()))
    meeting.state = MeetingState.DECLINED
    _answer(meeting, declined_on, answered_by, note, by)
    case.record(EventKind.FAMILY_MEETING_DECLINED, by=by, because=note, who=answered_by, number=meeting.number)


def _answer(meeting: FamilyMeeting, on: date, who: str, note: str | None, by: Practitioner) -> None:
    meeting.answered_on, meeting.answered_by, meeting.note = on, who, note
    meeting.recorded_by_id, meeting.recorded_at = by.id, clock.now()


def _refuse_unless_open(case: Case, meeting: FamilyMeeting) -> None:
    _refuse(family_meetings.not_at(case.stage))
    if meeting.case_id != case.id or meeting.state is not MeetingState.OFFERED:
        raise NotYet(say(N_("What came of this offer has already been recorded.")))


def _refuse(lacking: Iterable[Sentence]) -> None:
    sentences = list(lacking)
    if sentences:
        raise NotYet(*sentences)
