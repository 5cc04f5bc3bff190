"""Asking somebody outside for a contribution to a meeting of the team, and their answer by a link and a code."""

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
    if meeting.case_id != case.id or meeting.called_off_at is not None or meeting.review_id is not None:
        raise NotYet(none_ahead())
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
    case.record(
        EventKind.CONTRIBUTION_ASKED, by=by, who=_who(asked), number=meeting.number, due_on=f"{due_on:%d.%m.%Y}"
    )
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
    after = asked.would_come_after
    asked.text, asked.given_at, asked.verified, asked.came_after = text, clock.now(), Verified.LINK, after
    link.done_at = clock.now()
    kind = EventKind.CONTRIBUTION_CAME_AFTER if after else EventKind.CONTRIBUTION_GIVEN
    asked.case.record(kind, by=None, who=_who(asked), number=asked.meeting.number, verified=Verified.LINK)
    when = "after the meeting" if after else "for the meeting"
    messages.write(
        (asked.case.lead or asked.asked_by).email,
        "A contribution to a meeting has come",
        f"{_who(asked)} has answered {when}. Sign in and open the meeting of the case {write_code(asked.case.code)}.",
    )


def _who(asked: Contribution) -> str:
    return f"{asked.name}, {asked.agency.name}"


def _shared(case: Case, agency: Agency) -> bool:
    return bool(
        db.session.scalar(sa.select(shared_with(agency.id, clock.today(), SharedFor)).where(Case.id == case.id))
    )


def _asked_before(meeting: TeamMeeting) -> int:
    counted = sa.select(sa.func.count()).select_from(Contribution).where(Contribution.meeting_id == meeting.id)
    return db.session.scalar(counted) or 0
