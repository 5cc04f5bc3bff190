"""Whether the front door decides alike: by who asked, what became of it, who was told and how soon."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask import Blueprint
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ..forms.base import offer
from ..forms.scorecard import PeriodForm
from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown, number
from ..practice.periods import Period, period_of, year_of
from ..practice.readings import rounded
from ..practice.thresholds import SHOWN, Line, lines, nothing_shown, without_small_numbers
from ..practice.triage import Told
from ..queries import outcome_tellings as tellings
from ..queries import thresholds as queries
from .flow import percent
from .guards import signed_in
from .language import sentence
from .period_choice import periods_offered
from .scorecard import told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("thresholds", __name__)


@bp.get("/thresholds")
@signed_in(Act.SEE_SCORECARD)
def thresholds() -> Any:
    """One year, or for those who see exact numbers a quarter of it."""
    return read.show("scorecard/thresholds.html")


@figure_page("thresholds", Act.SEE_SCORECARD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: what became of the requests, and who was told."""
    form = PeriodForm(MultiDict(asked))
    form.period.choices = offer((period.slug, period.in_words().in_words(gettext)) for period in periods_offered(exact))
    status = 200 if form.validate() else 400
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.period.data = period.slug
    counted = queries.kinds(period, clock.today())
    reported = any(year_of(one.quarter).ending == period.ending for one in told_to(exact, period.ending))
    safe = nothing_shown if reported else without_small_numbers
    found = lines(counted) if exact else safe(counted)
    became, told, heard = _became(found), _told(found), _heard(period) if exact else None
    return Figures(
        about=gettext("Period: %(period)s.", period=sentence(period.in_words())),
        source=gettext("the requests for help of this service, as they stand today"),
        tables=(became, told, *((heard,) if heard else ())),
        asked={"period": Period(period.ending).slug},
        notes=(gettext("A file holds the figures of a whole year, with small numbers hidden."),),
        context={"form": form, "period": period, "became": became, "told": told, "heard": heard, "exact": exact},
        status=status,
    )


def _who(line: Line) -> Shown:
    return Shown(gettext(line.of.label if line.of else "Together"))


def _became(found: Sequence[Line]) -> FigureTable:
    columns = [gettext("Who asked"), gettext("Asked"), *(gettext(word.label) for word in SHOWN)]
    rows = [
        [_who(line), number(line.counts["asked"], strong=True), *(number(line.counts[word.value]) for word in SHOWN)]
        for line in found
    ]
    return FigureTable("became", gettext("What was asked, and what became of it"), columns, rows)


def _told(found: Sequence[Line]) -> FigureTable:
    columns = [
        gettext("Who asked"),
        gettext("Decided"),
        gettext("Decided, and so told, by the day it was due"),
        gettext("Share"),
        gettext("Told by a message of the decision"),
        gettext("Share told"),
        gettext("Returned at some time"),
    ]
    rows = [
        [
            _who(line),
            number(line.counts["decided"]),
            number(line.counts["in_time"]),
            percent(line.share("in_time")),
            number(line.counts["told"]),
            percent(line.share("told")),
            number(line.counts["sent_back"]),
        ]
        for line in found
    ]
    return FigureTable("told", gettext("Who was told, and how soon"), columns, rows, units={3: "%", 5: "%"})


def _heard(period: Period) -> FigureTable:
    """How many were told and said that they read it, and how fast; of decisions from before this was recorded nobody
    knows. It stands before those alone who see every number."""
    found, decided = tellings.tracks(period, clock.today()), tellings.decisions(period, clock.today())
    columns = [
        gettext("Who hears of it"),
        gettext("Decisions"),
        gettext("Told"),
        gettext("Share told"),
        gettext("Working days until told, in the middle"),
        gettext("Messages that went out"),
        gettext("Said that they read it"),
        gettext("Share read"),
        gettext("Working days until read, in the middle"),
        gettext("Not known"),
    ]
    rows = [
        [
            Shown(gettext(whom.label)),
            number(track.asked),
            number(track.told),
            percent(track.share_told),
            _days(track.days_to_tell),
            number(track.by_message),
            number(track.read),
            percent(track.share_read),
            _days(track.days_to_read),
            # Who asks for their own family hears of it once, as the family.
            number(max(0, decided - track.asked)) if whom is Told.FAMILY else Shown("–"),
        ]
        for whom, track in found.items()
    ]
    title = gettext("Who heard what was decided, who read it, and how fast")
    return FigureTable("heard", title, columns, rows, units={3: "%", 7: "%"})


def _days(days: Fraction | None) -> Shown:
    return Shown(None if days is None else days, "–" if days is None else f"{rounded(days, 1)}")
