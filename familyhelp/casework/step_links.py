"""A step-up that goes to somebody of social care who works in another system: a signed link, by e-mail or in a letter,
and a code that is told another way. What they answer by it is theirs, and done by the same deeds as on the page."""

from __future__ import annotations

from ..models import Case, Link, Practitioner, Step
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.links import Purpose
from ..practice.roles import Role
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.words import N_, NotYet, say
from . import links, steps
from .links import AddressOf, Given


def send_step(
    case: Case, step: Step, *, liaison: Practitioner, by_email: bool, address_of: AddressOf, by: Practitioner
) -> Given:
    """Give a liaison a link to a step-up that waits, by e-mail or to put in a letter. Raises NotYet."""
    if step.case_id != case.id:
        raise ValueError("a step of another case")
    if step.direction is not Direction.UP or step.state is not StepState.PENDING:
        raise NotYet(say(N_("Only a step-up that waits for its answer is sent to social care.")))
    if liaison.role is not Role.LIAISON or not liaison.is_active:
        raise NotYet(say(N_("Choose somebody of statutory social care."), "liaison"))
    if by_email and case.family.restricted:
        raise NotYet(say(N_("This family is restricted: nothing is sent by e-mail. Print the letter."), "how"))
    return links.give_step_link(
        case, step, liaison=liaison, email=liaison.email if by_email else None, address_of=address_of, by=by
    )


def note_arrival(link: Link, *, by: Link) -> None:
    """Whoever opens the link has the step: whoever asked can read that it arrived. One event, the first time."""
    step, liaison = _theirs(by)
    if link.id == by.id and step.received_at is None and step.state is StepState.PENDING:
        steps.note_received(step, by=liaison)
        link.case.record(EventKind.STEP_RECEIVED, by=liaison, direction=step.direction)


def accept_by_link(case: Case, *, because: str | None, by: Link) -> None:
    """Take the family on in statutory social care, by the link to its step."""
    step, liaison = _theirs(by)
    _is_newest(case, step)
    steps.accept_step_up(case, by=liaison, because=because, read_version=len(case.steps))
    by.done_at = clock.now()


def decline_by_link(case: Case, *, because: str, by: Link) -> None:
    """Say no to a step-up, and why, by the link to it."""
    step, liaison = _theirs(by)
    _is_newest(case, step)
    steps.decline_step(case, because=because, by=liaison, direction=Direction.UP, read_version=len(case.steps))
    by.done_at = clock.now()


def _theirs(link: Link) -> tuple[Step, Practitioner]:
    if link.purpose is not Purpose.STEP or link.step is None or link.liaison is None:
        raise ValueError("a link to something else")
    return link.step, link.liaison


def _is_newest(case: Case, step: Step) -> None:
    if not case.steps or case.steps[-1].id != step.id:
        raise NotYet(say(N_("This request was taken back and another one made. Ask for the link to the new one.")))
