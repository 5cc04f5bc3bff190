"""How long records are kept: the rules, what they rest on, and how an authority sets its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext, ngettext

from ..casework import retention as deeds
from ..forms.clocks import whole
from ..forms.retention import RuleForm
from ..models import RetentionSetting
from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown
from ..practice.retention import CHILD_UNTIL, USUAL, YEARS, RecordKind, Rule
from ..practice.words import version_after
from ..queries import retention as queries
from .guards import me, signed_in
from .language import day
from .pages import form_page, open_form
from .tables import Asked, Figures, figure_page

bp = Blueprint("retention", __name__)


def in_words(rule: Rule | RetentionSetting) -> str:
    """How long, in words: 6 years, and until the youngest child is 25."""
    years = str(ngettext("%(num)s year", "%(num)s years", rule.years))
    birthday = rule.child_until
    if birthday is None:
        return years
    said = gettext("%(years)s, and until the youngest child is %(age)s", years=years, age=birthday)
    return str(said)


@bp.get("/retention")
@signed_in(Act.SEE_RETENTION)
def rules() -> Any:
    """How long each kind of record is kept, and why."""
    return read.show("retention/rules.html")


@figure_page("retention", Act.SEE_RETENTION)
def read(_asked: Asked, _exact: bool) -> Figures:
    """What the page shows: every rule as it is today."""
    now = queries.rules_now()
    columns = [gettext("What"), gettext("How long"), gettext("From"), gettext("Why")]
    shown = [
        [
            Shown(gettext(record.label)),
            Shown(
                in_words(rule), note="" if rule == USUAL[record] else f"{gettext('usually:')} {in_words(USUAL[record])}"
            ),
            Shown(gettext(rule.counts_from)),
            Shown(gettext(rule.why)),
        ]
        for record, rule in now.items()
    ]
    return Figures(
        about=gettext("As it is set on %(day)s.", day=day(clock.today())),
        source=gettext("the settings of this service"),
        tables=(FigureTable("rules", gettext("How long each kind of record is kept"), columns, shown),),
        context={"rules": now},
    )


@bp.route("/retention/<record>", methods=["GET", "POST"])
@signed_in(Act.SET_RETENTION)
def change(record: str) -> Any:
    """Set one rule, and read how it was set before."""
    which = next((one for one in RecordKind if one.value == record), None) or abort(404)
    changes = queries.changes(which)
    now = changes[0] if changes else USUAL[which]
    held = {
        "version": str(version_after(changes[0].id if changes else 0)),
        "years": str(now.years),
        "child_until": str(now.child_until or 0),
    }
    form = open_form(RuleForm, data=held)
    if which is not RecordKind.HELPED:
        del form.child_until
    return form_page(
        form,
        "retention/change.html",
        lambda: _set(which, form),
        then=url_for("retention.rules"),
        record=which,
        usual=USUAL[which],
        in_words=in_words,
        years=YEARS,
        birthdays=CHILD_UNTIL,
        changes=changes,
    )


def _set(which: RecordKind, form: RuleForm) -> Any:
    birthday = getattr(form, "child_until", None)
    return deeds.set_rule(
        which,
        years=whole(form.years.data),
        child_until=whole(birthday.data) if birthday is not None else 0,
        because=form.because.data,
        read_version=form.read_version,
        by=me(),
    )
