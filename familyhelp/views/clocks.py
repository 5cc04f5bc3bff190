"""When things are due: the table of clocks, read aloud, and how an authority sets its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, get_template_attribute, url_for
from flask_babel import gettext

from ..casework import clocks as deeds
from ..forms.clocks import ClockForm, HoursForm, time_of_day, whole
from ..policy import Act
from ..practice import clock, hours
from ..practice.clock_settings import BOUNDS
from ..practice.figure_tables import FigureTable, Shown
from ..practice.timescales import DUE, Due, Unit, clock_on, coming
from ..practice.words import version_after
from ..queries import clocks as queries
from .guards import me, signed_in
from .language import day
from .pages import form_page, open_form
from .tables import Asked, Figures, figure_page

bp = Blueprint("clocks", __name__)


@bp.get("/clocks")
@signed_in(Act.SEE_CLOCKS)
def clocks() -> Any:
    """What is due when, from when it is late, and why."""
    return read.show("clocks/clocks.html")


@figure_page("clocks", Act.SEE_CLOCKS)
def read(_asked: Asked, _exact: bool) -> Figures:
    """What the page shows: every clock, as it runs today and as it is set from a day ahead."""
    today = clock.today()
    rows = [(DUE[due], clock_on(due, today), coming(due, today)) for due in DUE]
    columns = [gettext("What"), gettext("Due after"), gettext("Late after"), gettext("Why")]
    shown = [
        [
            Shown(gettext(now.due.label)),
            _length(now.unit, now.length, usual.length, (ahead.from_on, ahead.length) if ahead else None),
            _length(now.unit, now.late, usual.late, (ahead.from_on, ahead.late) if ahead else None),
            Shown(gettext(now.why)),
        ]
        for usual, now, ahead in rows
    ]
    return Figures(
        about=gettext("As it is set on %(day)s.", day=day(today)),
        source=gettext("the settings of this service"),
        tables=(FigureTable("every", gettext("Every clock of the service"), columns, shown),),
        context={"clocks": rows, "settable": BOUNDS, "hours": hours.hours_on(today), "later": hours.coming(today)},
    )


def _length(unit: Unit, own: int, usual: int, later: tuple[date, int] | None) -> Shown:
    """How long, with how long it usually is and will be where that differs."""
    in_words = get_template_attribute("clocks/_length.html", "length")
    notes = []
    if own != usual:
        notes.append(f"{gettext('usually:')} {in_words(usual, unit)}")
    if later:
        notes.append(f"{gettext('from %(on)s:', on=day(later[0]))} {in_words(later[1], unit)}")
    return Shown(str(in_words(own, unit)), note="; ".join(notes))


@bp.route("/clocks/working-hours", methods=["GET", "POST"])
@signed_in(Act.SET_CLOCKS)
def working_hours() -> Any:
    """Set the hours in which the authority works, and read how they were set before."""
    before = queries.hours_before()
    now = hours.hours_on(clock.today())
    held = {
        "version": str(version_after(before[0].id if before else 0)),
        "opens": f"{now.opens:%H:%M}",
        "closes": f"{now.closes:%H:%M}",
        "from_on": clock.today() + timedelta(days=1),
    }
    form = open_form(HoursForm, data=held)
    return form_page(
        form, "clocks/hours.html", lambda: _set_hours(form), then=url_for("clocks.clocks"), now=now, before=before
    )


def _set_hours(form: HoursForm) -> Any:
    return deeds.set_hours(
        opens=time_of_day(form.opens.data),
        closes=time_of_day(form.closes.data),
        from_on=form.from_on.data,
        because=form.because.data,
        read_version=form.read_version,
        by=me(),
    )


@bp.route("/clocks/<due>", methods=["GET", "POST"])
@signed_in(Act.SET_CLOCKS)
def change(due: str) -> Any:
    """Set one clock, and read how it was set before."""
    which = next((d for d in BOUNDS if d.value == due), None) or abort(404)
    changes = queries.changes(which)
    now = clock_on(which, clock.today())
    held = {
        "version": str(version_after(changes[0].id if changes else 0)),
        "length": str(now.length),
        "late": str(now.late),
        "from_on": clock.today() + timedelta(days=1),
    }
    form = open_form(ClockForm, data=held)
    return form_page(
        form,
        "clocks/change.html",
        lambda: _set(which, form),
        then=url_for("clocks.clocks"),
        default=DUE[which],
        now=now,
        bounds=BOUNDS[which],
        changes=changes,
    )


def _set(due: Due, form: ClockForm) -> Any:
    return deeds.set_clock(
        due,
        length=whole(form.length.data),
        late=whole(form.late.data),
        from_on=form.from_on.data,
        because=form.because.data,
        read_version=form.read_version,
        by=me(),
    )
