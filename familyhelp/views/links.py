"""Links as workers see them: who has one, how it stands, what was said by it; new ones, new codes, and their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from ..casework import answers, keeping
from ..casework import links as deeds
from ..forms.base import Form
from ..forms.links import AttendForm, GiveLinkForm, NewCodeForm, RevokeForm, SendAgainForm
from ..models import Action, Answer, Case, Link, Member
from ..policy import Act
from ..practice import clock, links, references
from ..practice.links import LinkState, Purpose
from ..practice.references import write_code
from ..practice.words import N_, NotYet, Refusal, say
from ..queries import copies as copy_queries
from ..queries import links as queries
from ..queries import plans as plan_queries
from .guards import me, on_case
from .link_doors import address_of
from .pages import form_page, open_form

bp = Blueprint("links", __name__)


def hub(case: Case) -> str:
    """Where the links and copies of a case are."""
    return url_for("links.family_page", case=write_code(case.code))


@bp.get("/cases/<case>/family-page")
@on_case(Act.GIVE_LINK)
def family_page(case: Case) -> Any:
    """Who in the family has a page or a copy, how their links stand, and what was said by them."""
    agreed = plan_queries.plans_now(case).agreed
    return render_template(
        "links/links.html",
        case=case,
        plan=agreed,
        lacking=_lacking(case),
        closed=_closed(case),
        people=copy_queries.recipients(case),
        links=queries.links_of(case),
        answers=queries.answers_of(case),
        copies=copy_queries.copies_of(case),
        live=(LinkState.OPEN, LinkState.LOCKED, LinkState.HELD),
    )


def _lacking(case: Case) -> list[Any]:
    lacking = list(links.missing(case.stage, case.agreement_in_force, case.plan_agreed_on is not None))
    return lacking + list(links.after_closing(case.closing.reason if _closed(case) and case.closing else None))


def _closed(case: Case) -> bool:
    return links.purpose_at(case.stage) is Purpose.AFTERWARDS


def member_of(case: Case, person: str) -> Member:
    """Somebody in the family now who can be given a page or a copy, by their reference, or 404."""
    code = references.read_code(person)
    found = (member for member in copy_queries.recipients(case) if member.person.code == code)
    return next(found, None) or abort(404)


def _shown_once(form: Form, template: str, deed: Callable[[], Any], then: str, **context: Any) -> Any:
    """A form whose answer holds a secret: shown once on this answer, and kept nowhere."""
    if request.method == "POST" and form.validate():
        try:
            given = deed()
        except Refusal as refusal:
            form.refuse(refusal)
            g.keep_draft = True
            return render_template(template, form=form, **context), 409
        # Sent twice, the second one leads to the list, and what was shown first stands.
        keeping.remember_submission(me().id, str(form.submission.data), request.path, then)
        g.drop_draft = True
        return given
    g.keep_draft = request.method == "POST"
    return render_template(template, form=form, **context), 400 if request.method == "POST" else 200


@bp.route("/cases/<case>/family-page/people/<person>", methods=["GET", "POST"])
@on_case(Act.GIVE_LINK)
def give(case: Case, person: str) -> Any:
    """Give somebody in the family a link. Link and code are on this one answer and nowhere else."""
    member = member_of(case, person)
    lacking = _lacking(case)
    if lacking and request.method != "POST":
        raise NotYet(*lacking)
    age = links.reading_age(member.person.age_on(clock.today()), member.role)
    form = open_form(GiveLinkForm, data={"reading_age": age})
    if case.family.restricted:
        del form.email

    def deed() -> Any:
        email = form.email.data or None if "email" in form else None
        given = deeds.give_link(
            case, member=member, reading_age=form.reading_age.data, by=me(), email=email, address_of=address_of
        )
        shown = None if email else address_of(given.link.purpose, given.token)
        return render_template("links/given.html", case=case, link=given.link, address=shown, code=given.code)

    return _shown_once(form, "links/give.html", deed, hub(case), case=case, member=member, closed=_closed(case))


def _link(case: Case, code: str) -> Link:
    return queries.link_of(case, references.read_code(code) or "") or abort(404)


@bp.route("/cases/<case>/links/<link>/code", methods=["GET", "POST"])
@on_case(Act.GIVE_LINK)
def new_code(case: Case, link: str) -> Any:
    """A new code for a link, to tell somebody. It is on this one answer and nowhere else."""
    found = _link(case, link)
    ended = links.state(found, clock.now(), holds=True) not in (LinkState.OPEN, LinkState.LOCKED)
    if ended and request.method != "POST":
        raise NotYet(say(N_("This link has ended. Give them a new one.")))
    form = open_form(NewCodeForm)

    def deed() -> Any:
        code = deeds.new_code(case, found, by=me())
        return render_template("links/given.html", case=case, link=found, address=None, code=code)

    return _shown_once(form, "links/new_code.html", deed, hub(case), case=case, link=found)


@bp.route("/cases/<case>/links/<link>/end", methods=["GET", "POST"])
@on_case(Act.GIVE_LINK)
def revoke(case: Case, link: str) -> Any:
    """End a link."""
    found = _link(case, link)
    form = open_form(RevokeForm)
    return form_page(
        form,
        "links/revoke.html",
        lambda: deeds.revoke(case, found, because=form.because.data, by=me()),
        then=hub(case),
        case=case,
        link=found,
    )


@bp.route("/cases/<case>/plan/actions/<action>/link", methods=["GET", "POST"])
@on_case(Act.GIVE_LINK)
def owner(case: Case, action: str) -> Any:
    """The link of an action's owner outside: how it stands, its code, and writing to them again."""
    found = _action(case, action)
    form = open_form(SendAgainForm)
    return form_page(
        form,
        "links/owner.html",
        lambda: deeds.send_to_owner(case, found, by=me(), address_of=address_of),
        then=url_for("links.owner", case=write_code(case.code), action=write_code(found.code)),
        case=case,
        action=found,
        links=queries.links_to(case, found),
        live=(LinkState.OPEN, LinkState.LOCKED),
    )


def _action(case: Case, text: str) -> Action:
    plan, code = plan_queries.plans_now(case).agreed, references.read_code(text)
    found = (a for o in (plan.outcomes if plan else ()) for a in o.actions if a.code == code and a.owner_email)
    return next(found, None) or abort(404)


@bp.route("/cases/<case>/answers/<answer>", methods=["GET", "POST"])
@on_case(Act.ANSWER_FAMILY)
def attend(case: Case, answer: str) -> Any:
    """Say what was done about something that the family said."""
    found: Answer = queries.answer_of(case, references.read_code(answer) or "") or abort(404)
    form = open_form(AttendForm)
    return form_page(
        form,
        "links/attend.html",
        lambda: answers.attend(case, found, done_about=form.done_about.data, by=me()),
        then=hub(case),
        case=case,
        answer=found,
    )
