"""How the reader is told what is due: by a message, and in a calendar program of their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..casework import keeping
from ..casework import telling as deeds
from ..forms.telling import CalendarForm, EndCalendarForm, RhythmForm
from ..policy import Act
from ..queries import telling as queries
from .calendars import address_of
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("telling", __name__)


@bp.get("/how-you-are-told")
@signed_in(Act.BE_TOLD)
def telling() -> Any:
    """What there is, and when the calendar was last read."""
    return render_template("telling/telling.html", feed=queries.feed_of(me()), rhythm=queries.rhythm_of(me()))


@bp.route("/how-you-are-told/message", methods=["GET", "POST"])
@signed_in(Act.BE_TOLD)
def rhythm() -> Any:
    """How often the reader is sent what is due."""
    form = open_form(RhythmForm, data={"rhythm": queries.rhythm_of(me())})
    return form_page(
        form,
        "telling/rhythm.html",
        lambda: deeds.choose_rhythm(form.rhythm.data, by=me()),
        then=url_for("telling.telling"),
    )


@bp.route("/how-you-are-told/calendar", methods=["GET", "POST"])
@signed_in(Act.BE_TOLD)
def calendar() -> Any:
    """Make an address for the calendar, or a new one in place of the old. It is on this one answer and nowhere else."""
    form = open_form(CalendarForm)
    if request.method == "POST" and form.validate():
        address = address_of(deeds.make_calendar(by=me()))
        # Sent twice, the second one leads to the page, and the address that was shown stands.
        keeping.remember_submission(me().id, str(form.submission.data), request.path, url_for("telling.telling"))
        g.drop_draft = True
        return render_template("telling/given.html", address=address)
    status = 400 if request.method == "POST" else 200
    return render_template("telling/calendar.html", form=form, feed=queries.feed_of(me())), status


@bp.route("/how-you-are-told/calendar/end", methods=["GET", "POST"])
@signed_in(Act.BE_TOLD)
def end_calendar() -> Any:
    """End the calendar."""
    return form_page(
        open_form(EndCalendarForm),
        "telling/end.html",
        lambda: deeds.end_calendar(by=me()),
        then=url_for("telling.telling"),
        feed=queries.feed_of(me()),
    )
