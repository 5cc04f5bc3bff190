"""Notes, the people around a family, and steps, in the invented episodes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from familyhelp.practice import steps
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.notes import WRITTEN_BY_THEMSELVES, NoteKind
from familyhelp.practice.roles import Part, Role
from familyhelp.practice.stages import Direction, Stage
from familyhelp.practice.steps import StepState
from familyhelp.practice.triage import Level

from .words import texts

if TYPE_CHECKING:
    from .episodes import Episode

KINDS = list(WRITTEN_BY_THEMSELVES)
HEADLINE = "The family moved to the other side of town."


def notes(case: Episode) -> None:
    """Notes over the whole episode; a few restricted, a few corrected the next day."""
    world, chance = case.world, case.world.chance
    for number in range(case.shape.notes):
        kind, code, restricted = chance.one(KINDS), world.codes(), chance.maybe(0.03)
        told = {"headline": HEADLINE} if kind is NoteKind.SIGNIFICANT and not restricted else {}
        event = EventKind.RESTRICTED_NOTED if restricted else EventKind.SIGNIFICANT if told else EventKind.NOTED
        day = max(case.allocated_on, case.day((number + 1) / (case.shape.notes + 1)))
        at = case.tell(event, day, case.worker, note=kind, code=code, **told)
        note: dict[str, Any] = {
            "code": code,
            "case_id": case.id,
            "kind": kind,
            "happened_on": day,
            "headline": HEADLINE if kind is NoteKind.SIGNIFICANT else None,
            "people_seen": case.home.people[-1].forename if kind is NoteKind.VISIT else None,
            "text": chance.one(texts()),
            "restricted": restricted,
            "written_by_id": case.worker.id,
            "written_at": at,
            "first_written_at": at,
        }
        if not restricted and day < case.shape.last_day(world.today) and chance.maybe(0.03):
            world.rows.add("notes", **note, is_current=False)
            because = "The day was wrong."
            event = EventKind.SIGNIFICANT_CORRECTED if told else EventKind.NOTE_CORRECTED
            again = case.tell(event, day + timedelta(days=1), case.worker, because, note=kind, code=code, **told)
            note |= {"version": 2, "because": because, "written_at": again}
        world.rows.add("notes", **note)


def around(case: Episode) -> None:
    """Somebody from another agency contributes, in four cases of ten."""
    world, chance = case.world, case.world.chance
    if not chance.maybe(0.4):
        return
    person, day = world.staff.one(Role.CONTRIBUTOR, chance), case.day(0.2)
    case.tell(EventKind.CONTRIBUTOR_ADDED, day, case.manager, person=person.name)
    world.rows.add(
        "leads",
        case_id=case.id,
        practitioner_id=person.id,
        part=Part.CONTRIBUTOR,
        starts_on=day,
        ends_on=case.closed_on,
    )


def step_up(case: Episode) -> None:
    """Statutory social care took the family on half-way."""
    world, chance = case.world, case.world.chance
    asked = case.day(0.55)
    case.lead = world.staff.one(Role.LIAISON, chance)
    case.stepped_on = asked + timedelta(days=1)
    reasons = chance.one(texts())
    asked_at = case.tell(EventKind.STEP_UP_ASKED, asked, case.worker, reasons)
    decided_at = case.tell(EventKind.STEPPED_UP, case.stepped_on, case.lead, lead=case.lead.name)
    _step(
        case,
        Direction.UP,
        asked_at=asked_at,
        asked_by_id=case.worker.id,
        reasons=reasons,
        state=StepState.ACCEPTED,
        decided_at=decided_at,
        decided_by_id=case.lead.id,
    )
    case.level = Level.ACUTE


def pending(case: Episode) -> None:
    """Some steps still wait for their answer; one in ten came too late."""
    chance, today = case.world.chance, case.world.today
    down = case.stage is Stage.STATUTORY and any(one.open_actions for one in case.outcomes)
    if case.closed_on or not (chance.maybe(0.15) if down else case.stage is Stage.ACTIVE and chance.maybe(0.04)):
        return
    day = max(case.stepped_on or case.plan_agreed_on, today - timedelta(days=chance.some(1, 3)))
    reasons = chance.one(texts())
    case.pending_step = Direction.DOWN if down else Direction.UP
    event = EventKind.STEP_DOWN_ASKED if down else EventKind.STEP_UP_ASKED
    at = case.tell(event, day, case.lead, reasons)
    case.pending_step_due_on = steps.answer_by(at, immediate=False)[0]
    _step(case, case.pending_step, asked_at=at, asked_by_id=case.lead.id, reasons=reasons)


def _step(case: Episode, direction: Direction, **more: Any) -> None:
    case.world.rows.add(
        "steps",
        code=case.world.codes(),
        case_id=case.id,
        direction=direction,
        from_level=case.level,
        to_level=Level.ACUTE if direction is Direction.UP else Level.COMPLEX,
        risk="The youngest is not safe at night." if direction is Direction.UP else None,
        family_view="We want this.",
        family_agrees=True,
        due_on=steps.answer_by(more["asked_at"], immediate=False)[0],
        **more,
    )
