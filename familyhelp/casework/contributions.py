"""Contributions to a meeting of the team: asked of somebody outside, who answers by a link and a code; and said by
whoever is signed in and may write on the case."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Case, Contribution, Link, Practitioner, TeamMeeting
from ..policy import shared_with
from ..practice import clock, links
from ..practice import contributions as rules
from ..practice.chronology import EventKind
from ..practice.links import Purpose
from ..practice.meetings import none_ahead
from ..practice.partner_views import Verified
from ..practice.references import write_code
from ..practice.sharing import SharedFor
from ..practice.words import N_, NotYet, say
from . import messages
from .links import AddressOf, Given, give_asked_link


def ask_contribution(
    case: Case,
    meeting: TeamMeeting,
    *,
    agency: Agency,
    name: str,
    email: str | None = None,
    question: str,
    due_on: date,
    address_of: AddressOf,
    by: Practitioner,
) -> tuple[Contribution, Given]:
    """Ask one person of an agency for what they know, before a meeting, by a day. Something must be shared with their
    agency. Gives what is shown once. Raises NotYet."""
    _is_ahead(case, meeting)
    works = links.lasts(Purpose.CONTRIBUTION, restricted=case.family.restricted)
    lacking = list(
        rules.missing(
            name,
            question,
            due_on,
            today=clock.today(),
            meets_on=meeting.meets_on,
            lasts_to=clock.today() + works,
        )
    )
    if not _shared(case, agency):
        lacking.append(rules.not_shared(agency.name))
    if email and case.family.restricted:
        lacking.append(say(N_("This family is restricted: nothing is sent by e-mail. Hand the link over."), "email"))
    if _asked_before(meeting) >= rules.MOST:
        lacking.append(say(N_("Twelve people are asked already. Meet with what they say.")))
    if lacking:
        raise NotYet(*lacking)
    asked = Contribution(
        case=case,
        meeting=meeting,
        agency=agency,
        name=name.strip(),
        email=email,
        question=question,
        due_on=due_on,
        asked_at=clock.now(),
        asked_by=by,
    )
    db.session.add(asked)
    db.session.flush()
    case.record(EventKind.CONTRIBUTION_ASKED, by=by, who=asked.who, number=meeting.number, due_on=f"{due_on:%d.%m.%Y}")
    return asked, give_asked_link(asked, address_of=address_of, by=by)


def give_contribution(link: Link, *, text: str, by: Link) -> None:
    """Say what one knows by the link that was given for it, once; after the meeting too, and whoever asked is told.
    Raises NotYet."""
    asked = link.contribution
    if link.purpose is not Purpose.CONTRIBUTION or asked is None or link.id != by.id:
        raise ValueError("a link to something else")
    if asked.given_at is not None:
        raise NotYet(say(N_("This contribution was given already.")))
    if not text.strip():
        raise NotYet(say(N_("Write what you want to say."), "text"))
    asked.text, asked.given_at, asked.verified = text, clock.now(), Verified.LINK
    link.done_at = clock.now()
    _has_come(asked, by=None)


def say_for_meeting(case: Case, meeting: TeamMeeting, *, text: str, by: Practitioner) -> Contribution:
    """Say for a meeting what one brings to it, signed in and unasked. The case's lead is told. Raises NotYet."""
    _is_ahead(case, meeting)
    if not text.strip():
        raise NotYet(say(N_("Write what you want to say."), "text"))
    now = clock.now()
    said = Contribution(
        case=case,
        meeting=meeting,
        agency=by.agency,
        name=by.name,
        question="",
        due_on=meeting.meets_on,
        asked_at=now,
        asked_by=by,
        text=text,
        given_at=now,
        verified=Verified.ACCOUNT,
    )
    db.session.add(said)
    _has_come(said, by=by)
    return said


def _is_ahead(case: Case, meeting: TeamMeeting) -> None:
    if meeting.case_id != case.id or meeting.called_off_at is not None or meeting.review_id is not None:
        raise NotYet(none_ahead())


def _has_come(said: Contribution, *, by: Practitioner | None) -> None:
    """It is on the record and, where they did not say it themselves, the lead is told."""
    said.came_after = said.would_come_after
    kind = EventKind.CONTRIBUTION_CAME_AFTER if said.came_after else EventKind.CONTRIBUTION_GIVEN
    said.case.record(kind, by=by, who=said.who, number=said.meeting.number, verified=said.verified)
    reader = said.case.lead or said.asked_by
    if reader is by:
        return
    when = "after the meeting" if said.came_after else "for the meeting"
    messages.write(
        reader.email,
        "A contribution to a meeting has come",
        f"{said.who} has answered {when}. Sign in and open the meeting of the case {write_code(said.case.code)}.",
    )


def _shared(case: Case, agency: Agency) -> bool:
    return bool(
        db.session.scalar(sa.select(shared_with(agency.id, clock.today(), SharedFor)).where(Case.id == case.id))
    )


def _asked_before(meeting: TeamMeeting) -> int:
    """How many people outside were asked, whether they have answered or not."""
    unasked = Contribution.verified.is_not_distinct_from(Verified.ACCOUNT)
    counted = sa.select(sa.func.count()).where(Contribution.meeting_id == meeting.id, sa.not_(unasked))
    return db.session.scalar(counted) or 0
