"""Arranging meetings of the team around the family. The review is recorded from the meeting afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, MeetingPerson, Person, Practitioner, TeamMeeting
from ..practice import clock, meetings
from ..practice.chronology import EventKind
from ..practice.stages import Move
from ..practice.words import N_, Changed, NotYet, say
from . import messages


@dataclass(frozen=True)
class Guest:
    """Somebody to invite: a practitioner, someone in the family, or another person by name alone."""

    name: str
    practitioner: Practitioner | None = None
    person: Person | None = None


def ahead(case: Case) -> TeamMeeting | None:
    """The meeting of a case that is neither called off nor recorded."""
    return db.session.scalar(
        sa.select(TeamMeeting).where(
            TeamMeeting.case_id == case.id, TeamMeeting.called_off_at.is_(None), TeamMeeting.review_id.is_(None)
        )
    )


def arrange_meeting(
    case: Case,
    *,
    meets_on: date,
    meets_at: time,
    place: str,
    agenda: str,
    guests: Sequence[Guest],
    link: str,
    by: Practitioner,
) -> TeamMeeting:
    """Arrange a meeting and invite the practitioners among the guests by mail, which names no family. `link` is
    where they read about it."""
    case.move(Move.REVIEW)
    if ahead(case) is not None:
        raise NotYet(meetings.one_ahead())
    _refuse_unless_whole(meets_on, place, agenda, guests)
    last = sa.select(sa.func.max(TeamMeeting.number)).where(TeamMeeting.case_id == case.id)
    meeting = TeamMeeting(
        case_id=case.id,
        number=(db.session.scalar(last) or 0) + 1,
        meets_on=meets_on,
        meets_at=meets_at,
        place=place,
        agenda=agenda,
        arranged_by_id=by.id,
        arranged_at=clock.now(),
        version=1,
        invited=[_invited(guest) for guest in guests],
    )
    db.session.add(meeting)
    case.meeting_on = meets_on
    case.reset_clock()
    for guest in guests:
        _tell(guest, by, *_invitation(link))
    case.record(EventKind.MEETING_ARRANGED, by=by, number=meeting.number, meets_on=meets_on.isoformat())
    return meeting


def change_meeting(
    case: Case,
    meeting: TeamMeeting,
    *,
    meets_on: date,
    meets_at: time,
    place: str,
    agenda: str,
    guests: Sequence[Guest],
    link: str,
    read_version: int,
    by: Practitioner,
) -> None:
    """Move a meeting, or change what it is about or who is invited; every practitioner concerned hears of it."""
    case.move(Move.REVIEW)
    _refuse_unless_ahead(case, meeting)
    if meeting.version != read_version:
        raise _both_texts(meeting)
    _refuse_unless_whole(meets_on, place, agenda, guests)
    before = {person.practitioner_id for person in meeting.invited}
    now = {guest.practitioner.id for guest in guests if guest.practitioner}
    meeting.meets_on, meeting.meets_at, meeting.place, meeting.agenda = meets_on, meets_at, place, agenda
    meeting.invited = [_invited(guest) for guest in guests]
    meeting.version += 1
    case.meeting_on = meets_on
    case.reset_clock()
    for guest in guests:
        known = guest.practitioner is not None and guest.practitioner.id in before
        _tell(guest, by, *(_news(link) if known else _invitation(link)))
    for gone in _practitioners(before - now):
        _tell(Guest(gone.name, gone), by, *_not_needed())
    case.record(EventKind.MEETING_CHANGED, by=by, number=meeting.number, meets_on=meets_on.isoformat())


def call_off_meeting(
    case: Case, meeting: TeamMeeting, *, because: str, by: Practitioner, read_version: int | None = None
) -> None:
    """Call a meeting off; the practitioners who were invited hear of it. The review stays due as it was."""
    _refuse_unless_ahead(case, meeting)
    if read_version not in (None, meeting.version):
        raise NotYet(say(N_("The meeting was changed while this page was open. Read it again first.")))
    if not because.strip():
        raise NotYet(say(N_("Say why, so that everyone knows what comes instead."), "because"))
    meeting.called_off_at = clock.now()
    meeting.version += 1
    case.meeting_on = None
    case.reset_clock()
    for practitioner in _practitioners({person.practitioner_id for person in meeting.invited}):
        _tell(Guest(practitioner.name, practitioner), by, *_not_needed())
    case.record(EventKind.MEETING_CALLED_OFF, by=by, because=because, number=meeting.number)


# What the deeds share ---------------------------------------------------------------------------------------


def _refuse_unless_whole(meets_on: date, place: str, agenda: str, guests: Sequence[Guest]) -> None:
    lacking = list(meetings.missing(meets_on, place, agenda, len(guests), clock.today()))
    if lacking:
        raise NotYet(*lacking)


def _refuse_unless_ahead(case: Case, meeting: TeamMeeting) -> None:
    if meeting.case_id != case.id or meeting.called_off_at is not None or meeting.review_id is not None:
        raise NotYet(meetings.none_ahead())


def _invited(guest: Guest) -> MeetingPerson:
    return MeetingPerson(
        name=guest.name[:200],
        practitioner_id=guest.practitioner.id if guest.practitioner else None,
        person_id=guest.person.id if guest.person else None,
    )


def _practitioners(numbers: set[int | None]) -> Sequence[Practitioner]:
    wanted = [number for number in numbers if number is not None]
    if not wanted:
        return []
    query = sa.select(Practitioner).where(Practitioner.id.in_(wanted), Practitioner.is_active)
    return db.session.scalars(query.order_by(Practitioner.id)).all()


def _tell(guest: Guest, by: Practitioner, topic: str, text: str) -> None:
    if guest.practitioner is not None and guest.practitioner is not by:
        messages.write(guest.practitioner.email, topic, text)


def _invitation(link: str) -> tuple[str, str]:
    return (
        "You are invited to a meeting of the team around a family",
        f"Sign in to read when and where it is, what it is about and who else is invited: {link}",
    )


def _news(link: str) -> tuple[str, str]:
    return (
        "A meeting of the team around a family has changed",
        f"Sign in to read when and where it is now, and what it is about: {link}",
    )


def _not_needed() -> tuple[str, str]:
    return (
        "A meeting of the team around a family does not need you",
        "A meeting that you were invited to was called off, or goes ahead without you. Nothing is asked of you.",
    )


def _both_texts(newer: TeamMeeting) -> Changed:
    return Changed(
        stored={
            "meets_on": f"{newer.meets_on.day} {newer.meets_on.month} {newer.meets_on.year}",
            "meets_at": f"{newer.meets_at:%H:%M}",
            "place": newer.place,
            "agenda": newer.agenda,
            "others": ", ".join(person.name for person in newer.invited),
        },
        version=newer.version,
    )
