"""Who looked: the looks at a family, those of one person, and what a manager asks about them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext

from ..casework import looks as deeds
from ..forms.looked import AnswerForm
from ..models import Family, Practitioner
from ..policy import Act, watched_practitioners
from ..practice import clock
from ..practice.looked import Pattern
from ..practice.references import write_code
from ..queries import look_questions
from ..queries import looked as queries
from ..queries.looked import Days
from ..queries.practitioners import by_name
from ..queries.search import read_day
from .guards import Door, me, on_family, on_practitioner, signed_in
from .pages import form_page, open_form

bp = Blueprint("looked", __name__)


def page_name(endpoint: str) -> str:
    """What a page is for, by the act of its door, with the end of its address; its own name where it is there no
    longer."""
    door: Door | None = getattr(current_app.view_functions.get(endpoint), "door", None)
    if door is None or door.act is None:
        return endpoint
    rule = next(current_app.url_map.iter_rules(endpoint)).rule
    where = re.sub("<[^>]*>", "…", rule.partition(">")[2]).strip("/")
    return f"{gettext(door.act.label)} ({where})" if where else gettext(door.act.label)


def _days() -> Days:
    return Days(_day("from"), _day("to"))


def _day(name: str) -> date | None:
    found, more = read_day(request.args.get(name, "")[:40])
    return found if found and not more and 1990 <= found.year <= 2200 else None


@bp.get("/families/<family>/looks")
@on_family(Act.SEE_LOOKS)
def of_family(family: Family) -> Any:
    """Who opened what of this family."""
    days = _days()
    page = queries.of_family(me(), family, days, request.args.get("after"))
    return render_template("looked/family.html", family=family, days=days, page=page, page_name=page_name)


@bp.get("/looks/people")
@signed_in(Act.SEE_LOOKS)
def people() -> Any:
    """The people about whose looks the reader may ask."""
    page = by_name(watched_practitioners(me()), request.args.get("after"))
    return render_template("looked/people.html", page=page)


@bp.get("/looks/people/<practitioner>")
@on_practitioner(Act.SEE_LOOKS)
def of_person(practitioner: Practitioner) -> Any:
    """What one person opened."""
    days = _days()
    return render_template(
        "looked/person.html",
        person=practitioner,
        days=days,
        page=queries.of_person(me(), practitioner, days, request.args.get("after")),
        answers=queries.answers_about(practitioner),
        page_name=page_name,
    )


@bp.get("/looks")
@signed_in(Act.SEE_LOOKS)
def questions() -> Any:
    """What is unusual, as questions."""
    found, page = look_questions.questions(me(), clock.today(), request.args.get("after"))
    return render_template("looked/questions.html", questions=found, page=page)


@bp.route("/looks/people/<practitioner>/questions/<pattern>", methods=["GET", "POST"])
@on_practitioner(Act.SEE_LOOKS)
def answer(practitioner: Practitioner, pattern: str) -> Any:
    """Record that somebody was asked, and what they said."""
    asked = next((one for one in Pattern if one.value == pattern), None) or abort(404)
    found = [one for one in look_questions.about([practitioner], clock.today()) if one.pattern is asked]
    question = found[0] if found else look_questions.Question(practitioner, asked, clock.today(), clock.today())
    form = open_form(AnswerForm)
    return form_page(
        form,
        "looked/answer.html",
        lambda: deeds.answer_question(
            practitioner,
            asked,
            said=form.said.data or "",
            counted=question.counted,
            days=(question.first, question.last),
            last_look=question.last_look,
            families=question.families,
            by=me(),
        ),
        then=url_for("looked.of_person", practitioner=write_code(practitioner.code)),
        question=question,
    )
