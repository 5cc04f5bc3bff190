"""The register of lawful bases: what is done with personal data, why, what allows it, and how long it is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext

from ..casework import processing as deeds
from ..forms.processing import GroundsForm
from ..models import ProcessingSetting
from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown
from ..practice.processing import ACTIVITIES, Activity, Grounds, Processing
from ..practice.retention import RecordKind, Rule
from ..practice.words import version_after
from ..queries import processing as queries
from ..queries import retention as kept
from .guards import me, signed_in
from .language import day
from .pages import form_page, open_form
from .retention import in_words
from .tables import Asked, Figures, figure_page

bp = Blueprint("processing", __name__)


@bp.get("/lawful-bases")
@signed_in(Act.SEE_RETENTION)
def register() -> Any:
    """What is done with personal data, and what allows it."""
    return read.show("processing/register.html")


@figure_page("lawful-bases", Act.SEE_RETENTION)
def read(_asked: Asked, _exact: bool) -> Figures:
    """What the page shows: every activity in words, as it stands today."""
    own, rules = queries.set_now(), kept.rules_now()
    shown = [_row(activity, processing, own.get(activity), rules) for activity, processing in ACTIVITIES.items()]
    return Figures(
        about=gettext("As it is set on %(day)s.", day=day(clock.today())),
        source=gettext("the settings of this service"),
        tables=(FigureTable("register", gettext("Register of lawful bases"), _columns(), shown),),
        context={"activities": list(ACTIVITIES), "own": own, "today": clock.today()},
    )


def _columns() -> list[str]:
    return [
        gettext("What is done"),
        gettext("Why"),
        gettext("Whose data"),
        gettext("What is held"),
        gettext("Who receives it"),
        gettext("How long"),
        gettext("What makes it lawful"),
        gettext("Which law"),
        gettext("Special categories of data"),
        gettext("Schedule 1 to the Data Protection Act 2018"),
        gettext("Impact assessment"),
        gettext("Where it stands"),
    ]


def _row(
    activity: Activity, processing: Processing, own: ProcessingSetting | None, rules: dict[RecordKind, Rule]
) -> list[Shown]:
    grounds = own.grounds if own else _proposed(processing.proposed)
    how_long = "; ".join(f"{gettext(kind.label)}: {in_words(rules[kind])}" for kind in processing.kept)
    texts = (processing.why, processing.whose, processing.what, processing.who_receives)
    return [
        Shown(gettext(activity.label)),
        *(Shown(gettext(text)) for text in texts),
        Shown(how_long or gettext("No rule of this service says when it goes.")),
        Shown(gettext(grounds.basis.label)),
        Shown(grounds.law or "–"),
        Shown(gettext(grounds.condition.label)),
        Shown(grounds.schedule_1 or "–"),
        Shown((own.assessment if own else "") or gettext("Not said")),
        Shown(_standing(own)),
    ]


def _proposed(grounds: Grounds) -> Grounds:
    """What is proposed, in the reader's language."""
    law, schedule_1 = (gettext(words) if words else "" for words in (grounds.law, grounds.schedule_1))
    return Grounds(grounds.basis, law, grounds.condition, schedule_1)


def _standing(own: ProcessingSetting | None) -> str:
    if own is None:
        return str(gettext("Proposed by this service: nobody of the authority has confirmed it"))
    said = {"who": own.set_by.name, "on": day(own.set_at), "until": day(own.review_on)}
    return str(gettext("Set by %(who)s on %(on)s, to be looked at again by %(until)s", **said))


@bp.route("/lawful-bases/<activity>", methods=["GET", "POST"])
@signed_in(Act.SET_PROCESSING)
def change(activity: str) -> Any:
    """Confirm or change what allows one activity, and read how it was set before."""
    which = next((one for one in Activity if one.value == activity), None) or abort(404)
    changes = queries.changes(which)
    newest = changes[0] if changes else None
    grounds = _proposed(ACTIVITIES[which].proposed)
    proposed = {"law": grounds.law, "schedule_1": grounds.schedule_1}
    proposed |= {"basis": grounds.basis.value, "condition": grounds.condition.value}
    held = deeds.as_typed(newest) or proposed
    form = open_form(GroundsForm, data=held | {"version": str(version_after(newest.id if newest else 0))})
    return form_page(
        form,
        "processing/change.html",
        lambda: _set(which, form),
        then=url_for("processing.register"),
        activity=which,
        processing=ACTIVITIES[which],
        changes=changes,
    )


def _set(which: Activity, form: GroundsForm) -> Any:
    grounds = Grounds(form.basis.data, form.law.data, form.condition.data, form.schedule_1.data)
    return deeds.set_grounds(
        which,
        grounds,
        assessment=form.assessment.data,
        because=form.because.data,
        review_on=form.review_on.data,
        read_version=form.read_version,
        by=me(),
    )
