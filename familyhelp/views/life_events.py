"""A birth and a death in a family; and from whom it is kept where somebody lives."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import life_events as deeds
from ..forms.base import offer
from ..forms.life_events import BornForm, DiedForm, KeepFromForm, NotDiedForm, StopKeepingForm
from ..models import Family
from ..policy import Act
from ..practice.people import Sex
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from ..queries import families as queries
from ..queries import life_events as kept_queries
from .families import address as family_address
from .families import member_or_404
from .guards import me, on_family
from .pages import form_page, open_form

bp = Blueprint("life_events", __name__)


@bp.route("/families/<family>/people/<person>/born", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def born(family: Family, person: str) -> Any:
    """An unborn child is born."""
    child = member_or_404(family, person).person
    if child.due_date is None:
        raise NotYet(say(N_("Only a child who is expected can be born: correct the date of birth instead.")))
    sex = "" if child.sex in (None, Sex.UNBORN) else child.sex.value
    form = open_form(BornForm, data={"version": str(child.version), "surname": child.surname, "sex": sex})
    return form_page(
        form,
        "life_events/born.html",
        lambda: deeds.record_birth(
            child,
            born_on=form.born_on.data,
            forename=form.forename.data,
            surname=form.surname.data or "",
            sex=form.chosen_sex,
            read_version=form.read_version,
            by=me(),
        ),
        then=family_address(family),
        family=family,
        person=child,
    )


@bp.route("/families/<family>/people/<person>/died", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def died(family: Family, person: str) -> Any:
    """Somebody has died."""
    somebody = member_or_404(family, person).person
    if somebody.died_on is not None:
        raise NotYet(say(N_("This is on the record already.")))
    form = open_form(DiedForm, data={"version": str(somebody.version)})
    return form_page(
        form,
        "life_events/died.html",
        lambda: deeds.record_death(somebody, died_on=form.died_on.data, read_version=form.read_version, by=me()),
        then=family_address(family),
        family=family,
        person=somebody,
    )


@bp.route("/families/<family>/people/<person>/died/mistake", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def not_died(family: Family, person: str) -> Any:
    """A death was recorded by mistake."""
    somebody = member_or_404(family, person).person
    if somebody.died_on is None:
        raise NotYet(say(N_("No death is recorded.")))
    form = open_form(NotDiedForm, data={"version": str(somebody.version)})
    return form_page(
        form,
        "life_events/not_died.html",
        lambda: deeds.take_back_death(somebody, because=form.because.data, read_version=form.read_version, by=me()),
        then=family_address(family),
        family=family,
        person=somebody,
    )


# The other side of a separated family -------------------------------------------------------------------------


def _sees(family: Family) -> None:
    """What is kept from whom is for those who lead or manage the case: anybody else could give it away."""
    if not queries.sees_hidden_address(me(), queries.latest_case(family.id)):
        raise NotYet(
            say(N_("What is kept from whom is seen and changed by those who lead or manage the family’s case."))
        )


def _kept_page(family: Family) -> str:
    return url_for("life_events.kept", family=write_code(family.code))


@bp.get("/families/<family>/kept")
@on_family(Act.EDIT_FAMILY)
def kept(family: Family) -> Any:
    """Whose address is kept from whom, now and before."""
    _sees(family)
    return render_template("life_events/kept.html", family=family, found=kept_queries.kept_from(family, me()))


@bp.route("/families/<family>/kept/new", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def keep(family: Family) -> Any:
    """Where somebody lives is kept from somebody."""
    _sees(family)
    people = {m.person.code: m.person for m in queries.members_seen(family, me())[0]}
    form = open_form(KeepFromForm)
    choices = [(code, person.name) for code, person in people.items()]
    form.people.choices, form.other.choices = offer(choices), offer([("", ""), *choices])
    return form_page(
        form,
        "life_events/keep.html",
        lambda: deeds.keep_from(
            [people[code] for code in form.people.data], people[form.other.data], because=form.because.data, by=me()
        ),
        then=_kept_page(family),
        family=family,
    )


@bp.route("/families/<family>/kept/<kept_one>/end", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def stop_keeping(family: Family, kept_one: str) -> Any:
    """It is no longer kept from somebody."""
    _sees(family)
    found = kept_queries.kept_one(family, me(), kept_one) or abort(404)
    form = open_form(StopKeepingForm)
    return form_page(
        form,
        "life_events/stop_keeping.html",
        lambda: deeds.stop_keeping(found, because=form.because.data, by=me()),
        then=_kept_page(family),
        family=family,
        held=found,
    )
