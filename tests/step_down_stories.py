"""Step-downs in the front door's queue, made through the deeds; their forms filled in and their pages as found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.casework import step_downs
from familyhelp.extensions import db
from familyhelp.models import Case, Step
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast, practitioner

Happening = Callable[[Case, Step, Cast], object]


def a_step_down(cast: Cast, **family: Any) -> tuple[Case, Step]:
    """A family of social care whose step-down waits, asked for by Lionel."""
    case = stories.a_case(cast, Stage.STATUTORY, **family)
    stories.ask_down(case, cast.lionel)
    db.session.commit()
    return case, case.steps[-1]


def at(tail: str, *more: Happening) -> Callable[[Cast], str]:
    """The address of the front door's page of a new step-down, after some more of its story."""

    def where(cast: Cast) -> str:
        case, step = a_step_down(cast)
        for happen in more:
            happen(case, step, cast)
        db.session.commit()
        return f"/step-downs/{write_code(step.code)}{tail}"

    return where


def held(case: Case, step: Step, cast: Cast) -> None:
    """Flora has it in hand."""
    step_downs.claim_step_down(case, step, by=cast.flora)


def held_by_frank(case: Case, step: Step, cast: Cast) -> None:
    """Somebody else of the front door has it in hand."""
    frank = practitioner("Frank Dale", Role.FRONT_DOOR)
    db.session.flush()
    step_downs.claim_step_down(case, step, by=frank)


def filled(make: Any) -> dict[str, Any]:
    """The forms, filled in."""
    because = {"because": "End of the day."}
    says = {"says": "Rosa asked for Kamal again."}
    return {
        "step_downs.claim": make("flora", at("/claim")),
        "step_downs.release": make("flora", at("/release", held), because),
        "step_downs.take_over": make("flora", at("/take-over", held_by_frank), because),
        "step_downs.pass_on": make("flora", at("/pass-on", held), says),
    }


PLACES = {"step_downs.step_down": ("flora", at("", held))}
