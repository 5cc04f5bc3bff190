"""The family's own page: the plan in plain words, and what they say to it. Nothing else of the record is here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext

from ..casework import answers
from ..casework import feedback as feedback_deeds
from ..forms.base import Form
from ..forms.feedback import answers_in, feedback_form
from ..forms.links import DoneForm, DoneYet, SayForm, TellForm, chosen_scores, scores_form
from ..models import Action, Link, Plan
from ..practice import clock, links, references
from ..practice.links import AnswerKind, Purpose, ReadingAge
from ..practice.outcomes import OwnerKind
from ..queries import feedback as feedback_queries
from ..queries import links as queries
from ..queries import plans as plan_queries
from . import link_doors
from .copy_lines import hider_of, lines_for
from .link_doors import by_link, gone, link_form, request_form

bp = Blueprint("family_page", __name__)
on_page = by_link(Purpose.FAMILY_PAGE)


def _plan(link: Link) -> Plan | None:
    return plan_queries.plans_now(link.case).agreed


def _age(link: Link) -> ReadingAge:
    return link.reading_age or ReadingAge.ADULT


def _front(token: str) -> str:
    return url_for("family_page.page", token=token)


@bp.route("/family/<token>", methods=["GET", "POST"])
@on_page
def page(link: Link, *, token: str) -> Any:
    """The plan as it was agreed, what they can do, and what they said and were answered."""
    plan = _plan(link)
    if plan is None:
        return gone()
    adult = _age(link) is ReadingAge.ADULT
    return render_template(
        "links/family.html",
        link=link,
        token=token,
        young=not adult,
        lines=lines_for(link.case, plan, link.recipient, _age(link)),
        theirs={a.code for a in _own_actions(plan)} if adult else set(),
        said=queries.answered_by(link),
        hide=hider_of(link.case),
    )


def _own_actions(plan: Plan) -> list[Action]:
    """The actions that somebody in the family does and that are not done."""
    every = (action for outcome in plan.outcomes for action in outcome.actions)
    return [action for action in every if action.owner_kind is OwnerKind.FAMILY and action.done_on is None]


@bp.route("/family/<token>/say", methods=["GET", "POST"])
@on_page
def say(link: Link, *, token: str) -> Any:
    """Say that the plan is right, is not right, or anything else."""
    plan = _plan(link)
    if plan is None:
        return gone()
    adult = _age(link) is ReadingAge.ADULT
    form: Form = (SayForm if adult else TellForm)(formdata=request_form())
    if not adult and link.case.lead:
        form["text"].label.text = gettext("What do you want to tell %(lead)s?", lead=link.case.lead.name)
    return link_form(
        link,
        form,
        "links/say.html",
        lambda key: answers.say_about_plan(
            link.case,
            plan,
            kind=form["kind"].data if adult else AnswerKind.COMMENT,
            text=form["text"].data or None,
            submission=key,
            by=link,
        ),
        then=_front(token),
        token=token,
        young=not adult,
    )


@bp.route("/family/<token>/scores", methods=["GET", "POST"])
@on_page
def scores(link: Link, *, token: str) -> Any:
    """Say how near each outcome is."""
    plan = _plan(link)
    if plan is None:
        return gone()
    numbers = [outcome.number for outcome in plan.outcomes]
    hide = hider_of(link.case)
    asked = [(o.number, gettext("Where are we now? “%(words)s”", words=hide(o.words))) for o in plan.outcomes]
    form = scores_form(asked)(formdata=request_form())
    for outcome in plan.outcomes:
        form[f"score_{outcome.number}"].between(*outcome.ends)
    role = queries.role_of(link)
    return link_form(
        link,
        form,
        "links/scores.html",
        lambda key: answers.give_scores(
            link.case,
            plan,
            scores=chosen_scores(form, numbers),
            respondent=links.respondent(role, link.reading_age),
            submission=key,
            by=link,
        ),
        then=_front(token),
        token=token,
        young=_age(link) is not ReadingAge.ADULT,
    )


@bp.route("/family/<token>/feedback", methods=["GET", "POST"])
@on_page
def feedback(link: Link, *, token: str) -> Any:
    """Say how the help was; as often as they like, and what they said before stays."""
    plan = _plan(link)
    if plan is None:
        return gone()
    respondent = links.respondent(queries.role_of(link), link.reading_age)
    form = feedback_form(respondent)(formdata=request_form())
    return link_form(
        link,
        form,
        "links/feedback.html",
        lambda key: feedback_deeds.give(
            link.case,
            plan,
            answers=answers_in(form),
            differently=form["differently"].data or None,
            respondent=respondent,
            submission=key,
            by=link,
        ),
        then=url_for("family_page.feedback", token=token),
        token=token,
        young=_age(link) is not ReadingAge.ADULT,
        before=feedback_queries.last_given_by(link),
    )


@bp.route("/family/<token>/actions/<action>", methods=["GET", "POST"])
@on_page
def report(link: Link, *, token: str, action: str) -> Any:
    """Say how something went that they do themselves."""
    plan = _plan(link)
    code = references.read_code(action)
    own = _own_actions(plan) if plan and _age(link) is ReadingAge.ADULT else []
    found = next((one for one in own if one.code == code), None)
    if found is None:
        return redirect(_front(token), 303)
    return report_form(link, found, "links/report.html", then=_front(token), token=token)


def report_form(link: Link, action: Action, template: str, *, then: str, **context: Any) -> Any:
    """The form of an action's owner: is it done, how did it go?"""
    form = DoneForm(formdata=request_form(), data={"version": str(action.version)})
    return link_form(
        link,
        form,
        template,
        lambda key: answers.report_action(
            link.case,
            action,
            done_on=clock.today() if form.done.data is DoneYet.DONE else None,
            progress=form.progress.data or None,
            read_version=form.read_version,
            submission=key,
            by=link,
        ),
        then=then,
        action=action,
        hide=hider_of(link.case),
        **context,
    )


@bp.post("/family/<token>/leave")
@on_page
def leave(link: Link, *, token: str) -> Any:
    """Close the page in this browser; the code opens it again."""
    link_doors.close(link)
    return redirect(_front(token), 303)
