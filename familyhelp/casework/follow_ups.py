"""What a note asks of somebody, and their answer. What is asked always lies with somebody who can still see it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, FollowUp, Note, Practitioner
from ..practice import clock, notes
from ..practice.chronology import EventKind
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say


def ask(case: Case, note: Note, *, of: Practitioner, due_on: date, what: str, by: Practitioner) -> FollowUp:
    """Ask somebody with a part in the case to do something about a note by a day."""
    case.move(Move.WRITE_NOTE)
    lacking = list(notes.follow_up_missing(what, due_on, clock.today()))
    if not of.is_active or not any(p.ends_on is None and p.practitioner_id == of.id for p in case.leads):
        lacking.append(say(N_("%(person)s has no part in this case."), "of", person=of.name))
    if lacking:
        raise NotYet(*lacking)
    db.session.flush()
    asked = FollowUp(
        case_id=case.id,
        note_id=note.id,
        restricted=note.restricted,
        what=what,
        due_on=due_on,
        asked_by_id=by.id,
        asked_at=clock.now(),
        asked_of_id=of.id,
        held_by_id=of.id,
    )
    db.session.add(asked)
    kind = EventKind.RESTRICTED_FOLLOW_UP_ASKED if note.restricted else EventKind.FOLLOW_UP_ASKED
    case.record(kind, by=by, person=of.name, note=note.kind, code=note.code)
    return asked


def answer(case: Case, follow_up: FollowUp, *, text: str, by: Practitioner) -> None:
    """Say what was done about it, or why it will not be. An answer that is there stays. What was asked before a case
    closed is answered after it, too."""
    if follow_up.answered_at is not None:
        raise NotYet(say(N_("This has been answered already. The answer is on this page.")))
    lacking = list(notes.answer_missing(text))
    if lacking:
        raise NotYet(*lacking)
    follow_up.answer = text
    follow_up.answered_by = by
    follow_up.answered_at = clock.now()
    kind = EventKind.RESTRICTED_FOLLOW_UP_ANSWERED if follow_up.restricted else EventKind.FOLLOW_UP_ANSWERED
    case.record(kind, by=by, note=follow_up.note.kind, code=follow_up.note.code)


def pass_on(case: Case, before: Practitioner, to: Practitioner) -> None:
    """What `before` was asked and has not answered now lies with `to`, since a part of theirs has ended."""
    db.session.execute(
        sa.update(FollowUp)
        .where(FollowUp.case_id == case.id, FollowUp.held_by_id == before.id, FollowUp.answered_at.is_(None))
        .values(held_by_id=to.id)
        .execution_options(synchronize_session="fetch")
    )
