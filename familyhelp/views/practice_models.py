"""Practice models: what assessments ask, and with which scale; for administrators, who see no family's record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import practice_models as deeds
from ..forms.practice_models import DomainForm, ScaleForm, StartForm, SureForm
from ..models import PracticeModel
from ..policy import Act
from ..practice import practice_models as rules
from ..practice.domains import DOMAINS, Domain, Headline
from ..practice.practice_models import BuiltIn
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import practice_models as queries
from .guards import me, on_practice_model, signed_in
from .pages import form_page, open_form

bp = Blueprint("practice_models", __name__)


def address(model: PracticeModel) -> str:
    """Where the page of a practice model is."""
    return url_for("practice_models.model", model=write_code(model.code))


@bp.get("/practice-models")
@signed_in(Act.MANAGE_MODELS)
def models() -> Any:
    """The models there are, and which one is in use."""
    held = queries.models(me())
    return render_template(
        "practice_models/models.html", models=held, in_use=next((m for m in held if m.in_use), None), built_in=BuiltIn
    )


@bp.route("/practice-models/new", methods=["GET", "POST"])
@signed_in(Act.MANAGE_MODELS)
def start() -> Any:
    """Start a model of one's own."""
    form = open_form(StartForm)

    def deed() -> PracticeModel:
        return deeds.start_model(name=form.name.data, based_on=form.based_on.data, by=me())

    return form_page(form, "practice_models/start.html", deed, then=address)


@bp.get("/practice-models/<model>")
@on_practice_model(Act.MANAGE_MODELS)
def model(model: PracticeModel) -> Any:
    """One version of a model: its scale, its domains, what was done to it."""
    return render_template(
        "practice_models/model.html",
        model=model,
        content=model.in_words(),
        headlines=Headline,
        events=queries.events_of(model),
    )


@bp.route("/practice-models/<model>/versions", methods=["GET", "POST"])
@on_practice_model(Act.MANAGE_MODELS)
def next_version(model: PracticeModel) -> Any:
    """Start the next version of a model that was used."""
    form = open_form(SureForm)

    def deed() -> PracticeModel:
        return deeds.start_model(name=model.name, based_on=model.based_on, version_of=model, by=me())

    return form_page(form, "practice_models/next_version.html", deed, then=address, model=model)


@bp.route("/practice-models/<model>/scale", methods=["GET", "POST"])
@on_practice_model(Act.MANAGE_MODELS)
def scale(model: PracticeModel) -> Any:
    """The scale of a model in writing."""
    _in_writing(model)
    form = open_form(ScaleForm, data={"version": str(model.version), "lowest": model.lowest, "highest": model.highest})

    def deed() -> None:
        deeds.write_scale(
            model, lowest=form.lowest.data, highest=form.highest.data, read_version=form.read_version, by=me()
        )

    return form_page(form, "practice_models/scale.html", deed, then=address(model), model=model)


@bp.route("/practice-models/<model>/domains/<domain>", methods=["GET", "POST"])
@on_practice_model(Act.MANAGE_MODELS)
def domain(model: PracticeModel, domain: str) -> Any:
    """What a model in writing asks in one domain."""
    headline = _headline(domain)
    _in_writing(model)
    held = model.in_words().by_headline.get(headline)
    now = held or DOMAINS[headline]
    form = open_form(
        DomainForm,
        data={
            "version": str(model.version),
            "name": now.own_name,
            "prompt": now.prompt,
            "lowest": now.lowest,
            "highest": now.highest,
            "needs": "\n".join(now.needs),
        },
    )

    def deed() -> None:
        asked = Domain(
            headline,
            form.prompt.data,
            form.lowest.data,
            form.highest.data,
            form.name.data or "",
            rules.needs_in(form.needs.data or ""),
        )
        deeds.write_domain(model, asked, read_version=form.read_version, by=me())

    return form_page(
        form, "practice_models/domain.html", deed, then=address(model), model=model, headline=headline, held=held
    )


@bp.route("/practice-models/<model>/domains/<domain>/leave-out", methods=["GET", "POST"])
@on_practice_model(Act.MANAGE_MODELS)
def leave_out(model: PracticeModel, domain: str) -> Any:
    """Leave a domain out of a model in writing."""
    headline = _headline(domain)
    _in_writing(model)
    form = open_form(SureForm)
    return form_page(
        form,
        "practice_models/leave_out.html",
        lambda: deeds.leave_out_domain(model, headline, by=me()),
        then=address(model),
        model=model,
        headline=headline,
    )


@bp.route("/practice-models/<model>/use", methods=["GET", "POST"])
@on_practice_model(Act.MANAGE_MODELS)
def use(model: PracticeModel) -> Any:
    """Put a model into use."""
    form = open_form(SureForm)
    return form_page(
        form,
        "practice_models/use.html",
        lambda: deeds.use_model(model, by=me()),
        then=address(model),
        model=model,
        content=model.in_words(),
    )


def _in_writing(model: PracticeModel) -> None:
    if model.used_from is not None:
        raise NotYet(rules.frozen())


def _headline(slug: str) -> Headline:
    return next((h for h in Headline if h.value == slug), None) or abort(404)
