"""Steps up to statutory social care and down again. Both sides hold the family until the receiving one accepts."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Step
from ..practice import clock, steps
from ..practice.chronology import EventKind
from ..practice.references import write_code
from ..practice.roles import PART_OF_ROLE, Part, Role
from ..practice.stages import Direction, Move, Stage
from ..practice.steps import StepState
from ..practice.triage import Level
from ..practice.words import N_, NotYet, say
from . import leads, legal_bases, messages, panels, sharing


def ask_step_up(
    case: Case,
    *,
    immediate: bool,
    reasons: str,
    risk: str | None,
    tried: str | None,
    family_view: str | None,
    family_agrees: bool,
    without_agreement_because: str | None,
    by: Practitioner,
    proposed_lead: str | None = None,
) -> Step:
    """Ask statutory social care to take the family on. Until it does, the case keeps its stage, lead and plan."""
    case.move(Move.STEP_UP)
    request = steps.Request(
        Direction.UP, Level.ACUTE, reasons, risk, family_view, family_agrees, without_agreement_because
    )
    return _ask(case, request, immediate=immediate, tried=tried, proposed_lead=proposed_lead, by=by)


def ask_step_down(
    case: Case,
    *,
    to_level: Level,
    reasons: str,
    risk: str | None,
    tried: str | None,
    family_view: str | None,
    family_agrees: bool,
    without_agreement_because: str | None,
    by: Practitioner,
    proposed_lead: str | None = None,
) -> Step:
    """Ask early help to take the family on again, with its plan and the actions that are open."""
    case.move(Move.STEP_DOWN)
    request = steps.Request(
        Direction.DOWN, to_level, reasons, risk, family_view, family_agrees, without_agreement_because
    )
    return _ask(case, request, immediate=False, tried=tried, proposed_lead=proposed_lead, by=by)


def _ask(
    case: Case,
    request: steps.Request,
    *,
    immediate: bool,
    tried: str | None,
    proposed_lead: str | None,
    by: Practitioner,
) -> Step:
    lacking = list(steps.missing(request))
    if lacking:
        raise NotYet(*lacking)
    due_on, moment = steps.answer_by(clock.now(), immediate=immediate)
    step = Step(
        direction=request.direction,
        state=StepState.PENDING,
        immediate=immediate,
        from_level=case.level,
        to_level=request.to_level,
        reasons=request.reasons,
        risk=request.risk,
        tried=tried,
        proposed_lead=proposed_lead,
        family_view=request.family_view,
        family_agrees=request.family_agrees,
        without_agreement_because=None if request.family_agrees else request.without_agreement_because,
        asked_at=clock.now(),
        asked_by=by,
        due_on=due_on,
        answer_by=moment,
        receive_by=steps.receive_by(clock.now(), immediate=immediate),
    )
    case.steps.append(step)
    case.reset_clock()
    if immediate:
        _alert(case)
    up = request.direction is Direction.UP
    case.record(EventKind.STEP_UP_ASKED if up else EventKind.STEP_DOWN_ASKED, by=by, because=request.reasons)
    return step


def receive_step(case: Case, step: Step, *, by: Practitioner) -> None:
    """The receiving side says that a step arrived, so that whoever asked knows. Raises NotYet."""
    if step.case_id != case.id:
        raise ValueError("a step of another case")
    if steps.RECEIVED_BY.get(by.role) is not step.direction:
        raise NotYet(say(N_("The other side says that it arrived.")))
    if step.state is not StepState.PENDING or step.received_at is not None:
        raise NotYet(say(N_("It is on the record already that this step arrived, or it was answered.")))
    note_received(step, by=by)
    case.record(EventKind.STEP_RECEIVED, by=by, direction=step.direction)


def note_received(step: Step, *, by: Practitioner) -> None:
    """Put on the record that a step arrived, where it is not there yet; the deed that it belongs to tells of it."""
    if step.received_at is None:
        step.received_at, step.received_by = clock.now(), by


MOST_TOLD = 50


def _alert(case: Case) -> None:
    """Tell statutory social care at once that a step-up cannot wait for the next look at the list."""
    liaisons = sa.select(Practitioner).where(Practitioner.role == Role.LIAISON, Practitioner.is_active)
    for liaison in db.session.scalars(liaisons.order_by(Practitioner.id).limit(MOST_TOLD)):
        messages.write(
            liaison.email,
            "An immediate step-up waits for your answer today",
            f"An immediate step-up was asked for in case {write_code(case.code)}. "
            "Open it and answer today; until then its lead holds the family.",
        )


def recall_step(
    case: Case,
    *,
    because: str,
    by: Practitioner,
    direction: Direction | None = None,
    read_version: int | None = None,
) -> None:
    """Take a request for a step back. `direction` says which way the step goes that is meant, `read_version` which
    request was read (how many there had been): any other one stays as it is."""
    step = _refuse(case, StepState.RECALLED, because, by, direction, read_version)
    case.record(EventKind.STEP_RECALLED, by=by, because=because, direction=step.direction)


def decline_step(
    case: Case,
    *,
    because: str,
    by: Practitioner,
    direction: Direction | None = None,
    read_version: int | None = None,
) -> None:
    """Say no to a step, and why. The case stays where it was, and whoever asked is told at once. `direction` and
    `read_version` as for `recall_step`."""
    step = _refuse(case, StepState.DECLINED, because, by, direction, read_version)
    messages.write(
        step.asked_by.email,
        "A step that you asked for was declined",
        f"The step that you asked for in case {write_code(case.code)} was declined. "
        "The family stays with its lead and its plan. Sign in and open the case to read why.",
    )
    case.record(EventKind.STEP_DECLINED, by=by, because=because, direction=step.direction)


_REFUSALS = {
    (StepState.RECALLED, Direction.UP): Move.RECALL_STEP_UP,
    (StepState.RECALLED, Direction.DOWN): Move.RECALL_STEP_DOWN,
    (StepState.DECLINED, Direction.UP): Move.DECLINE_STEP_UP,
    (StepState.DECLINED, Direction.DOWN): Move.DECLINE_STEP_DOWN,
}


def _refuse(
    case: Case,
    state: StepState,
    because: str,
    by: Practitioner,
    direction: Direction | None,
    read_version: int | None,
) -> Step:
    meant = direction or case.pending_step or (Direction.DOWN if case.stage is Stage.STATUTORY else Direction.UP)
    step = _as_read(case, read_version)
    case.move(_REFUSALS[state, meant])
    if not because.strip():
        raise NotYet(say(N_("Say why: the other side needs the reason."), "because"))
    _answer(step, state, by, because)
    case.reset_clock()
    return step


def accept_step_up(
    case: Case, *, by: Practitioner, because: str | None = None, read_version: int | None = None
) -> None:
    """Take the family on in statutory social care: from this moment `by` leads, and the plan goes with the family."""
    step = _as_read(case, read_version)
    _can_lead_statutory(by)
    legal_bases.fit_for(case, by)
    panels.agrees(step)
    case.move(Move.ACCEPT_STEP_UP)
    _answer(step, StepState.ACCEPTED, by, because)
    case.level = step.to_level
    case.stepped_on = case.contact_owed_since = clock.today()
    leads.has_still_to_be_told(case, leads.set_lead(case, by, because, by))
    case.reset_clock()
    case.record(EventKind.STEPPED_UP, by=by, because=because, lead=by.name)


def _can_lead_statutory(person: Practitioner) -> None:
    if PART_OF_ROLE.get(person.role) is not Part.SOCIAL_CARE:
        raise NotYet(say(N_("Only statutory social care can accept a step-up.")))


def accept_step_down(
    case: Case,
    *,
    lead: Practitioner,
    by: Practitioner,
    because: str | None = None,
    handover_on: date | None = None,
    read_version: int | None = None,
) -> None:
    """Take the family on again in early help, with a named lead and a joint visit within 5 working days (by default
    on the last of them)."""
    today = clock.today()
    handover_on = handover_on or steps.last_handover_day(today)
    lacking = list(steps.handover_missing(handover_on, today=today))
    if PART_OF_ROLE.get(lead.role) not in {Part.KEY_WORKER, Part.LEAD_PROFESSIONAL} or not lead.is_active:
        lacking.append(say(N_("%(lead)s cannot lead a case."), "lead", lead=lead.name))
    if lacking:
        raise NotYet(*lacking)
    step = _as_read(case, read_version)
    legal_bases.fit_for(case, lead)
    sharing.fit_for(case, lead, field="lead")
    panels.agrees(step)
    case.move(Move.ACCEPT_STEP_DOWN)
    _answer(step, StepState.ACCEPTED, by, because)
    step.handover_on = handover_on
    case.contact_owed_since = today
    case.level = step.to_level
    case.next_review_on = steps.next_review(case.next_review_on, today=today)
    leads.has_still_to_be_told(case, leads.set_lead(case, lead, because, by))
    case.reset_clock()
    case.record(EventKind.STEPPED_DOWN, by=by, because=because, lead=lead.name)


def _as_read(case: Case, read_version: int | None) -> Step:
    """The step that is answered: the newest. Raises NotYet where another one was asked since the page was read."""
    if read_version is not None and read_version != len(case.steps):
        raise NotYet(
            say(N_("This request was taken back and another one made since you opened the page. Read that one first."))
        )
    if not case.steps:
        raise NotYet(say(N_("No step is waiting for an answer.")))
    step = case.steps[-1]
    if read_version is not None and step.decided_by is not None:
        raise NotYet(
            say(
                N_("%(who)s has answered this step in the meantime: %(state)s."),
                who=step.decided_by.name,
                state=step.state,
            )
        )
    return step


def _answer(step: Step, state: StepState, by: Practitioner, because: str | None) -> None:
    if state is not StepState.RECALLED:
        note_received(step, by=by)
    step.state = state
    step.decided_at = clock.now()
    step.decided_by = by
    step.decided_because = because
