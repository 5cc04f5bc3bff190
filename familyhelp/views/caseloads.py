"""Handing over everything that one person leads, on one page: chosen family by family, done together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext, ngettext

from ..casework import caseloads as deeds
from ..casework.caseloads import Given
from ..forms.base import offer
from ..forms.caseloads import FOR_ALL, CaseloadForm, caseload_form
from ..models import Practitioner
from ..policy import Act
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from ..practice.workload import Offered
from ..queries import caseloads as queries
from ..queries.caseloads import Candidate, Held
from .guards import CHANGES, me, signed_in
from .language import day
from .pages import form_page, open_form

bp = Blueprint("caseloads", __name__)


@bp.route("/team-work/hand-over/<worker>", methods=["GET", "POST"])
@signed_in(Act.HAND_OVER)
def hand_over(worker: str) -> Any:
    """Everything that somebody of the reader's teams leads, and who will lead it from today."""
    person = queries.worker_of(me(), worker) or abort(404)
    held = queries.held_by(me(), person, locking=request.method in CHANGES)
    people = queries.candidates(me(), person)
    suggested = queries.suggested(held, people)
    movable = [one for one in held if not one.waits]
    kind = caseload_form([(one.case.code, one.case.family.name) for one in movable])
    form = open_form(kind, data=_suggestion(movable, people, suggested) if "suggest" in request.args else None)
    _offer(form, movable, people)
    if request.method == "GET":
        _as_read_now(form, movable)
    return form_page(
        form,
        "workload/hand_over.html",
        lambda: _hand_over(form, movable, people, person),
        then=url_for("workload.board"),
        worker=person,
        held=held,
        people=people,
        suggested=suggested,
        named={one.who.id: one for one in people},
        also=lambda: queries.also_held(me(), person),
    )


def _offer(form: CaseloadForm, movable: Sequence[Held], people: Sequence[Candidate]) -> None:
    form.lead_all.choices = offer([("", gettext("Nobody for all of them")), *((p.who.code, _named(p)) for p in people)])
    same = [(FOR_ALL, gettext("Whoever is chosen for all")), ("", gettext("It stays as it is for now"))]
    for one in movable:
        able = [(p.who.code, _named(p)) for p in people if p.may_lead(one.case)]
        form[f"lead_{one.case.code}"].choices = offer([*same, *able])


def _named(one: Candidate) -> str:
    count = one.load.families
    carries = ngettext(
        "%(num)s family, weight %(weight)s", "%(num)s families, weight %(weight)s", count, weight=one.load.weight
    )
    away = gettext("away until %(day)s", day=day(one.away)) if one.away else ""
    agency = f" ({one.who.agency.name})" if one.who.agency else ""
    return f"{one.who.name}{agency}: {', '.join(filter(None, (carries, away)))}"


def _suggestion(
    movable: Sequence[Held], people: Sequence[Candidate], suggested: Mapping[int, Offered]
) -> dict[str, str]:
    """The form with everybody who is suggested filled in."""
    codes = {one.who.id: one.who.code for one in people}
    return {f"lead_{one.case.code}": codes[suggested[one.case.id].to] for one in movable if one.case.id in suggested}


def _hand_over(form: CaseloadForm, movable: Sequence[Held], people: Sequence[Candidate], before: Practitioner) -> None:
    able = {one.who.code: one for one in people}
    given, wrong = [], _gone(movable, before)
    for one in movable:
        code = form.chosen(one.case.code)
        if not code and form[f"lead_{one.case.code}"].data == FOR_ALL:
            sentence = N_("Choose who will lead %(family)s, or that it stays as it is.")
            wrong.append(say(sentence, f"lead_{one.case.code}", family=one.case.family.name))
        elif code and not able[code].may_lead(one.case):
            sentence = N_("%(lead)s cannot lead a family of %(team)s.")
            wrong.append(say(sentence, f"lead_{one.case.code}", lead=able[code].who.name, team=one.case.team.name))
        elif code:
            note = form[f"note_{one.case.code}"].data or ""
            given.append(Given(one.case, able[code].who, note, form.read_at(one.case.code)))
    try:
        if wrong:
            raise NotYet(*wrong)
        deeds.hand_over(
            given,
            before=before,
            because=form.because.data,
            handover=form.handover.data,
            talked_on=form.talked_on.data,
            by=me(),
        )
    finally:
        _as_read_now(form, movable)


def _gone(movable: Sequence[Held], before: Practitioner) -> list[Any]:
    """What was sent of families that are no longer here: somebody else was quicker."""
    here = {one.case.code for one in movable}
    sent = {name.removeprefix("lead_") for name, value in request.form.items() if name.startswith("lead_") and value}
    sentence = N_("The case %(code)s is no longer with %(lead)s: it was handed over or closed, or a step waits.")
    return [
        say(sentence, code=write_code(code), lead=before.name)
        for code in sorted(sent - here - {"all"})
        if len(code) == 8 and code.isalnum()
    ]


def _as_read_now(form: CaseloadForm, movable: Sequence[Held]) -> None:
    # The page shows each family as it is now: what is sent next was chosen with that before one's eyes.
    for one in movable:
        form[f"read_{one.case.code}"].data = str(one.case.version)
