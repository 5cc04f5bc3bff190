"""Supervision: a manager and a worker talk about families in turn. What they decide is written once, on the family's
record; what they say about the worker stays between the two of them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Note, Practitioner, SupervisedCase, Supervision
from ..practice import clock
from ..practice import supervision as rules
from ..practice.chronology import EventKind
from ..practice.notes import NoteKind
from ..practice.words import N_, Changed, NotYet, Sentence, say
from . import notes


def begin(worker: Practitioner, *, held_on: date, by: Practitioner) -> Supervision:
    """Begin a supervision with a worker. Raises NotYet, also where one with them is not finished."""
    lacking = list(rules.missing_to_begin(held_on, clock.today()))
    begun = sa.exists().where(
        Supervision.supervisor_id == by.id, Supervision.worker_id == worker.id, Supervision.finished_at.is_(None)
    )
    if db.session.scalar(sa.select(begun)):
        lacking.append(say(N_("You have begun a supervision with them already: finish that one first.")))
    _refuse(lacking)
    supervision = Supervision(supervisor=by, worker=worker, held_on=held_on, begun_at=clock.now())
    db.session.add(supervision)
    db.session.flush()
    supervision.record(EventKind.SUPERVISION_BEGUN, by=by, person=worker.name)
    return supervision


def discuss(supervision: Supervision, case: Case, *, decision: str, restricted: bool, by: Practitioner) -> Note:
    """Write what was decided for a family as a note of management oversight on its case; here stays only where that
    note is. Raises NotYet."""
    _refuse_frozen(supervision)
    lacking = list(rules.missing_to_discuss(decision))
    before = sa.exists().where(SupervisedCase.supervision_id == supervision.id, SupervisedCase.case_id == case.id)
    if case.lead_id != supervision.worker_id:
        lacking.append(say(N_("%(worker)s does not lead this family now."), worker=supervision.worker.name))
    if db.session.scalar(sa.select(before)):
        lacking.append(say(N_("This family was discussed already: correct the note on its record instead.")))
    _refuse(lacking)
    note = write_decision(case, decision, held_on=supervision.held_on, restricted=restricted, by=by)
    db.session.add(SupervisedCase(supervision_id=supervision.id, case_id=case.id, note_id=note.id))
    supervision.record(EventKind.SUPERVISION_DISCUSSED, by=by, case=case.code)
    return note


def write_decision(case: Case, decision: str, *, held_on: date, restricted: bool, by: Practitioner) -> Note:
    """The decision of a supervision, of two or of a group, as a note of management oversight on the family's record."""
    note = notes.write_note(
        case,
        kind=NoteKind.OVERSIGHT,
        happened_on=held_on,
        text=decision,
        people_seen=None,
        restricted=restricted,
        by=by,
    )
    db.session.flush()
    return note


def write_private_words(
    supervision: Supervision, *, wellbeing: str, development: str, read_version: int, by: Practitioner
) -> None:
    """Write how the worker is and what they want to learn: for the two of them. The event holds none of it. Raises
    Changed, NotYet."""
    _refuse_frozen(supervision)
    if supervision.version != read_version:
        raise Changed(
            stored={"wellbeing": supervision.wellbeing or "", "development": supervision.development or ""},
            version=supervision.version,
        )
    supervision.wellbeing = wellbeing.strip() or None
    supervision.development = development.strip() or None
    supervision.record(EventKind.SUPERVISION_WRITTEN, by=by)


def finish(supervision: Supervision, *, held: int, by: Practitioner) -> None:
    """Finish a supervision, which then stays as it is; `held` is how many families the worker holds that its
    supervisor sees. Raises NotYet."""
    _refuse_frozen(supervision)
    discussed = db.session.scalar(
        sa.select(sa.func.count(SupervisedCase.id)).where(SupervisedCase.supervision_id == supervision.id)
    )
    _refuse(list(rules.missing_to_finish(discussed or 0, held)))
    supervision.finished_at = clock.now()
    supervision.record(EventKind.SUPERVISION_FINISHED, by=by, person=supervision.worker.name)


def _refuse_frozen(supervision: Supervision) -> None:
    if supervision.finished_at is not None:
        raise NotYet(rules.frozen())


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
