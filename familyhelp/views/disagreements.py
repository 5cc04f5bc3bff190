"""Professional disagreements: the list, those of a case, and one from its first stage to what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import disagreements as deeds
from ..forms.base import offer, optional
from ..forms.disagreements import HandOnForm, LastStageForm, RaiseForm, StageForm
from ..models import Case, Disagreement, Practitioner, Step
from ..policy import Act, may_hold
from ..practice import disagreements as rules
from ..practice.disagreements import Side
from ..practice.references import read_code, write_code
from ..practice.words import NotYet
from ..queries import disagreements as queries
from .guards import me, on_case, signed_in
from .language import day, word
from .pages import form_page, open_form

bp = Blueprint("disagreements", __name__)


@bp.get("/disagreements")
@signed_in(Act.LIST_DISAGREEMENTS)
def open_ones() -> Any:
    """The open disagreements of the cases that the reader sees, the longest overdue first."""
    page = queries.open_ones(me(), request.args.get("after"))
    return render_template("disagreements/open_ones.html", page=page)


@bp.get("/cases/<case>/disagreements")
@on_case(Act.SEE_CASE)
def of_case(case: Case) -> Any:
    """Every disagreement about this case."""
    return render_template("disagreements/of_case.html", case=case, found=queries.of_case(case))


@bp.route("/cases/<case>/disagreements/new", methods=["GET", "POST"])
@on_case(Act.RAISE_DISAGREEMENT)
def new(case: Case) -> Any:
    """Raise a disagreement about this case."""
    if case.closed_on is not None:
        raise NotYet(*rules.missing(rules.Raised("-", "-", "-", "-"), case_closed=True))
    steps = {step.code: step for step in queries.declined_steps(case)}
    asked = read_code(request.args.get("step", "")) or ""
    form = open_form(RaiseForm, data={"step": asked if asked in steps else "", "side": _side(asked in steps)})
    form.step.choices = offer([("", ""), *((code, _named(step)) for code, step in steps.items())])
    return form_page(
        form,
        "disagreements/new.html",
        lambda: deeds.raise_disagreement(
            case,
            about=form.about.data,
            side=form.side.data,
            other_side=form.other_side.data,
            our_view=form.our_view.data,
            other_view=form.other_view.data,
            urgent=form.urgent.data,
            step=steps.get(form.step.data),
            by=me(),
        ),
        then=lambda made: _address(case, made),
        case=case,
    )


def _side(about_step: bool) -> Side | None:
    return Side.SOCIAL_CARE if about_step else None


def _named(step: Step) -> str:
    return f"{word(step.direction)}, {day(step.asked_at)}"


@bp.get("/cases/<case>/disagreements/<disagreement>")
@on_case(Act.SEE_CASE)
def disagreement(case: Case, disagreement: str) -> Any:
    """One disagreement: what each side thinks, who holds it until when, what came of each stage."""
    found = queries.disagreement_of(case, disagreement) or abort(404)
    return render_template(
        "disagreements/disagreement.html",
        case=case,
        found=found,
        stages=[stage for stage, _ in rules.STAGES],
        holds=found.ended_at is None and may_hold(me(), case, found.holder_id),
    )


@bp.route("/cases/<case>/disagreements/<disagreement>/talk", methods=["GET", "POST"])
@on_case(Act.HOLD_DISAGREEMENT)
def talk(case: Case, disagreement: str) -> Any:
    """Record what came of the stage at which a disagreement is."""
    found = _held(case, disagreement)
    last = rules.following(found.stage) is None
    form = open_form(LastStageForm if last else StageForm, data={"version": str(found.version)})
    people = {} if last else _people(case, found)
    if not last:
        form.holder.choices = _offered(people.values())
    return form_page(
        form,
        "disagreements/talk.html",
        lambda: deeds.record_talk(
            case,
            found,
            talked_on=form.talked_on.data,
            who_talked=form.who_talked.data,
            decided=form.decided.data,
            result=form.result.data,
            learned=optional(form.learned.data),
            holder=None if last else people.get(form.holder.data),
            read_version=form.read_version,
            by=me(),
        ),
        then=_address(case, found),
        case=case,
        found=found,
    )


@bp.route("/cases/<case>/disagreements/<disagreement>/holder", methods=["GET", "POST"])
@on_case(Act.HOLD_DISAGREEMENT)
def hand_on(case: Case, disagreement: str) -> Any:
    """Give a disagreement to somebody else to hold."""
    found = _held(case, disagreement)
    people = _people(case, found)
    form = open_form(HandOnForm, data={"version": str(found.version)})
    form.holder.choices = _offered(people.values())
    return form_page(
        form,
        "disagreements/hand_on.html",
        lambda: deeds.hand_on(
            case,
            found,
            holder=people[form.holder.data],
            because=form.because.data,
            read_version=form.read_version,
            by=me(),
        ),
        then=_address(case, found),
        case=case,
        found=found,
    )


def _held(case: Case, text: str) -> Disagreement:
    """A disagreement that the reader may carry on: its holder, or a manager of the team where they cannot."""
    found = queries.disagreement_of(case, text) or abort(404)
    if found.ended_at is not None:
        raise NotYet(rules.ended())
    if not may_hold(me(), case, found.holder_id):
        abort(403)
    return found


def _people(case: Case, found: Disagreement) -> dict[str, Practitioner]:
    return {person.code: person for person in queries.who_can_hold(case, social_care=found.social_care)}


def _offered(people: Any) -> Sequence[Any]:
    return offer([("", ""), *((person.code, f"{person.name}, {word(person.role)}") for person in people)])


def _address(case: Case, found: Disagreement) -> str:
    return url_for("disagreements.disagreement", case=write_code(case.code), disagreement=write_code(found.code))
