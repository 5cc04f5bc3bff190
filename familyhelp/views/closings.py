"""Closing a case, checking in afterwards, and opening a new episode where the family wants one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext

from ..casework import closing_requests
from ..casework import closings as deeds
from ..forms.base import Form, offer, optional
from ..forms.closings import CheckInForm, ReEngageForm, closing_form
from ..models import Case, CheckIn
from ..policy import Act
from ..practice import clock, stages
from ..practice.endings import (
    REASONS_BEFORE_A_PLAN,
    CheckInHow,
    CheckInResult,
    ClosureReason,
    Said,
    already_recorded,
    needs_approval,
)
from ..practice.links import FOUND
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import NotYet
from ..queries import closings as queries
from ..queries import feedback as feedback_queries
from ..queries.cases import members_of
from .guards import me, on_case
from .pages import form_page, open_form
from .steps import address, possible_now

bp = Blueprint("closings", __name__)


@bp.route("/cases/<case>/close", methods=["GET", "POST"])
@on_case(Act.CLOSE)
def close(case: Case) -> Any:
    """Close the case: how each outcome ended, what the family says, and who asks how it is doing."""
    if request.method == "GET":
        stages.row_for(Move.CLOSE, case.stage)
        waiting = [*stages.no_step_pending(case), *stages.no_closing_asked(case)]
        if waiting:
            raise NotYet(*waiting)
    asks = needs_approval(me().role)
    before = queries.request_of(case) if asks else None
    page = queries.closing_page(case)
    numbers = [outcome.number for outcome in page.outcomes]
    last: dict[str, Any] = {f"score_{n}": score.value for n, score in page.latest_scores.items()}
    told = feedback_queries.newest_of(case)
    last["family_feedback"] = "\n\n".join(one.answer.text for one in reversed(told) if one.answer.text) or None
    last["sustaining_plan"] = case.plan.if_things_slip if case.plan else None
    form = open_form(closing_form(_reasons(case), numbers), data=last | (_as_asked(before.said) if before else {}))
    for outcome in page.outcomes:
        form[f"score_{outcome.number}"].between(*outcome.ends)
    return form_page(
        form,
        "closings/close.html",
        lambda: _ask(case, form, numbers) if asks else _close(case, form, numbers),
        then=address(case),
        case=case,
        page=page,
        told=told,
        asks=asks,
        before=before,
    )


def _as_asked(said: Said) -> dict[str, Any]:
    """What was written before, for a form that nobody should have to type twice."""
    return {
        "reason": said.reason,
        "summary": said.summary,
        "family_feedback": said.family_feedback,
        "sustaining_plan": said.sustaining_plan,
        "who_was_told": said.who_was_told,
        "check_ins": [str(months) for months in said.check_ins],
        "check_ins_declined": said.check_ins_declined,
        **{f"result_{n}": result for n, result in said.results.items()},
        **{f"score_{n}": score for n, score in said.final_scores.items()},
    }


def _reasons(case: Case) -> list[ClosureReason]:
    """The reasons that fit: with an agreed plan all but one, without one only some."""
    if case.plan_agreed:
        return [reason for reason in ClosureReason if reason is not ClosureReason.WITHDRAWN_BEFORE]
    return [reason for reason in ClosureReason if reason in REASONS_BEFORE_A_PLAN]


def _said(form: Form, numbers: list[int]) -> dict[str, Any]:
    scores = {n: form[f"score_{n}"].data for n in numbers}
    return {
        "reason": form["reason"].data,
        "summary": form["summary"].data,
        "family_feedback": optional(form["family_feedback"].data),
        "sustaining_plan": optional(form["sustaining_plan"].data),
        "who_was_told": form["who_was_told"].data,
        "results": {n: form[f"result_{n}"].data for n in numbers},
        "final_scores": {n: score for n, score in scores.items() if score is not None},
        "check_ins": [int(months) for months in form["check_ins"].data or ()],
        "check_ins_declined": form["check_ins_declined"].data,
    }


def _close(case: Case, form: Form, numbers: list[int]) -> None:
    deeds.close(case, **_said(form, numbers), by=me())


def _ask(case: Case, form: Form, numbers: list[int]) -> None:
    closing_requests.ask_closing(case, Said(**_said(form, numbers)), by=me())


@bp.route("/cases/<case>/check-ins/<months>", methods=["GET", "POST"])
@on_case(Act.CHECK_IN)
def check_in(case: Case, months: str) -> Any:
    """Record one check-in: how the family is doing."""
    stages.row_for(Move.CHECK_IN, case.stage)
    closing = queries.closing_of(case)
    found = next((c for c in closing.check_ins if str(c.months) == months), None) if closing else None
    if closing is None or found is None:
        abort(404)
    if request.method == "GET" and found.result:
        raise NotYet(already_recorded())
    form = open_form(CheckInForm, data=_as_told(found))
    return form_page(
        form,
        "closings/check_in.html",
        lambda: _check_in(case, found, form),
        then=lambda _: _after_check_in(case, form.result.data),
        case=case,
        closing=closing,
        check_in=found,
        died=[m.person.name for m in members_of(case.family_id) if m.person.died_on],
    )


def _as_told(check_in: CheckIn) -> dict[str, Any]:
    """What the family said by a link, for a form that nobody should have to type twice."""
    said, usual = check_in.answer, {"how": CheckInHow.PHONE}
    if said is None:
        return usual
    return usual | {"made_on": clock.local_day(said.given_at), "result": FOUND[said.kind], "what_was_said": said.text}


def _check_in(case: Case, check_in: CheckIn, form: CheckInForm) -> None:
    deeds.check_in(
        case,
        check_in,
        made_on=form.made_on.data,
        result=form.result.data,
        how=form.how.data,
        what_was_said=optional(form.what_was_said.data),
        by=me(),
    )


def _after_check_in(case: Case, result: CheckInResult) -> str:
    if result is CheckInResult.RE_ENGAGE and stages.possible(Move.RE_ENGAGE, case.stage):
        return url_for("closings.re_engage", case=write_code(case.code))
    return address(case)


@bp.route("/cases/<case>/re-engage", methods=["GET", "POST"])
@on_case(Act.RE_ENGAGE)
def re_engage(case: Case) -> Any:
    """Open a new episode for a family that wants to work with us again."""
    possible_now(Move.RE_ENGAGE, case)
    closing = queries.closing_of(case)
    teams = {str(team.id): team for team in queries.teams()}
    form = open_form(ReEngageForm, data={"team": str(case.team_id), "why": _story(case)})
    form.team.choices = offer([(number, team.name) for number, team in teams.items()])
    return form_page(
        form,
        "closings/re_engage.html",
        lambda: deeds.re_engage(case, team=teams[form.team.data], why=form.why.data, by=me()),
        then=lambda new: address(new if queries.can_see(me(), new) else case),
        case=case,
        closing=closing,
    )


def _story(case: Case) -> str:
    """What the record already says, so that the family need not tell its story again."""
    parts = [gettext("Why help was asked for before: %(why)s", why=case.why)]
    closing = case.closing
    if closing is not None:
        parts.append(gettext("What was done: %(summary)s", summary=closing.summary))
        said = [c for c in closing.check_ins if c.what_was_said]
        if said:
            last = said[-1]
            parts.insert(
                0,
                gettext(
                    "At the check-in after %(months)s months: %(said)s", months=last.months, said=last.what_was_said
                ),
            )
    return "\n\n".join(parts)[:15_000]
