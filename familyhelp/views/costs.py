"""What help costs, and what it may have avoided: never added together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ..casework import costs as deeds
from ..forms.base import offer
from ..forms.costs import CostsForm, pounds
from ..forms.scorecard import PeriodForm
from ..policy import Act
from ..practice import clock
from ..practice import costs as rules
from ..practice.figure_tables import HIDDEN, FigureTable, Shown
from ..practice.periods import Period, period_of, year_of
from ..practice.words import version_after
from ..queries import costs as queries
from ..queries.local_results import years_counted
from . import figures
from .guards import me, signed_in
from .language import sentence
from .pages import form_page, open_form
from .scorecard import local_of, shown_to, told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("costs", __name__)


@bp.get("/costs")
@signed_in(Act.SEE_SCORECARD)
def costs() -> Any:
    """Unit costs of a year, and a range of what may have been avoided."""
    return read.show("costs/costs.html")


@figure_page("costs", Act.SEE_SCORECARD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: real money in a table, and an estimate that is in none."""
    form = PeriodForm(MultiDict(asked))
    years = [Period(ending) for ending in reversed(years_counted())]
    form.period.choices = offer((one.slug, one.in_words().in_words(gettext)) for one in years)
    status = 200 if form.validate() else 400
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.period.data = period.slug
    readings = shown_to(exact, local_of(period.ending)[period.ending], told_to(exact, period.ending))
    episodes, met = readings["family_re_referrals"].denominator, readings["outcomes_met"].numerator
    settings = current_app.config
    area, spent = queries.spent(period.ending, settings["AUTHORITY_CODE"], settings["AUTHORITY_NAME"])
    versions = queries.assumptions()
    each = [(gettext("New episode of early help"), episodes), (gettext("Agreed outcome met"), met)]
    return Figures(
        about=gettext("Period: %(period)s.", period=sentence(period.in_words())),
        source=gettext("early-help spend as published, and the cases of this service"),
        tables=(_unit_costs(period, spent, each),),
        asked={"period": period.slug},
        notes=(gettext("Spend pays for more than episodes, such as children’s centres."),),
        context={
            "form": form,
            "period": period,
            "area": area,
            "spent": spent,
            "episodes": episodes,
            "avoided": rules.avoided(versions[0].assumed if versions else None, episodes),
            "versions": versions,
            "figures": figures,
        },
        status=status,
    )


def _unit_costs(period: Period, spent: Fraction | None, each: list[tuple[str, Fraction | None]]) -> FigureTable:
    def money(amount: Fraction | None, *, strong: bool = False) -> Shown:
        text = gettext("not known") if amount is None else figures.count(amount, money=True)
        return Shown(amount, text, strong=strong)

    def counted(count: Fraction | None) -> Shown:
        return Shown(HIDDEN, gettext("hidden")) if count is None else Shown(count, figures.count(count))

    rows = [
        [Shown(name), money(spent), counted(count), money(rules.unit_cost(spent, count), strong=True)]
        for name, count in each
    ]
    columns = [gettext("For each"), gettext("Spend"), gettext("How many"), gettext("Cost of one")]
    title = gettext("Pounds for each, %(period)s", period=sentence(period.in_words()))
    return FigureTable("unit-costs", title, columns, rows, units={1: "£", 3: "£"})


@bp.route("/costs/assumptions", methods=["GET", "POST"])
@signed_in(Act.ASSUME_COSTS)
def assume() -> Any:
    """Write a new version of the assumptions, and read those before."""
    versions = queries.assumptions()
    newest = versions[0] if versions else None
    held: dict[str, Any] = {"version": str(version_after(newest.id if newest else 0))}
    if newest:
        names = ("share_low", "share_high", "cost_low", "cost_high", "source", "source_on")
        held |= {name: getattr(newest, name) for name in names}
        held |= {name: str(held[name]) for name in names[:4]}
    form = open_form(CostsForm, data=held)
    return form_page(form, "costs/assume.html", lambda: _assume(form), then=url_for("costs.assume"), versions=versions)


def _assume(form: CostsForm) -> Any:
    return deeds.assume(
        **{name: pounds(form[name].data) for name in ("share_low", "share_high", "cost_low", "cost_high")},
        source=form.source.data,
        source_on=form.source_on.data,
        read_version=form.read_version,
        by=me(),
    )
