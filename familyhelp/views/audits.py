"""Audits: those that concern the reader, and one audit from its beginning to its end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from flask_babel import gettext

from ..casework import audits as deeds
from ..casework.audits import Graded
from ..casework.looks import Seen
from ..forms.audits import FinishForm, FinishSecondForm, GradeForm, ReflectionForm, SureForm, WordsForm
from ..forms.base import offer
from ..models import Audit
from ..policy import Act
from ..practice import audits as rules
from ..practice.audits import Ending
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import audit_actions as follow_ups
from ..queries import audits as queries
from ..queries import feedback
from ..queries.audits import Evidence
from .guards import CHANGES, me, on_audit, signed_in
from .language import day
from .pages import form_page, open_form

bp = Blueprint("audits", __name__)


def address(audit: Audit) -> str:
    """Where an audit is."""
    return url_for("audits.audit", audit=write_code(audit.code))


@bp.get("/audits/mine")
@signed_in(Act.SEE_AUDIT)
def mine() -> Any:
    """The audits that the reader is to hold, and those of the families that they lead."""
    return render_template(
        "audits/mine.html",
        actions=follow_ups.own_actions(me()),
        to_hold=queries.to_hold(me()),
        page=queries.of_own_work(me(), request.args.get("after")),
    )


@bp.get("/audits/<audit>")
@on_audit(Act.SEE_AUDIT)
def audit(audit: Audit) -> Any:
    """One audit: to whoever may read it, every grade with its reason; to the lead before that, only that it is."""
    shown = queries.shown(me(), audit)
    first = shown.reads and audit.moderates_id is None
    return render_template(
        "audits/audit.html",
        audit=audit,
        tool=audit.tool,
        shown=shown,
        holds=audit.auditor_id == me().id and audit.finished_at is None,
        following=next((d for d in audit.tool.domains if d.slug not in shown.grades), None),
        limits=rules.limiting(audit.tool, audit.graded) if shown.reads else (),
        actions=follow_ups.actions_of(audit) if first else (),
        beside=follow_ups.beside(me(), audit) if first else (None, None),
        label=evidence_label,
        link=evidence_link,
    )


@bp.route("/audits/<audit>/begin", methods=["GET", "POST"])
@on_audit(Act.AUDIT)
def begin(audit: Audit) -> Any:
    """Begin an audit."""
    _open(audit)
    form = open_form(SureForm)
    return form_page(form, "audits/begin.html", lambda: deeds.begin(audit, by=me()), then=address(audit), audit=audit)


@bp.route("/audits/<audit>/domains/<domain>", methods=["GET", "POST"])
@on_audit(Act.AUDIT)
def grade(audit: Audit, domain: str) -> Any:
    """One domain: what it asks, the grade, why, and where on the record that shows."""
    _open(audit)
    asked = audit.tool.by_slug.get(domain) or abort(404)
    held = next((row for row in audit.grades if row.domain == domain), None)
    data = (
        {"version": str(held.version), "grade": held.grade, "why": held.why, "evidence": held.evidence}
        if held
        else {"version": "0"}
    )
    form = open_form(GradeForm, data=data)
    offered = queries.evidence_of(audit.case)
    form.evidence.choices = offer((one.ref, evidence_label(one)) for one in offered)

    def deed() -> None:
        graded = Graded(form.grade.data, form.why.data, form.evidence.data or ())
        refs = [one.ref for one in offered]
        deeds.grade(audit, domain, graded, offered=refs, read_version=form.read_version, by=me())

    answer = form_page(form, "audits/grade.html", deed, then=lambda _done: _onward(audit), audit=audit, domain=asked)
    if not isinstance(answer, Response):
        # What is on the record was shown: whoever opens a family's record is known.
        g.looks.append(Seen(Subject.CASE, audit.case_id, request.endpoint or ""))
    return answer


@bp.route("/audits/<audit>/words", methods=["GET", "POST"])
@on_audit(Act.AUDIT)
def words(audit: Audit) -> Any:
    """What is strong, and what the family says."""
    _open(audit)
    held = {
        "version": str(audit.version),
        "strengths": audit.strengths,
        "family_said": audit.family_said,
        "family_asked": audit.family_asked,
    }
    form = open_form(WordsForm, data=held)
    answer = form_page(
        form,
        "audits/words.html",
        lambda: deeds.write_words(
            audit,
            strengths=form.strengths.data or "",
            family_said=form.family_said.data or "",
            family_asked=form.family_asked.data or "",
            read_version=form.read_version,
            by=me(),
        ),
        then=address(audit),
        audit=audit,
        told=feedback.newest_of(audit.case),
        views=feedback.worker_views_of(me(), audit.case),
    )
    if not isinstance(answer, Response):
        g.looks.append(Seen(Subject.CASE, audit.case_id, request.endpoint or ""))
    return answer


@bp.route("/audits/<audit>/reflection", methods=["GET", "POST"])
@on_audit(Act.REFLECT)
def reflect(audit: Audit) -> Any:
    """What the worker thinks of their own work, in their own words."""
    _open(audit)
    held = audit.reflection
    form = open_form(
        ReflectionForm, data={"version": str(held.version if held else 0), "text": held.text if held else None}
    )
    return form_page(
        form,
        "audits/reflect.html",
        lambda: deeds.reflect(audit, text=form.text.data, read_version=form.read_version, by=me()),
        then=address(audit),
        audit=audit,
    )


@bp.route("/audits/<audit>/finish", methods=["GET", "POST"])
@on_audit(Act.AUDIT)
def finish(audit: Audit) -> Any:
    """Finish an audit: the overall grade, as far as safety lets it."""
    _open(audit)
    tool, graded, second = audit.tool, audit.graded, audit.moderates_id is not None
    proposed = rules.proposed(tool, graded)
    form: Any = open_form(FinishSecondForm if second else FinishForm, data={"overall": proposed})

    def deed() -> None:
        overall, because = form.overall.data, form.overall_because.data or ""
        ending = (
            Ending(overall, because)
            if second
            else Ending(overall, because, form.held_on.data, form.alone_because.data or "", form.again_by.data)
        )
        deeds.finish(audit, ending, by=me())

    return form_page(
        form,
        "audits/finish.html",
        deed,
        then=address(audit),
        audit=audit,
        proposed=proposed,
        limits=rules.limiting(tool, graded),
        ungraded=[domain for domain in tool.domains if domain.slug not in graded],
    )


def _open(audit: Audit) -> None:
    # A form that was sent twice leads where it led before it comes here.
    if audit.finished_at is not None and request.method not in CHANGES:
        raise NotYet(rules.frozen())


def _onward(audit: Audit) -> str:
    """The next domain that has no grade yet, or else the audit."""
    waiting = next((domain.slug for domain in audit.tool.domains if domain.slug not in audit.graded), None)
    if waiting is None:
        return address(audit)
    return url_for("audits.grade", audit=write_code(audit.code), domain=waiting)


def evidence_label(one: Evidence) -> str:
    """What a piece of evidence is called."""
    what = {
        "assessment": gettext("Assessment"),
        "plan": gettext("Plan, version %(number)s", number=one.number),
        "review": gettext("Review %(number)s", number=one.number),
    }.get(one.what) or (gettext(one.kind.label) if one.kind else gettext("Note"))
    return f"{what}, {day(one.on)}" if one.on else what


def evidence_link(one: Evidence, case: str) -> str:
    """Where on the record of a case a piece of evidence is."""
    match one.what:
        case "plan":
            return url_for("plans.version", case=case, number=one.number)
        case "review":
            return url_for("reviews.review", case=case, number=one.number)
        case "note":
            return url_for("notes.note", case=case, note=write_code(one.number))
        case _:
            return url_for("assessments.assessment", case=case)
