"""The family's copy of the plan: a page to print, a PDF in two sizes, and what was given to whom."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from ..casework import copies as deeds
from ..forms.copies import GiveCopyForm
from ..models import Case, Member, Plan
from ..policy import Act
from ..practice import clock, links
from ..practice.copies import CopyFormat, Line
from ..practice.words import N_, NotYet, say, word_of
from ..queries import plans as plan_queries
from .copy_lines import LARGE_PRINT, PLAIN_PRINT, lines_for, pdf
from .guards import me, on_case
from .links import hub, member_of
from .pages import form_page, open_form

bp = Blueprint("copies", __name__)


def _agreed(case: Case) -> Plan:
    plan = plan_queries.plans_now(case).agreed
    if plan is None:
        raise NotYet(say(N_("The family has not agreed a plan yet.")))
    return plan


def _lines(case: Case, plan: Plan, member: Member) -> list[Line]:
    age = links.reading_age(member.person.age_on(clock.today()), member.role)
    return lines_for(case, plan, member.person.name, age)


@bp.get("/cases/<case>/plan/copies/<person>")
@on_case(Act.GIVE_COPY)
def copy(case: Case, person: str) -> Any:
    """The copy of one person, as a page to print."""
    member = member_of(case, person)
    lines = _lines(case, _agreed(case), member)
    return render_template("copies/copy.html", case=case, member=member, lines=lines)


@bp.get("/cases/<case>/plan/copies/<person>/pdf")
@on_case(Act.GIVE_COPY)
def plain(case: Case, person: str) -> Response:
    """The copy of one person as an accessible PDF."""
    return _pdf(case, person, PLAIN_PRINT, "plan.pdf")


@bp.get("/cases/<case>/plan/copies/<person>/large")
@on_case(Act.GIVE_COPY)
def large(case: Case, person: str) -> Response:
    """The same in large print."""
    return _pdf(case, person, LARGE_PRINT, "plan-large-print.pdf")


def _pdf(case: Case, person: str, points: int, name: str) -> Response:
    member = member_of(case, person)
    response = make_response(pdf(_lines(case, _agreed(case), member), points=points))
    response.mimetype = "application/pdf"
    # The name of the file stands in lists of downloads on shared computers: it names nobody.
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/cases/<case>/plan/copies/<person>/given", methods=["GET", "POST"])
@on_case(Act.GIVE_COPY)
def give(case: Case, person: str) -> Any:
    """Record that somebody was given their copy."""
    member, plan = member_of(case, person), _agreed(case)
    form = open_form(GiveCopyForm, data={"format": _asked()})
    return form_page(
        form,
        "copies/give.html",
        lambda: deeds.give_copy(
            case,
            plan,
            member=member,
            format=form.format.data,
            how=form.how.data,
            given_on=form.given_on.data,
            by=me(),
        ),
        then=hub(case),
        case=case,
        member=member,
        plan=plan,
    )


def _asked() -> CopyFormat | None:
    slug = request.args.get("format", "")
    return word_of(CopyFormat, slug) if slug in {one.value for one in CopyFormat} else None
