"""A step before the panel: its day, and what it advised."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request, url_for

from ..casework import panels as deeds
from ..forms.steps import AdviceForm, PanelForm
from ..models import Case, Step
from ..policy import Act
from ..practice import clock, panels
from ..practice.references import write_code
from ..practice.steps import StepState
from ..practice.words import N_, NotYet, say
from ..queries import steps as queries
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("panels", __name__)


def _step(case: Case, code: str) -> tuple[Step, str]:
    found = queries.step_of(case, code) or abort(404)
    if request.method == "GET" and (found.state is not StepState.PENDING or not panels.goes_before(found)):
        raise NotYet(say(N_("This step does not wait for a panel.")))
    return found, url_for("steps.step", case=write_code(case.code), step=write_code(found.code))


@bp.route("/cases/<case>/steps/<step>/panel", methods=["GET", "POST"])
@on_case(Act.HOLD_PANEL)
def day(case: Case, step: str) -> Any:
    """Set the day on which the panel meets about a step."""
    found, then = _step(case, step)
    last = panels.last_day(clock.today())
    form = open_form(PanelForm, data={"meets_on": last})
    return form_page(
        form,
        "panels/day.html",
        lambda: deeds.set_panel(case, found, meets_on=form.meets_on.data, by=me()),
        then=then,
        case=case,
        step=found,
        last=last,
    )


@bp.route("/cases/<case>/steps/<step>/panel/advice", methods=["GET", "POST"])
@on_case(Act.HOLD_PANEL)
def advice(case: Case, step: str) -> Any:
    """Record what the panel advised."""
    found, then = _step(case, step)
    form = open_form(AdviceForm)
    return form_page(
        form,
        "panels/advice.html",
        lambda: deeds.record_advice(
            case, found, advice=form.advice.data, present=form.present.data, because=form.because.data, by=me()
        ),
        then=then,
        case=case,
        step=found,
    )
