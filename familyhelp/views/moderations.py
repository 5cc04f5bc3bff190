"""Moderation: asking for a second look, both side by side, what was agreed, and how far graders agree."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext

from ..casework import moderations as deeds
from ..forms.base import offer
from ..forms.moderations import AskForm, agree_form
from ..models import Audit, AuditModeration
from ..policy import Act
from ..practice import agreement
from ..practice.audits import FIRST, GRADES, WhichTool
from ..practice.figure_tables import HIDDEN, FigureTable, Shown
from ..practice.moderation import field, not_blind
from ..practice.references import write_code
from ..practice.suppression import hides_share
from ..practice.words import NotYet
from ..queries import moderations as queries
from .guards import me, on_audit, signed_in
from .pages import form_page, open_form
from .tables import Asked, Figures, figure_page

bp = Blueprint("moderations", __name__)


def _address(audit: Audit) -> str:
    return url_for("moderations.both", audit=write_code(audit.code))


@bp.route("/audits/<audit>/second-look", methods=["GET", "POST"])
@on_audit(Act.MODERATE)
def ask(audit: Audit) -> Any:
    """Ask a second auditor to grade the case blind."""
    if audit.finished_at is None or audit.moderates_id is not None:
        abort(404)
    people = {person.code: person for person in queries.could_be_second(audit)}
    form = open_form(AskForm)
    form.moderator.choices = offer((code, person.name) for code, person in people.items())

    def deed() -> Audit:
        moderator = people.get(form.moderator.data)
        if moderator is None:
            raise NotYet(not_blind())
        return deeds.ask_second(audit, moderator, by=me())

    return form_page(form, "moderations/ask.html", deed, then=_after_asking(audit), audit=audit, people=people)


def _after_asking(audit: Audit) -> str:
    # Not to the audit: whoever asked has perhaps not read its grades, and may be asked another time.
    if audit.round is None:
        return url_for("audit_rounds.list_of")
    return url_for("audit_rounds.round_of", audit_round=write_code(audit.round.code))


@bp.get("/audits/<audit>/both")
@on_audit(Act.MODERATE)
def both(audit: Audit) -> Any:
    """The two audits of a case side by side, once both are finished."""
    pair = queries.both(me(), audit) or abort(404)
    return render_template(
        "moderations/both.html", audit=audit, pair=pair, tool=pair.first.tool, agrees=_is_one_of(pair)
    )


@bp.route("/audits/<audit>/agree", methods=["GET", "POST"])
@on_audit(Act.MODERATE)
def agree(audit: Audit) -> Any:
    """Write what the two agreed."""
    pair = queries.both(me(), audit) or abort(404)
    if not _is_one_of(pair):
        abort(404)
    first, second, tool = pair.first, pair.second, pair.first.tool
    names = {slug: gettext(tool.by_slug[slug].name) for slug in pair.differing}
    form = open_form(agree_form(names), data={"overall": first.overall if first.overall is second.overall else None})

    def deed() -> AuditModeration:
        grades = first.graded | {slug: form[field(slug)].data for slug in names}
        return deeds.agree(first, second, grades=grades, overall=form.overall.data, because=form.because.data, by=me())

    return form_page(
        form,
        "moderations/agree.html",
        deed,
        then=_address(audit),
        audit=audit,
        pair=pair,
        asked=[(form[field(slug)], name, first.graded[slug], second.graded[slug]) for slug, name in names.items()],
    )


def _is_one_of(pair: queries.Both) -> bool:
    return me().id in (pair.first.auditor_id, pair.second.auditor_id)


@bp.get("/audits/agreement")
@signed_in(Act.PLAN_AUDITS)
def agreements() -> Any:
    """How far two graders of the same case agree."""
    return read.show("moderations/agreement.html")


@figure_page("audit-agreement", Act.PLAN_AUDITS)
def read(_asked: Asked, exact: bool) -> Figures:
    """What the page shows: the pairs of grades, and each domain. A file holds the kappas: a single pair points at its
    two graders, so that none leaves that is one of few."""
    names = {d.slug: d.name for which in WhichTool for d in FIRST[which].domains}
    found = queries.agreements(me())
    pairs = [[Shown(gettext(one.label)), *(Shown(found.counts.get((one, two), 0)) for two in GRADES)] for one in GRADES]
    domains = [
        _domain(gettext(names[slug]) if slug in names else gettext("A domain of your own"), one, exact)
        for slug, one in found.by_domain
    ]
    tables = (
        FigureTable(
            "pairs",
            gettext("How many pairs: first grade by second grade"),
            [gettext("First"), *(gettext(grade.label) for grade in GRADES)],
            pairs,
            leaves=False,
        ),
        FigureTable(
            "domains",
            gettext("Domain by domain"),
            [gettext("Domain"), gettext("Kappa"), gettext("Pairs"), gettext("The same")],
            domains,
        ),
    )
    return Figures(
        about=gettext("How far graders agree"),
        source=gettext("the audits of this service that two people graded"),
        tables=tables if found.all_domains.pairs else (),
        context={"found": found, "few": agreement.FEW},
    )


def _domain(name: str, one: agreement.Agreement, exact: bool) -> list[Shown]:
    kappa = Shown(None, gettext("Not known"))
    if one.kappa is not None:
        kappa = Shown(one.kappa, f"{float(one.kappa):.2f}, {gettext(one.strength.label)}" if one.strength else "")
    if not exact and hides_share(one.same, one.pairs):
        return [Shown(name), Shown(HIDDEN), Shown(HIDDEN), Shown(HIDDEN)]
    return [Shown(name), kappa, Shown(one.pairs), Shown(one.same)]
