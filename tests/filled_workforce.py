"""The forms of everybody's work: handing over what somebody leads, leave, how people are told, the clocks."""

from __future__ import annotations

from datetime import timedelta

from familyhelp.casework import leave, telling
from familyhelp.extensions import db
from familyhelp.models import Leave
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast


def caseload(cast: Cast) -> str:
    """Where Mabel hands over the two families that Kamal leads."""
    for name in ("Ashdown", "Birch"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
    return f"/team-work/hand-over/{write_code(cast.kamal.code)}"


def a_leave(cast: Cast, *, first: int = 0, last: int = 4) -> Leave:
    """Kamal is away and Colette covers; committed. What was recorded before is ended."""
    for before in db.session.query(Leave).filter_by(worker=cast.kamal, ended_at=None):
        leave.end_leave(before, by=cast.mabel)
    recorded = leave.record_leave(
        cast.kamal,
        cover=cast.colette,
        starts_on=clock.today() + timedelta(days=first),
        ends_on=clock.today() + timedelta(days=last),
        note="Ring the office first.",
        link="https://help.example.org/",
        by=cast.kamal,
    )
    db.session.commit()
    return recorded


def leave_to_end(cast: Cast) -> str:
    """Where Kamal's leave is ended."""
    return f"/leave/{write_code(a_leave(cast).code)}/end"


def calendar_to_end(cast: Cast) -> str:
    """Where Kamal ends the address of his calendar."""
    telling.make_calendar(by=cast.kamal)
    db.session.commit()
    return "/how-you-are-told/calendar/end"
