"""The assessment: a task list of everything in it, a page for each part of life, its versions, completion, sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext

from ..casework import assessments
from ..forms.assessments import OTHERS, AnswerForm, CompleteForm, PartForm, ReasonForm, ShareForm
from ..models import AssessmentPart, Case
from ..policy import Act, earlier_cases
from ..practice import clock, stages
from ..practice.assessing import Topic
from ..practice.domains import Domain, Headline
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import word_of
from ..queries import assessments as queries
from ..queries import voices
from ..queries.paging import Page
from ..queries.practice_models import model_of
from .assessment_texts import changes, part_lines
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("assessments", __name__)
TEXTS = ("working_well", "worries", "presenting_need", "underlying_need", "needs_to_happen")


def _domain(slug: str) -> Headline:
    try:
        return word_of(Headline, slug.replace("-", "_"))
    except ValueError:
        abort(404)


def _asked(case: Case, headline: Headline) -> Domain:
    """A domain as the assessment of a case asks about it."""
    return model_of(case, begun=True).by_headline.get(headline) or abort(404)


def list_of(case: Case) -> str:
    """Where the task list of an assessment is."""
    return url_for("assessments.assessment", case=write_code(case.code))


@bp.get("/cases/<case>/assessment")
@on_case(Act.SEE_CASE)
def assessment(case: Case) -> Any:
    """What is done and what is not yet, one click to each; what each part says; and what comes next."""
    may_write = can(Move.ASSESS, case) and case.agreement_in_force
    written = queries.written_parts(case)
    return render_template(
        "assessments/assessment.html",
        case=case,
        model=model_of(case, begun=bool(written)),
        written=written,
        people=voices.people_of(case),
        topics=Topic,
        around=voices.around(case),
        shares=queries.shares_of(case) if case.assessed_on else (),
        may_write=may_write,
        may_complete=can(Move.COMPLETE_ASSESSMENT, case),
        may_share=can(Move.SHARE_ASSESSMENT, case) and case.assessed_on is not None,
    )


@bp.get("/cases/<case>/assessment/next")
@on_case(Act.ASSESS)
def next_part(case: Case) -> Any:
    """Go to the first part of life that is not written yet, or to the list where all are."""
    stages.row_for(Move.ASSESS, case.stage)
    parts = queries.current_parts(case)
    for domain in model_of(case, begun=bool(parts)).domains:
        if domain.headline.value not in parts:
            slug = domain.headline.value.replace("_", "-")
            return redirect(url_for("assessments.part", case=write_code(case.code), domain=slug))
    return redirect(list_of(case))


@bp.route("/cases/<case>/assessment/<domain>", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def part(case: Case, domain: str) -> Any:
    """Write one part, starting from what it says now, or from what the last episode of help said."""
    headline = _domain(domain)
    stages.after(Move.ASSESS, case)
    newest = queries.newest_part(case, headline)
    earlier = queries.earlier_part(headline, earlier_cases(me(), case))
    model = model_of(case, begun=newest is not None or queries.begun(case))
    asked = model.by_headline.get(headline) or abort(404)
    form = open_form(PartForm, data=_starting_from(newest, earlier[0] if earlier else None))
    form.ask(model.lowest, model.highest, [(need, gettext(need)) for need in asked.needs])
    return form_page(
        form,
        "assessments/part.html",
        lambda: assessments.write_part(
            case,
            headline,
            **{name: form[name].data for name in TEXTS},
            score=form.score.data,
            others=form.others,
            needs=form.needs.data or () if form.needs else (),
            read_version=form.read_version,
            by=me(),
        ),
        then=list_of(case),
        case=case,
        domain=asked,
        newest=newest,
        earlier=earlier,
        requests=queries.requests_for(case),
    )


def _starting_from(newest: AssessmentPart | None, earlier: AssessmentPart | None) -> dict[str, Any]:
    """What a form begins with. Words are carried over from the last episode; scores are not: they are of their day."""
    begun: dict[str, Any] = {"version": str(newest.version if newest else 0)}
    source = newest or earlier
    if source:
        begun |= {name: getattr(source, name) or "" for name in TEXTS}
    if newest:
        begun |= {"score": newest.score, "needs": newest.needs or []} | {
            f"score_{who.value}": newest.scored.get(who) for who in OTHERS
        }
    return begun


@bp.get("/cases/<case>/assessment/<domain>/versions")
@on_case(Act.SEE_CASE)
def versions(case: Case, domain: str) -> Any:
    """Every version of one part, newest first."""
    headline = _domain(domain)
    page = queries.versions(case, headline, request.args.get("after"))
    carried = first_of(page) and queries.earlier_part(headline, earlier_cases(me(), case)) is not None
    return render_template(
        "assessments/versions.html", case=case, domain=_asked(case, headline), page=page, carried=carried
    )


def first_of(page: Page[Any]) -> bool:
    """Whether a page of versions holds the first one, which stands beside what was carried over."""
    return any(record.version == 1 for record in page.rows)


@bp.get("/cases/<case>/assessment/<domain>/versions/<int(max=9999):version>")
@on_case(Act.SEE_CASE)
def changed(case: Case, domain: str, version: int) -> Any:
    """One version of a part beside the one before it, with what differs marked."""
    headline = _domain(domain)
    pair = queries.part_pair(case, headline, version)
    earlier = queries.earlier_part(headline, earlier_cases(me(), case)) if version == 1 else None
    both = changes(pair, part_lines, version, (earlier[0], clock.local_day(earlier[0].written_at)) if earlier else None)
    return render_template(
        "assessments/changed.html",
        case=case,
        name=headline,
        called=gettext(_asked(case, headline).name),
        changes=both or abort(404),
        back=url_for("assessments.versions", case=write_code(case.code), domain=domain),
    )


@bp.route("/cases/<case>/assessment/<domain>/reason", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def reason(case: Case, domain: str) -> Any:
    """Say why the plan does not take up a part of life with a low score."""
    headline = _domain(domain)
    stages.after(Move.ASSESS, case)
    newest = queries.newest_reason(case, headline)
    data = {"version": str(newest.version if newest else 0), "because": newest.because if newest else ""}
    form = open_form(ReasonForm, data=data)
    return form_page(
        form,
        "assessments/reason.html",
        lambda: assessments.explain_low_score(
            case, headline, because=form.because.data, read_version=form.read_version, by=me()
        ),
        then=list_of(case),
        case=case,
        domain=_asked(case, headline),
        newest=newest,
        part=queries.newest_part(case, headline),
    )


@bp.route("/cases/<case>/assessment/complete", methods=["GET", "POST"])
@on_case(Act.COMPLETE_ASSESSMENT)
def complete(case: Case) -> Any:
    """Say that the assessment is whole; until it can be, say what is missing; and what is unfinished in it."""
    row = stages.row_for(Move.COMPLETE_ASSESSMENT, case.stage)
    written, people, around = queries.written_parts(case), voices.people_of(case), voices.around(case)
    unheard = [h for h in people if h.unfinished and h.role == "child"]
    form = open_form(CompleteForm)
    if not unheard:
        del form.because
    return form_page(
        form,
        "assessments/complete.html",
        lambda: assessments.complete_assessment(case, by=me(), because=form.because.data if unheard else None),
        then=url_for("cases.case", case=write_code(case.code)),
        case=case,
        lacking=[sentence for need in row.needs for sentence in need(case)],
        unwritten=[d for d in model_of(case, begun=bool(written)).domains if d.headline.value not in written],
        unheard=[h for h in people if h.unfinished],
        not_offered=[h for h in people if h.to_offer and h.offer is None],
        low=_unanswered(written),
        missing_around=[topic for topic in Topic if topic not in around],
    )


def _unanswered(written: Mapping[str, queries.Written]) -> Sequence[Headline]:
    return [h for h in Headline if h.value in written and written[h.value].unanswered]


@bp.route("/cases/<case>/assessment/share", methods=["GET", "POST"])
@on_case(Act.SHARE_ASSESSMENT)
def share(case: Case) -> Any:
    """Record that the assessment was shared with the family: when, with whom, how."""
    stages.row_for(Move.SHARE_ASSESSMENT, case.stage)
    form = open_form(ShareForm)
    return form_page(
        form,
        "assessments/share.html",
        lambda: assessments.share_assessment(
            case, shared_on=form.shared_on.data, with_whom=form.with_whom.data, how=form.how.data, by=me()
        ),
        then=list_of(case),
        case=case,
        shares=queries.shares_of(case),
        speaks=voices.who_needs_what(case.family_id),
    )


@bp.route("/cases/<case>/assessment/shared/<int(max=9999):number>/answer", methods=["GET", "POST"])
@on_case(Act.SHARE_ASSESSMENT)
def answer(case: Case, number: int) -> Any:
    """Record what the family says to the assessment that was shared with it."""
    stages.row_for(Move.SHARE_ASSESSMENT, case.stage)
    shared = next((s for s in queries.shares_of(case) if s.number == number), None) or abort(404)
    form = open_form(AnswerForm)
    return form_page(
        form,
        "assessments/answer.html",
        lambda: assessments.record_answer(
            case,
            shared,
            answer=form.answer.data,
            answered_on=form.answered_on.data,
            says=form.says.data,
            by=me(),
        ),
        then=list_of(case),
        case=case,
        shared=shared,
    )
