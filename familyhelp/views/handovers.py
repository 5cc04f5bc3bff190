"""After a change of lead: the new lead reads what was left for them, and the family is told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from ..casework import handovers
from ..forms.handovers import ReadForm, TellForm
from ..models import Case, Handover
from ..policy import Act
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from ..queries.handovers import leads_of
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("handovers", __name__)


def handover_of(case: Case) -> Handover:
    """The handover by which the present lead came."""
    found = leads_of(case, restricted_too=False).handover
    if found is None:
        raise NotYet(say(N_("The lead has not changed since the case was given to its first one.")))
    return found


@bp.route("/cases/<case>/handover/read", methods=["GET", "POST"])
@on_case(Act.READ_HANDOVER)
def read(case: Case) -> Any:
    """Read the handover note, and say so."""
    handover = handover_of(case)
    handovers.still_to_read(handover)
    return form_page(
        open_form(ReadForm),
        "handovers/read.html",
        lambda: handovers.mark_read(case, handover, by=me()),
        then=url_for("cases.case", case=write_code(case.code)),
        case=case,
        handover=handover,
    )


@bp.route("/cases/<case>/handover/family-told", methods=["GET", "POST"])
@on_case(Act.TELL_FAMILY)
def tell(case: Case) -> Any:
    """Record that the family knows who works with them now."""
    handover = handover_of(case)
    handovers.still_to_tell(handover)
    form = open_form(TellForm)
    return form_page(
        form,
        "handovers/tell.html",
        lambda: handovers.tell_family(
            case, handover, told_on=form.told_on.data, how=form.told_how.data, told_by=form.told_by.data, by=me()
        ),
        then=url_for("cases.case", case=write_code(case.code)),
        case=case,
    )
