"""The people in an assessment: what each says, the offer of an advocate, how each understands best, who else helps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import voices as deeds
from ..forms.assessments import AdvocacyForm, AroundForm, CommunicationForm, ProfessionalsForm, VoiceForm
from ..models import Case, Person
from ..policy import Act, earlier_cases
from ..practice import clock, stages
from ..practice.assessing import Communication, Topic
from ..practice.references import read_code, write_code
from ..practice.stages import Move
from ..practice.words import word_of
from ..queries import assessments, voices
from .assessment_texts import around_lines, changes, voice_lines
from .assessments import first_of, list_of
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("voices", __name__)


def _person(case: Case, code: str) -> Person:
    return voices.person_in(case, read_code(code)) or abort(404)


def _topic(slug: str) -> Topic:
    try:
        return word_of(Topic, slug)
    except ValueError:
        abort(404)


@bp.route("/cases/<case>/assessment/people/<person>", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def voice(case: Case, person: str) -> Any:
    """Write what one person says, in their own words; or why they were not heard yet."""
    who = _person(case, person)
    stages.after(Move.ASSESS, case)
    newest = voices.newest_voice(case, who)
    data: dict[str, Any] = {"version": str(newest.version if newest else 0)}
    if newest:
        names = ("words", "daily_life", "heard", "heard_on", "heard_by", "because")
        data |= {name: getattr(newest, name) for name in names}
    form = open_form(VoiceForm, data=data)
    return form_page(
        form,
        "assessments/voice.html",
        lambda: deeds.write_voice(
            case,
            who,
            heard=form.heard.data,
            heard_on=form.heard_on.data,
            heard_by=form.heard_by.data or "",
            words=form.words.data or "",
            daily_life=form.daily_life.data or "",
            because=form.because.data or "",
            read_version=form.read_version,
            by=me(),
        ),
        then=list_of(case),
        case=case,
        person=who,
        newest=newest,
        last=voices.last_words(who, earlier_cases(me(), case)),
        requests=assessments.requests_for(case),
    )


@bp.get("/cases/<case>/assessment/people/<person>/versions")
@on_case(Act.SEE_CASE)
def voice_versions(case: Case, person: str) -> Any:
    """Every version of what one person said, newest first."""
    who = _person(case, person)
    page = voices.voice_versions(case, who, request.args.get("after"))
    return render_template("assessments/voice_versions.html", case=case, person=who, page=page)


@bp.get("/cases/<case>/assessment/people/<person>/versions/<int(max=9999):version>")
@on_case(Act.SEE_CASE)
def voice_changed(case: Case, person: str, version: int) -> Any:
    """One version of what somebody said beside the one before it, with what differs marked."""
    who = _person(case, person)
    both = changes(voices.voice_pair(case, who, version), voice_lines, version)
    return render_template(
        "assessments/changed.html",
        case=case,
        called=who.name,
        changes=both or abort(404),
        back=url_for("voices.voice_versions", case=write_code(case.code), person=write_code(who.code)),
    )


@bp.route("/cases/<case>/assessment/about/<topic>", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def around(case: Case, topic: str) -> Any:
    """Write who else helps, or which professionals are involved."""
    about = _topic(topic)
    stages.after(Move.ASSESS, case)
    newest = voices.newest_around(case, about)
    earlier = voices.earlier_around(about, earlier_cases(me(), case))
    source = newest or (earlier[0] if earlier else None)
    data = {"version": str(newest.version if newest else 0)}
    if source:
        data |= {"who": source.who, "more": source.more}
    form = open_form(AroundForm if about is Topic.NETWORK else ProfessionalsForm, data=data)
    return form_page(
        form,
        "assessments/around.html",
        lambda: deeds.write_around(
            case, about, who=form.who.data or "", more=form.more.data or "", read_version=form.read_version, by=me()
        ),
        then=list_of(case),
        case=case,
        topic=about,
        newest=newest,
        earlier=earlier,
        requests=assessments.requests_for(case),
    )


@bp.get("/cases/<case>/assessment/about/<topic>/versions")
@on_case(Act.SEE_CASE)
def around_versions(case: Case, topic: str) -> Any:
    """Every version of what is said about the network or the professionals, newest first."""
    about = _topic(topic)
    page = voices.around_versions(case, about, request.args.get("after"))
    carried = first_of(page) and voices.earlier_around(about, earlier_cases(me(), case)) is not None
    return render_template("assessments/around_versions.html", case=case, topic=about, page=page, carried=carried)


@bp.get("/cases/<case>/assessment/about/<topic>/versions/<int(max=9999):version>")
@on_case(Act.SEE_CASE)
def around_changed(case: Case, topic: str, version: int) -> Any:
    """One version beside the one before it, with what differs marked."""
    about = _topic(topic)
    earlier = voices.earlier_around(about, earlier_cases(me(), case)) if version == 1 else None
    carried = (earlier[0], clock.local_day(earlier[0].written_at)) if earlier else None
    both = changes(voices.around_pair(case, about, version), around_lines, version, carried)
    return render_template(
        "assessments/changed.html",
        case=case,
        name=about,
        changes=both or abort(404),
        back=url_for("voices.around_versions", case=write_code(case.code), topic=topic),
    )


@bp.route("/cases/<case>/assessment/people/<person>/advocacy", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def advocacy(case: Case, person: str) -> Any:
    """Record that somebody was offered an advocate, in what words, and what they said."""
    who = _person(case, person)
    stages.after(Move.ASSESS, case)
    form = open_form(AdvocacyForm, data={"offered_by": me().name})
    return form_page(
        form,
        "assessments/advocacy.html",
        lambda: deeds.offer_advocacy(
            case,
            who,
            offered_on=form.offered_on.data,
            offered_by=form.offered_by.data,
            explained=form.explained.data,
            answer=form.answer.data,
            by=me(),
        ),
        then=list_of(case),
        case=case,
        person=who,
        offers=voices.offers_to(case, who),
    )


@bp.route("/cases/<case>/assessment/people/<person>/communication", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def communication(case: Case, person: str) -> Any:
    """Ask once how somebody understands best; it is then shown wherever it matters."""
    who = _person(case, person)
    names = ("language", "interpreter", "communication_note")
    data = {"version": str(who.version), **{name: getattr(who, name) for name in names}}
    form = open_form(CommunicationForm, data=data | {"communication": [n.value for n in who.communication_needs]})
    return form_page(
        form,
        "assessments/communication.html",
        lambda: deeds.write_communication(
            who,
            language=form.language.data or None,
            interpreter=bool(form.interpreter.data),
            needs=[word_of(Communication, slug) for slug in form.communication.data or ()],
            note=form.communication_note.data or None,
            read_version=form.read_version,
            by=me(),
        ),
        then=list_of(case),
        case=case,
        person=who,
    )
