"""What is shared with which agency: the page of a case, deciding, ending, ruling out, and a manager's look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import sharing as deeds
from ..forms.base import Form, offer
from ..forms.sharing import ExcludeForm, LookForm, ShareForm, Told, WithdrawSharingForm
from ..models import Agency, Case, Sharing
from ..policy import Act
from ..practice.references import read_code, write_code
from ..practice.sharing import Decision
from ..queries import practitioners
from ..queries import sharing as queries
from .guards import me, on_case, signed_in
from .pages import form_page, open_form

bp = Blueprint("sharing", __name__)


def _page(case: Case) -> str:
    return url_for("sharing.sharing", case=write_code(case.code))


@bp.get("/cases/<case>/sharing")
@on_case(Act.SEE_SHARING)
def sharing(case: Case) -> Any:
    """What is shared of this case with whom, what was, with whom nothing is, and what the family agreed to."""
    return render_template(
        "sharing/sharing.html",
        case=case,
        found=queries.of_case(case),
        refusals=queries.refusals_of(case),
        asked_again=queries.asked_again(case),
    )


@bp.route("/cases/<case>/sharing/add", methods=["GET", "POST"])
@on_case(Act.KEEP_SHARING)
def share(case: Case) -> Any:
    """Decide to share with an agency."""
    form = open_form(ShareForm)
    agencies = _agencies(form)

    def deed() -> None:
        decision = Decision(
            what=form.what.data or "",
            basis=form.basis.data,
            because=form.because.data or "",
            family_told=form.family_told.data is Told.TOLD,
            not_told_because=form.not_told_because.data or "",
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )
        deeds.share(case, agency=agencies[form.agency.data], purpose=form.purpose.data, decision=decision, by=me())

    return form_page(form, "sharing/share.html", deed, then=_page(case), case=case)


@bp.route("/cases/<case>/sharing/exclude", methods=["GET", "POST"])
@on_case(Act.KEEP_SHARING)
def exclude(case: Case) -> Any:
    """Record that the family wants nothing shared with an agency."""
    form = open_form(ExcludeForm)
    agencies = _agencies(form)
    return form_page(
        form,
        "sharing/exclude.html",
        lambda: deeds.exclude(case, agency=agencies[form.agency.data], because=form.because.data, by=me()),
        then=_page(case),
        case=case,
    )


@bp.route("/cases/<case>/sharing/<shared>/end", methods=["GET", "POST"])
@on_case(Act.KEEP_SHARING)
def withdraw(case: Case, shared: str) -> Any:
    """End what is shared, or lift what was ruled out."""
    return _on_one(case, shared, WithdrawSharingForm, "sharing/withdraw.html", _withdraw)


def _withdraw(case: Case, shared: Sharing, form: Any) -> None:
    deeds.withdraw(case, shared, because=form.because.data, by=me())


@bp.route("/cases/<case>/sharing/<shared>/look", methods=["GET", "POST"])
@on_case(Act.LOOK_AT_SHARING)
def look_at(case: Case, shared: str) -> Any:
    """Look at what is shared without the family's agreement."""
    return _on_one(case, shared, LookForm, "sharing/look_at.html", _look_at)


def _look_at(case: Case, shared: Sharing, form: Any) -> None:
    deeds.look_at(case, shared, words=form.words.data, by=me())


@bp.get("/shared-without-agreement")
@signed_in(Act.SEE_SHARED_WITHOUT)
def without_agreement() -> Any:
    """What is shared without agreement in the reader's teams, until they have looked at it."""
    page = queries.without_agreement(me(), request.args.get("after"))
    return render_template("sharing/without_agreement.html", page=page)


def _agencies(form: Any) -> dict[str, Agency]:
    agencies = {str(agency.id): agency for agency in practitioners.agencies()}
    form.agency.choices = offer([("", ""), *((key, agency.name) for key, agency in agencies.items())])
    return agencies


def _on_one(case: Case, text: str, kind: type[Form], template: str, deed: Callable[[Case, Sharing, Any], None]) -> Any:
    found = queries.one_of(case, read_code(text)) or abort(404)
    form = open_form(kind)
    return form_page(form, template, lambda: deed(case, found, form), then=_page(case), case=case, shared=found)
