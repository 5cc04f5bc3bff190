"""Group supervision: a manager and several workers think about their work together. A decision for a family is written
once, on its record; what the group learned is read by those who took part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, GroupCase, GroupSupervision, Note, Practitioner
from ..practice import clock
from ..practice import supervision as rules
from ..practice.chronology import EventKind
from ..practice.words import N_, Changed, NotYet, Sentence, say
from .supervision import write_decision


def begin(workers: Sequence[Practitioner], *, held_on: date, question: str, by: Practitioner) -> GroupSupervision:
    """Begin a group supervision with at least two workers. Raises NotYet."""
    _refuse(list(rules.missing_to_begin_group(held_on, clock.today(), len(workers))))
    group = GroupSupervision(
        facilitator=by, workers=list(workers), held_on=held_on, question=question.strip(), begun_at=clock.now()
    )
    db.session.add(group)
    db.session.flush()
    group.record(EventKind.GROUP_BEGUN, by=by, count=len(workers), question=group.question)
    return group


def discuss(group: GroupSupervision, case: Case, *, decision: str, restricted: bool, by: Practitioner) -> Note:
    """Write what was decided for a family of somebody who takes part as a note of management oversight on its case.
    Raises NotYet."""
    _refuse_frozen(group)
    lacking = list(rules.missing_to_discuss(decision))
    before = sa.exists().where(GroupCase.group_supervision_id == group.id, GroupCase.case_id == case.id)
    if case.lead_id not in {worker.id for worker in group.workers}:
        lacking.append(say(N_("Nobody who takes part leads this family now.")))
    if db.session.scalar(sa.select(before)):
        lacking.append(say(N_("This family was discussed already: correct the note on its record instead.")))
    _refuse(lacking)
    note = write_decision(case, decision, held_on=group.held_on, restricted=restricted, by=by)
    db.session.add(GroupCase(group_supervision_id=group.id, case_id=case.id, note_id=note.id))
    group.record(EventKind.GROUP_DISCUSSED, by=by, case=case.code)
    return note


def write_learned(group: GroupSupervision, *, learned: str, read_version: int, by: Practitioner) -> None:
    """Write what the group learned, which names no family. Raises Changed, NotYet."""
    _refuse_frozen(group)
    if group.version != read_version:
        raise Changed(stored={"learned": group.learned or ""}, version=group.version)
    group.learned = learned.strip() or None
    group.record(EventKind.GROUP_LEARNED, by=by)


def finish(group: GroupSupervision, *, by: Practitioner) -> None:
    """Finish a group supervision, which then stays as it is. Raises NotYet."""
    _refuse_frozen(group)
    _refuse(list(rules.missing_to_finish_group(group.learned)))
    group.finished_at = clock.now()
    group.record(EventKind.GROUP_FINISHED, by=by)


def _refuse_frozen(group: GroupSupervision) -> None:
    if group.finished_at is not None:
        raise NotYet(rules.frozen())


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
