"""A step-down in the front door's queue: what it carries, who has it in hand, and the team it is passed to."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import step_downs as deeds
from ..forms.base import offer
from ..forms.contacts import BecauseForm, ButtonForm
from ..forms.step_downs import PassStepDownForm
from ..models import Case, Step
from ..policy import Act, may
from ..practice.references import write_code
from ..practice.stages import Move
from ..queries import step_downs as queries
from ..queries.contacts import teams
from .guards import me, on_step_down
from .next_steps import link_for
from .pages import form_page, open_form

bp = Blueprint("step_downs", __name__)


def _step(case: Case) -> Step:
    return case.waiting_step or abort(404)


def address(step: Step) -> str:
    """Where the front door's page of a step-down is."""
    return url_for("step_downs.step_down", step=write_code(step.code))


@bp.get("/step-downs/<step>")
@on_step_down(Act.SEE_STEP_DOWN)
def step_down(case: Case) -> Any:
    """What is asked and why, the plan it carries, who holds the family, and what can be done with it."""
    step = _step(case)
    answers = [(move, link_for(move, case)) for move in (Move.ACCEPT_STEP_DOWN, Move.DECLINE_STEP_DOWN)]
    return render_template(
        "step_downs/step_down.html",
        case=case,
        step=step,
        packet=queries.carried(me(), case),
        answers=[(move, link) for move, link in answers if link],
        may_hold=may(me(), Act.HOLD_STEP_DOWN, case),
    )


@bp.route("/step-downs/<step>/claim", methods=["GET", "POST"])
@on_step_down(Act.HOLD_STEP_DOWN)
def claim(case: Case) -> Any:
    """Take a step-down in hand."""
    step = _step(case)
    deed = partial(deeds.claim_step_down, case, step, by=me())
    return form_page(open_form(ButtonForm), "step_downs/claim.html", deed, then=address(step), case=case, step=step)


@bp.route("/step-downs/<step>/release", methods=["GET", "POST"])
@on_step_down(Act.HOLD_STEP_DOWN)
def release(case: Case) -> Any:
    """Give a step-down back to the queue."""
    return _because(case, "step_downs/release.html", deeds.release_step_down, url_for("contacts.queue"))


@bp.route("/step-downs/<step>/take-over", methods=["GET", "POST"])
@on_step_down(Act.HOLD_STEP_DOWN)
def take_over(case: Case) -> Any:
    """Take a step-down out of somebody else's hands, with a reason."""
    return _because(case, "step_downs/take_over.html", deeds.take_step_down_over, None)


def _because(case: Case, template: str, deed: Any, then: str | None) -> Any:
    step, form = _step(case), open_form(BecauseForm)

    def done() -> None:
        deed(case, step, because=form.because.data, by=me())

    return form_page(form, template, done, then=then or address(step), case=case, step=step)


@bp.route("/step-downs/<step>/pass-on", methods=["GET", "POST"])
@on_step_down(Act.HOLD_STEP_DOWN)
def pass_on(case: Case) -> Any:
    """Pass a step-down to the team that names a lead."""
    step, held = _step(case), {str(team.id): team for team in teams()}
    form = open_form(PassStepDownForm, data={"team": str(case.team_id)})
    form.team.choices = offer((number, team.name) for number, team in held.items())

    def deed() -> None:
        deeds.pass_step_down(case, step, team=held[form.team.data], says=form.says.data, by=me())

    then = url_for("contacts.queue")
    return form_page(form, "step_downs/pass_on.html", deed, then=then, case=case, step=step)
