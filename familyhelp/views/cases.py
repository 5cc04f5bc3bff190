"""Cases: the list, the page that says what next and why, and who leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import leads
from ..forms.base import offer
from ..forms.cases import AllocateForm, ContributorForm, EndContributorForm, SupporterForm
from ..forms.handovers import ChangeLeadForm
from ..models import Case, Lead, Practitioner
from ..policy import Act, may
from ..practice import clock, stages
from ..practice.meetings import owed
from ..practice.references import write_code
from ..practice.roles import Part, Role
from ..practice.stages import Move, Stage
from ..queries import cases as queries
from ..queries import invitations
from ..queries import links as link_queries
from ..queries.invitations import Standing
from ..queries.left_out import left_out_of_plan
from .guards import me, on_case, signed_in
from .next_steps import also_due, next_step, offered, other_moves, reading
from .pages import form_page, open_form

bp = Blueprint("cases", __name__)


def address(case: Case) -> str:
    """Where the case page is."""
    return url_for("cases.case", case=write_code(case.code))


@bp.get("/cases")
@signed_in(Act.LIST_CASES)
def case_list() -> Any:
    """The reader's cases, or their team's."""
    has_team = me().role in (Role.KEY_WORKER, Role.MANAGER)
    whose = "team" if has_team and request.args.get("whose", "") == "team" else "mine"
    if me().covers and request.args.get("whose") == "covered":
        whose = "covered"
    if me().role is Role.MANAGER and "whose" not in request.args:
        whose = "team"
    closed = request.args.get("show") == "closed"
    page = queries.case_list(me(), whose, request.args.get("after"), closed=closed)
    return render_template("cases/list.html", page=page, whose=whose, closed=closed, has_team=has_team)


@bp.get("/cases/<case>")
@on_case(Act.SEE_CASE)
def case(case: Case) -> Any:
    """Who, why, what next, who leads and since when, what is due."""
    page = queries.case_page(me(), case)
    return render_template(
        "cases/case.html",
        case=case,
        page=page,
        next=next_step(case, clock.today()),
        owed=owed(case, clock.today()) if case.stage is Stage.ACTIVE else [],
        also=also_due(case),
        left_out=left_out_of_plan(page.outcomes, page.members) if case.stage is Stage.ACTIVE and page.outcomes else (),
        offer=offered(case, request.args.get("offer")),
        moves=other_moves(case),
        reading=reading(),
        may_answer=may(me(), Act.WRITE_NOTE, case),
        answers=link_queries.waiting_answers(case) if case.plan_agreed_on else [],
    )


@bp.get("/cases/<case>/chronology")
@on_case(Act.SEE_CASE)
def chronology(case: Case) -> Any:
    """Everything that happened, newest first."""
    page = queries.chronology(me(), case, request.args.get("after"))
    return render_template("cases/chronology.html", case=case, page=page)


def _people(people: Sequence[Practitioner]) -> list[Any]:
    return offer([("", "")] + [(p.code, f"{p.name}{f' ({p.agency.name})' if p.agency else ''}") for p in people])


def _invited(case: Case) -> Sequence[Standing]:
    """Who is invited for this family and has no part in it yet, for whoever may invite."""
    return invitations.waiting_for(case) if may(me(), Act.INVITE, case) else ()


def _chosen(people: Sequence[Practitioner], code: str) -> Practitioner:
    return next(p for p in people if p.code == code)


@bp.route("/cases/<case>/allocate", methods=["GET", "POST"])
@on_case(Act.ALLOCATE)
def allocate(case: Case) -> Any:
    """Give a waiting case to its first lead."""
    stages.row_for(Move.ALLOCATE, case.stage)
    people = queries.who_can_lead(case.team)
    form = open_form(AllocateForm)
    form.lead.choices = _people(people)
    return form_page(
        form,
        "cases/allocate.html",
        lambda: leads.allocate(case, lead=_chosen(people, form.lead.data), by=me(), because=form.because.data or None),
        then=address(case),
        case=case,
        invited=_invited,
    )


@bp.route("/cases/<case>/lead", methods=["GET", "POST"])
@on_case(Act.CHANGE_LEAD)
def change_lead(case: Case) -> Any:
    """Hand the case over to another lead, with what they need to know."""
    stages.row_for(Move.CHANGE_LEAD, case.stage)
    people = queries.who_can_lead(case.team)
    form = open_form(ChangeLeadForm)
    form.lead.choices = _people(people)
    return form_page(
        form,
        "cases/change_lead.html",
        lambda: leads.change_lead(
            case,
            lead=_chosen(people, form.lead.data),
            by=me(),
            because=form.because.data,
            handover=form.handover.data,
            told_on=form.told_on.data,
            told_how=form.told_how.data,
            told_by=form.told_by.data or None,
        ),
        then=address(case),
        case=case,
        invited=_invited,
    )


@bp.route("/cases/<case>/team", methods=["GET", "POST"])
@on_case(Act.CHANGE_TEAM)
def add_contributor(case: Case) -> Any:
    """Add somebody to the team around the family."""
    people = queries.who_can_contribute()
    form = open_form(ContributorForm)
    form.person.choices = _people(people)
    return form_page(
        form,
        "cases/contributor.html",
        lambda: leads.add_contributor(case, person=_chosen(people, form.person.data), by=me()),
        then=address(case),
        case=case,
        invited=_invited,
    )


@bp.route("/cases/<case>/supporter", methods=["GET", "POST"])
@on_case(Act.NAME_SUPPORTER)
def name_supporter(case: Case) -> Any:
    """Name who of the authority supports the partner who leads."""
    people = queries.who_can_support(case.team)
    form = open_form(SupporterForm)
    form.person.choices = _people(people)
    return form_page(
        form,
        "cases/supporter.html",
        lambda: leads.name_supporter(case, person=_chosen(people, form.person.data), by=me()),
        then=address(case),
        case=case,
    )


@bp.get("/led-by-partners")
@signed_in(Act.SEE_PARTNER_LED)
def led_by_partners() -> Any:
    """Every open case of the reader's teams that a partner leads."""
    page = queries.led_by_partners(me(), request.args.get("after"))
    return render_template(
        "cases/led_by_partners.html", page=page, invited=invitations.waiting_in_teams(me()) if not request.args else ()
    )


@bp.route("/cases/<case>/team/<person>/end", methods=["GET", "POST"])
@on_case(Act.CHANGE_TEAM)
def end_contributor(case: Case, person: str) -> Any:
    """End a contributor's part in the case."""
    part = _part_of(case, person)
    form = open_form(EndContributorForm)
    return form_page(
        form,
        "cases/end_contributor.html",
        lambda: leads.end_contributor(case, part=part, by=me(), because=form.because.data),
        then=address(case),
        case=case,
        part=part,
    )


def _part_of(case: Case, person: str) -> Lead:
    code = person.replace("-", "")
    found = next(
        (p for p in case.leads if p.ends_on is None and p.part is Part.CONTRIBUTOR and p.practitioner.code == code),
        None,
    )
    return found or abort(404)
