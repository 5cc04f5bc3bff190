"""Steps up and down: asking, taking back, and the other side's answer. Both sides hold the family until it accepts."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext

from ..casework import step_links
from ..casework import steps as deeds
from ..forms.base import Form, offer, optional
from ..forms.steps import (
    AcceptStepDownForm,
    AcceptStepUpForm,
    DeclineForm,
    RecallForm,
    ReceiveStepForm,
    SendStepForm,
    StepDownForm,
    StepUpForm,
)
from ..models import Case, Practitioner, Step
from ..policy import Act, may
from ..practice import panels, stages
from ..practice.references import write_code
from ..practice.roles import LEADING
from ..practice.stages import Direction, Move
from ..practice.steps import RECEIVED_BY, FamilyAgrees, Pace, SentHow, StepState
from ..practice.words import N_, NotYet, say
from ..queries import links as link_queries
from ..queries import steps as queries
from ..queries.cases import who_can_lead
from .guards import me, on_case, signed_in
from .language import day
from .link_doors import address_of
from .links import shown_once
from .next_steps import link_for
from .pages import form_page, open_form

bp = Blueprint("steps", __name__)
F = TypeVar("F", bound=Form)
ANSWERS = {
    Direction.UP: (Move.ACCEPT_STEP_UP, Move.DECLINE_STEP_UP, Move.RECALL_STEP_UP),
    Direction.DOWN: (Move.ACCEPT_STEP_DOWN, Move.DECLINE_STEP_DOWN, Move.RECALL_STEP_DOWN),
}


def address(case: Case) -> str:
    """Where the case page is."""
    return url_for("cases.case", case=write_code(case.code))


def possible_now(move: Move, case: Case) -> None:
    """Before a form is shown: raise NotYet where it could only be refused. A form that was sent keeps its words."""
    if request.method == "GET":
        stages.after(move, case)


@bp.get("/steps")
@signed_in(Act.LIST_STEPS)
def waiting() -> Any:
    """The steps that wait for the reader's answer."""
    page = queries.waiting(me(), request.args.get("after"))
    return render_template("steps/waiting.html", page=page, direction=RECEIVED_BY.get(me().role))


@bp.get("/cases/<case>/steps")
@on_case(Act.SEE_CASE)
def history(case: Case) -> Any:
    """Every step that was asked for in this case, and its answer."""
    return render_template("steps/history.html", case=case, steps=queries.steps_of(case))


@bp.get("/cases/<case>/steps/<step>")
@on_case(Act.SEE_CASE)
def step(case: Case, step: str) -> Any:
    """One step: what is asked and why, the plan it carries, and what the reader can do with it."""
    found = queries.step_of(case, step) or abort(404)
    answers = [(move, link_for(move, case)) for move in ANSWERS[found.direction]] if found is case.waiting_step else []
    waits = found is case.waiting_step
    sendable = waits and found.direction is Direction.UP and may(me(), Act.SEND_STEP, case)
    receivable = waits and found.received_at is None and RECEIVED_BY.get(me().role) is found.direction
    return render_template(
        "steps/step.html",
        case=case,
        step=found,
        packet=queries.packet(me(), case),
        answers=[(move, link) for move, link in answers if link],
        sendable=sendable,
        receivable=receivable and may(me(), Act.RECEIVE_STEP, case),
        links=link_queries.links_to_step(found) if sendable else (),
        before_panel=waits and panels.goes_before(found),
        panel=queries.panel_of(found),
        holds_panel=waits and may(me(), Act.HOLD_PANEL, case),
    )


@bp.route("/cases/<case>/steps/<step>/received", methods=["GET", "POST"])
@on_case(Act.RECEIVE_STEP)
def receive(case: Case, step: str) -> Any:
    """Say that a step arrived."""
    found = queries.step_of(case, step) or abort(404)
    here = url_for("steps.step", case=write_code(case.code), step=write_code(found.code))
    form = open_form(ReceiveStepForm)
    deed = partial(deeds.receive_step, case, found, by=me())
    return form_page(form, "steps/receive.html", deed, then=here, case=case, step=found)


@bp.route("/cases/<case>/steps/<step>/send", methods=["GET", "POST"])
@on_case(Act.SEND_STEP)
def send(case: Case, step: str) -> Any:
    """Give somebody of social care a link to a step-up. Link and code are on this one answer and nowhere else."""
    found = queries.step_of(case, step) or abort(404)
    if request.method == "GET" and (found.state is not StepState.PENDING or found.direction is not Direction.UP):
        raise NotYet(say(N_("Only a step-up that waits for its answer is sent to social care.")))
    people = {person.code: person for person in queries.who_can_answer()}
    form = open_form(SendStepForm)
    form.liaison.choices = offer([("", ""), *((person.code, _named(person)) for person in people.values())])

    def deed() -> Any:
        given = step_links.send_step(
            case,
            found,
            liaison=people[form.liaison.data],
            by_email=form.how.data is SentHow.EMAIL,
            address_of=address_of,
            by=me(),
        )
        shown = None if given.link.email else address_of(given.link.purpose, given.token)
        return render_template(
            "steps/sent.html", case=case, step=found, link=given.link, address=shown, code=given.code
        )

    here = url_for("steps.step", case=write_code(case.code), step=write_code(found.code))
    return shown_once(form, "steps/send.html", deed, here, case=case, step=found)


# Asking -----------------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/step-up", methods=["GET", "POST"])
@on_case(Act.STEP_UP)
def step_up(case: Case) -> Any:
    """Ask statutory social care to take the family on."""
    possible_now(Move.STEP_UP, case)
    packet = queries.packet(me(), case)
    form = open_form(StepUpForm, data=_known(packet))
    return form_page(
        form,
        "steps/step_up.html",
        lambda: deeds.ask_step_up(case, immediate=form.pace.data is Pace.IMMEDIATE, **_asked(form)),
        then=address(case),
        case=case,
        packet=packet,
    )


@bp.route("/cases/<case>/step-down", methods=["GET", "POST"])
@on_case(Act.STEP_DOWN)
def step_down(case: Case) -> Any:
    """Ask early help to take the family on again."""
    possible_now(Move.STEP_DOWN, case)
    packet = queries.packet(me(), case)
    form = open_form(StepDownForm, data=_known(packet))
    return form_page(
        form,
        "steps/step_down.html",
        lambda: deeds.ask_step_down(case, to_level=form.to_level.data, **_asked(form)),
        then=address(case),
        case=case,
        packet=packet,
    )


def _asked(form: StepUpForm | StepDownForm) -> dict[str, Any]:
    return {
        "reasons": form.reasons.data,
        "risk": optional(form.risk.data),
        "tried": optional(form.tried.data),
        "family_view": optional(form.family_view.data),
        "family_agrees": form.family_agrees.data is FamilyAgrees.YES,
        "without_agreement_because": optional(form.without_agreement_because.data),
        "proposed_lead": optional(form.proposed_lead.data),
        "by": me(),
    }


def _known(packet: queries.Packet) -> dict[str, Any]:
    """What the record already says, for a form that nobody should have to type twice."""
    contact, review = packet.contact, packet.last_review
    tried = [contact.tried] if contact and contact.tried else []
    for outcome in packet.outcomes:
        tried.append(_told(packet, outcome.number))
    view = (review.family_view if review else None) or (contact.family_view if contact else None)
    return {
        "risk": contact.risk if contact else None,
        "tried": "\n\n".join(tried)[:15_000],
        "family_view": view,
    }


def _told(packet: queries.Packet, number: int) -> str:
    """One agreed outcome and its actions, as lines of text."""
    outcome = next(o for o in packet.outcomes if o.number == number)
    score = packet.latest_scores.get(number)
    lines = [
        gettext(
            "Outcome %(number)s: %(words)s (started at %(start)s, goal %(goal)s, now %(now)s)",
            number=number,
            words=outcome.words,
            start=outcome.start_score,
            goal=outcome.goal_score,
            now=score.value if score else outcome.start_score,
        )
    ]
    for action in outcome.actions:
        state = gettext("done %(on)s", on=day(action.done_on)) if action.done_on else gettext("still open")
        lines.append(f"– {action.what} ({action.owner_name}, {state})")
    return "\n".join(lines)


# Taking back ------------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/step-up/recall", methods=["GET", "POST"])
@on_case(Act.RECALL_STEP_UP)
def recall_step_up(case: Case) -> Any:
    """Take a step-up back before it is answered."""
    return _recall(case, Move.RECALL_STEP_UP, Direction.UP)


@bp.route("/cases/<case>/step-down/recall", methods=["GET", "POST"])
@on_case(Act.RECALL_STEP_DOWN)
def recall_step_down(case: Case) -> Any:
    """Take a step-down back before it is answered."""
    return _recall(case, Move.RECALL_STEP_DOWN, Direction.DOWN)


def _recall(case: Case, move: Move, direction: Direction) -> Any:
    possible_now(move, case)
    form, read = _answering(RecallForm, case)
    return form_page(
        form,
        "steps/recall.html",
        lambda: deeds.recall_step(case, because=form.because.data, by=me(), direction=direction, read_version=read),
        then=address(case),
        case=case,
        step=_newest(case),
    )


# Answering --------------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/step-up/accept", methods=["GET", "POST"])
@on_case(Act.ACCEPT_STEP_UP)
def accept_step_up(case: Case) -> Any:
    """Take the family on in statutory social care."""
    possible_now(Move.ACCEPT_STEP_UP, case)
    form, read = _answering(AcceptStepUpForm, case)
    return form_page(
        form,
        "steps/accept_up.html",
        lambda: deeds.accept_step_up(case, by=me(), because=optional(form.because.data), read_version=read),
        then=address(case),
        case=case,
        step=_newest(case),
    )


@bp.route("/cases/<case>/step-down/accept", methods=["GET", "POST"])
@on_case(Act.ACCEPT_STEP_DOWN)
def accept_step_down(case: Case) -> Any:
    """Take the family on again in early help, with a named lead."""
    possible_now(Move.ACCEPT_STEP_DOWN, case)
    people = {p.code: p for p in who_can_lead(case.team)}
    form, read = _answering(AcceptStepDownForm, case, lead=_proposed(case, people) or _lead_before(case, people))
    form.lead.choices = offer([("", ""), *((p.code, _named(p)) for p in people.values())])
    return form_page(
        form,
        "steps/accept_down.html",
        lambda: deeds.accept_step_down(
            case,
            lead=people[form.lead.data],
            by=me(),
            because=optional(form.because.data),
            handover_on=form.handover_on.data,
            read_version=read,
        ),
        then=address(case),
        case=case,
        step=_newest(case),
    )


def _named(person: Practitioner) -> str:
    return f"{person.name} ({person.agency.name})" if person.agency else person.name


def _proposed(case: Case, people: dict[str, Practitioner]) -> str | None:
    """Whom the sender of the step proposes, where the name is that of one person who can lead here."""
    name = case.waiting_step.proposed_lead if case.waiting_step else None
    found = [code for code, person in people.items() if name and person.name.casefold() == name.strip().casefold()]
    return found[0] if len(found) == 1 else None


def _lead_before(case: Case, people: dict[str, Practitioner]) -> str:
    """Who led the family before social care did, where they still can: it then keeps its worker."""
    codes = {person.id: person.code for person in people.values()}
    before = [p.practitioner_id for p in case.leads if p.part in LEADING and p.practitioner_id in codes]
    return codes[before[-1]] if before else ""


@bp.route("/cases/<case>/step-up/decline", methods=["GET", "POST"])
@on_case(Act.DECLINE_STEP_UP)
def decline_step_up(case: Case) -> Any:
    """Say no to a step-up, and why."""
    # Who declines sees the family no longer: the list is where they go on.
    return _decline(case, Move.DECLINE_STEP_UP, Direction.UP, url_for("steps.waiting"))


@bp.route("/cases/<case>/step-down/decline", methods=["GET", "POST"])
@on_case(Act.DECLINE_STEP_DOWN)
def decline_step_down(case: Case) -> Any:
    """Say no to a step-down, and why."""
    return _decline(case, Move.DECLINE_STEP_DOWN, Direction.DOWN, address(case))


def _decline(case: Case, move: Move, direction: Direction, then: str) -> Any:
    possible_now(move, case)
    form, read = _answering(DeclineForm, case)
    return form_page(
        form,
        "steps/decline.html",
        lambda: deeds.decline_step(case, because=form.because.data, by=me(), direction=direction, read_version=read),
        then=then,
        case=case,
        step=_newest(case),
    )


def _answering(kind: type[F], case: Case, **data: Any) -> tuple[F, int]:
    """A form that answers a step, and which request for a step its writer had read: an answer to another one is
    refused, and then the page shows the one that stands."""
    form = open_form(kind, data=data | {"version": str(len(case.steps))})
    read = form.read_version
    form.version.data = str(len(case.steps))
    return form, read


def _newest(case: Case) -> Step | None:
    return case.steps[-1] if case.steps else None
