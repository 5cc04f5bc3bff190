"""The family's agreement to work together: given, asked again when the lead changes, refused, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from ..casework import agreements
from ..forms.cases import AgainForm, AgreementForm, RefusalForm, WithdrawForm
from ..models import Case
from ..policy import Act
from ..practice import stages
from ..practice.references import write_code
from ..practice.stages import Move
from ..queries.cases import members_of
from .guards import me, on_case
from .handovers import handover_of
from .pages import form_page, open_form

bp = Blueprint("agreements", __name__)


def _case_page(case: Case) -> str:
    return url_for("cases.case", case=write_code(case.code))


@bp.route("/cases/<case>/agreement", methods=["GET", "POST"])
@on_case(Act.RECORD_AGREEMENT)
def record(case: Case) -> Any:
    """Record that the family agreed to work together."""
    stages.row_for(Move.RECORD_AGREEMENT, case.stage)
    people = [m.person.name for m in members_of(case.family_id) if m.person.died_on is None]
    form = open_form(AgreementForm, data={"speaks_for": ", ".join(people)})
    return form_page(
        form,
        "agreements/record.html",
        lambda: agreements.record_agreement(
            case,
            agreed_by=form.agreed_by.data,
            speaks_for=form.speaks_for.data,
            agreed_on=form.agreed_on.data,
            how=form.how.data,
            by=me(),
        ),
        then=_case_page(case),
        case=case,
    )


@bp.route("/cases/<case>/agreement/again", methods=["GET", "POST"])
@on_case(Act.RECORD_AGREEMENT)
def again(case: Case) -> Any:
    """Record that the family goes on, asked again after the lead changed."""
    handover = handover_of(case)
    agreements.still_to_ask(case, handover)
    form = open_form(AgainForm)
    return form_page(
        form,
        "agreements/again.html",
        lambda: agreements.agree_again(
            case, handover, agreed_by=form.agreed_by.data, agreed_on=form.agreed_on.data, how=form.how.data, by=me()
        ),
        then=_case_page(case),
        case=case,
    )


@bp.route("/cases/<case>/agreement/refused", methods=["GET", "POST"])
@on_case(Act.RECORD_AGREEMENT)
def refuse(case: Case) -> Any:
    """Record that the family was asked and said no."""
    form = open_form(RefusalForm)
    return form_page(
        form,
        "agreements/refuse.html",
        lambda: agreements.refuse_agreement(
            case,
            refused_by=form.refused_by.data,
            refused_on=form.refused_on.data,
            because=form.because.data,
            route=form.route.data,
            by=me(),
        ),
        then=_case_page(case),
        case=case,
    )


@bp.route("/cases/<case>/agreement/withdraw", methods=["GET", "POST"])
@on_case(Act.WITHDRAW_AGREEMENT)
def withdraw(case: Case) -> Any:
    """Record that the family withdrew its agreement."""
    stages.row_for(Move.WITHDRAW_AGREEMENT, case.stage)
    form = open_form(WithdrawForm)
    return form_page(
        form,
        "agreements/withdraw.html",
        lambda: agreements.withdraw_agreement(
            case, withdrawn_on=form.withdrawn_on.data, because=form.because.data, route=form.route.data, by=me()
        ),
        then=_case_page(case),
        case=case,
    )
