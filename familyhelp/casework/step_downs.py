"""A step-down in the front door's queue: somebody takes it in hand and passes it, with what they know, to the team that
names a lead. Whoever of social care leads the family holds it until that lead is named."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Step, Team
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.references import write_code
from ..practice.steps import StepState
from ..practice.words import N_, NotYet, say
from . import messages

MOST_TOLD = 20


def claim_step_down(case: Case, step: Step, *, by: Practitioner) -> None:
    """Take a step-down that waits in hand. One row changes or none: raises NotYet where somebody was quicker."""
    if not _set_holder(step, by, Step.held_by_id.is_(None)):
        _in_hand(step, by)
        raise NotYet(say(N_("You already have this step-down in hand.")))
    case.record(EventKind.STEP_DOWN_HELD, by=by)


def take_step_down_over(case: Case, step: Step, *, because: str, by: Practitioner) -> None:
    """Take a step-down out of somebody else's hands, with a reason; they are told. Raises NotYet."""
    before = step.held_by
    if before is None or before is by or not _set_holder(step, by, Step.held_by_id == before.id):
        raise NotYet(say(N_("Nobody else has this step-down in hand now.")))
    case.record(EventKind.STEP_DOWN_HELD, by=by, because=because)
    messages.write(
        before.email,
        "A step-down changed hands",
        f"{by.name} took over the step-down of case {write_code(case.code)} from you: {because}",
    )


def release_step_down(case: Case, step: Step, *, because: str, by: Practitioner) -> None:
    """Give a step-down back to the queue. Raises NotYet where it is not in one's own hands."""
    if not _set_holder(step, None, Step.held_by_id == by.id):
        raise NotYet(say(N_("You do not have this step-down in hand.")))
    case.record(EventKind.STEP_DOWN_RELEASED, by=by, because=because)


def pass_step_down(case: Case, step: Step, *, team: Team, says: str, by: Practitioner) -> None:
    """Pass a step-down to the team that is to name a lead, with what the front door knows; its managers are told. It
    keeps its place and its day in the queue until one of them answers. Raises NotYet."""
    _in_hand(step, by)
    if not says.strip():
        raise NotYet(say(N_("Say what whoever names the lead should know."), "says"))
    if not team.managers:
        raise NotYet(say(N_("%(team)s has no manager who could name a lead."), "team", team=team.name))
    step.passed_at, step.front_door_says = clock.now(), says
    step.held_by = step.held_since = None
    case.team = team
    case.record(EventKind.STEP_DOWN_PASSED, by=by, because=says, team=team.name)
    for manager in team.managers[:MOST_TOLD]:
        messages.write(
            manager.email,
            "A step-down waits for you to name a lead",
            f"The front door passed the step-down of case {write_code(case.code)} to {team.name}. Social care holds "
            f"the family until you name a lead, by {step.due_on.day} {step.due_on:%B %Y}.",
        )


def _set_holder(step: Step, holder: Practitioner | None, still: sa.ColumnElement[bool]) -> bool:
    done = db.session.execute(
        sa.update(Step)
        .where(Step.id == step.id, Step.state == StepState.PENDING, still)
        .values(held_by_id=holder.id if holder else None, held_since=clock.now() if holder else None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(step)
    return getattr(done, "rowcount", 0) == 1


def _in_hand(step: Step, by: Practitioner) -> None:
    """Go on only with a step-down that waits and that nobody else has in hand. Raises NotYet and says who."""
    if step.state is not StepState.PENDING:
        raise NotYet(say(N_("This step-down is answered.")))
    if step.held_by is not None and step.held_by is not by:
        raise NotYet(
            say(
                N_("%(who)s has this step-down in hand. Speak to them, or take it over if they are away."),
                who=step.held_by.name,
            )
        )
