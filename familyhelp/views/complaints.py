"""Compliments and complaints: what waits for an answer, one of them, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import complaints as deeds
from ..forms.base import offer, optional
from ..forms.complaints import AcknowledgeForm, AnswerForm, HandForm, ReceiveForm
from ..models import Complaint, Practitioner
from ..policy import Act
from ..practice import complaints as rules
from ..practice.complaints import ComplaintKind
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.words import N_, NotYet, say
from ..queries import complaints as queries
from .guards import me, on_complaint, signed_in
from .pages import form_page, open_form

bp = Blueprint("complaints", __name__)


def _address(complaint: Complaint) -> str:
    return url_for("complaints.complaint", complaint=write_code(complaint.code))


@bp.get("/complaints")
@signed_in(Act.SEE_COMPLAINTS)
def list_of() -> Any:
    """The complaints that wait for an answer, the overdue ones first."""
    return render_template("complaints/list.html", page=queries.waiting(me(), request.args.get("after")))


@bp.get("/complaints/held")
@signed_in(Act.SEE_COMPLAINTS)
def held() -> Any:
    """Compliments, and complaints that were answered."""
    return render_template("complaints/held.html", page=queries.held(me(), request.args.get("after")))


@bp.route("/complaints/new", methods=["GET", "POST"])
@signed_in(Act.HANDLE_COMPLAINTS)
def receive() -> Any:
    """Hold a compliment or a complaint."""
    people = queries.workers()
    form = open_form(ReceiveForm)
    form.concerns.choices = _offer(people)
    form.handler.choices = _offer([p for p in people if p.role is Role.MANAGER])
    return form_page(
        form,
        "complaints/receive.html",
        lambda: _receive(form, people),
        then=lambda made: url_for("complaints.list_of" if made.next_due_on else "complaints.held"),
    )


def _receive(form: ReceiveForm, people: Sequence[Practitioner]) -> Complaint:
    case = queries.case_by(me(), form.case.data) if form.case.data else None
    if form.case.data and case is None:
        raise NotYet(say(N_("There is no case with this reference among those that you see."), "case"))
    return deeds.receive(
        kind=form.kind.data,
        received_on=form.received_on.data,
        said_by=form.said_by.data,
        name=optional(form.name.data),
        about=form.about.data,
        text=form.text.data,
        case=case,
        concerns=_chosen(people, form.concerns.data),
        handler=_chosen(people, form.handler.data),
        by=me(),
    )


def _offer(people: Sequence[Practitioner]) -> list[Any]:
    return offer([("", ""), *((p.code, p.name) for p in people)])


def _chosen(people: Sequence[Practitioner], code: str | None) -> Practitioner | None:
    return next((p for p in people if p.code == code), None)


@bp.get("/complaints/<complaint>")
@on_complaint(Act.SEE_COMPLAINTS)
def complaint(complaint: Complaint) -> Any:
    """One compliment or complaint: what they said, what was done, found and learned."""
    return render_template(
        "complaints/complaint.html",
        complaint=complaint,
        case=queries.case_of(me(), complaint),
        events=queries.events_of(complaint),
    )


@bp.route("/complaints/<complaint>/acknowledge", methods=["GET", "POST"])
@on_complaint(Act.HANDLE_COMPLAINTS)
def acknowledge(complaint: Complaint) -> Any:
    """Record that they were told that it came."""
    _not_answered(complaint)
    form = open_form(AcknowledgeForm)
    return form_page(
        form,
        "complaints/acknowledge.html",
        lambda: deeds.acknowledge(complaint, on=form.on.data, by=me()),
        then=_address(complaint),
        complaint=complaint,
    )


@bp.route("/complaints/<complaint>/hand-over", methods=["GET", "POST"])
@on_complaint(Act.HANDLE_COMPLAINTS)
def hand_over(complaint: Complaint) -> Any:
    """Give it to another manager."""
    _not_answered(complaint)
    people = [p for p in queries.workers() if p.role is Role.MANAGER]
    form = open_form(HandForm)
    form.handler.choices = _offer(people)

    def deed() -> None:
        handler = next(p for p in people if p.code == form.handler.data)
        deeds.hand_to(complaint, handler=handler, because=form.because.data, by=me())

    # Whoever hands over a complaint about another team's family may not see it afterwards.
    return form_page(form, "complaints/hand_over.html", deed, then=url_for("complaints.list_of"), complaint=complaint)


@bp.route("/complaints/<complaint>/answer", methods=["GET", "POST"])
@on_complaint(Act.HANDLE_COMPLAINTS)
def answer(complaint: Complaint) -> Any:
    """Say what was found, what they were told, and what we learn."""
    _not_answered(complaint)
    form = open_form(AnswerForm)
    return form_page(
        form,
        "complaints/answer.html",
        lambda: deeds.answer(
            complaint,
            found=form.found.data,
            because=form.because.data,
            told=form.told.data,
            told_on=form.told_on.data,
            lesson=form.lesson.data,
            by=me(),
        ),
        then=_address(complaint),
        complaint=complaint,
    )


def _not_answered(complaint: Complaint) -> None:
    # A form that was sent twice leads where it led before it comes here.
    if complaint.kind is ComplaintKind.COMPLIMENT:
        raise NotYet(rules.nothing_to_do())
    if complaint.told_on is not None:
        raise NotYet(rules.answered())
