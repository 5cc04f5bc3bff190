"""Uploading published figures: look at what would come of a file, then confirm it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, request, url_for
from werkzeug.datastructures import CombinedMultiDict

from ..casework import uploads as deeds
from ..forms.base import tidy
from ..forms.uploads import SureForm, UploadForm, describe_form, field, offer_columns
from ..models import Upload
from ..policy import Act
from ..practice import profiles
from ..practice import uploads as rules
from ..practice.own_measures import OwnMeasure, name_from
from ..practice.publications import LINES, PUBLICATIONS
from ..practice.published import AreaLevel, symbol_of
from ..practice.references import write_code
from ..practice.scorecard import Better
from ..practice.uploads import Per
from ..practice.words import word_of
from ..queries import uploads as queries
from .datasets import cell
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("uploads", __name__)
ROOM_FOR_FORM = 64 * 1024


def allow_larger() -> None:
    """Before each request: the one page that takes files takes larger requests."""
    if request.endpoint == "uploads.upload" and request.method == "POST":
        request.max_content_length = rules.LARGEST + ROOM_FOR_FORM


def address(upload: Upload) -> str:
    """Where an uploaded file goes on: to its description where it has none yet, else to its preview."""
    page = "uploads.look" if upload.previews else "uploads.describe"
    return url_for(page, upload=write_code(upload.code))


def _mine(code: str) -> Upload:
    return queries.upload_of(me(), code) or abort(404)


@bp.route("/scorecard/uploads", methods=["GET", "POST"])
@signed_in(Act.IMPORT_FIGURES)
def upload() -> Any:
    """Upload a file; what waits already."""
    sent = request.method == "POST"
    form = UploadForm(formdata=CombinedMultiDict([request.files, request.form])) if sent else open_form(UploadForm)

    def deed() -> Upload:
        file = form.file.data
        return deeds.take_in(file.read(), tidy(file.filename) or "–", whole=form.whole.data, by=me())

    return form_page(
        form,
        "uploads/upload.html",
        deed,
        then=address,
        waiting=queries.waiting(me()),
        known=PUBLICATIONS.values(),
        address=address,
        largest=rules.LARGEST >> 20,
    )


@bp.route("/scorecard/uploads/<upload>", methods=["GET", "POST"])
@signed_in(Act.IMPORT_FIGURES)
def look(upload: str) -> Any:
    """What would come of a file; confirm it."""
    found = _mine(upload)
    form = SureForm() if request.method == "POST" else open_form(SureForm)
    described = {d["name"]: rules.read(d) for d in found.described}
    return form_page(
        form,
        "uploads/look.html",
        lambda: deeds.confirm(found, by=me()),
        then=url_for("uploads.look", upload=write_code(found.code)),
        upload=found,
        previews=[_shown(told, described.get(told["name"])) for told in found.previews],
        editions=queries.editions_of(found) if found.settled_at else [],
        nothing_new=all(told["already"] for told in found.previews),
        levels={level.value: level for level in AreaLevel},
        symbol_of=symbol_of,
        cell=cell,
    )


@bp.route("/scorecard/uploads/<upload>/describe", methods=["GET", "POST"])
@signed_in(Act.IMPORT_FIGURES)
def describe(upload: str) -> Any:
    """Say what to take from a file that the service does not know."""
    found = _mine(upload)
    if found.profile is None or found.settled_at is not None:
        abort(404)
    profile = profiles.read(found.profile)
    form = open_form(describe_form(profile.to_choose), data=_proposed(found, profile))
    offer_columns(form, profile.indicators, profile.to_choose)

    def deed() -> None:
        chosen = {column: form[field(n)].data for n, column in enumerate(profile.to_choose)}
        fixed = {column: values[0] for column, values in profile.filters.items() if len(values) == 1}
        own = OwnMeasure(
            _name(found, form.label.data),
            form.label.data,
            form.quadrant.data,
            form.better.data,
            form.numerator.data,
            form.denominator.data or None,
            1 if form.per.data is Per.POUNDS else int(form.per.data.value),
            dict(sorted((fixed | chosen).items())),
            form.per.data is Per.POUNDS,
        )
        deeds.describe(found, own, by=me())

    return form_page(
        form,
        "uploads/describe.html",
        deed,
        then=url_for("uploads.look", upload=write_code(found.code)),
        upload=found,
        profile=profile,
    )


@bp.route("/scorecard/uploads/<upload>/leave-out/<name>", methods=["GET", "POST"])
@signed_in(Act.IMPORT_FIGURES)
def leave_out(upload: str, name: str) -> Any:
    """Take one measure out again."""
    found = _mine(upload)
    own = next((rules.read(d) for d in found.described if d["name"] == name), None) or abort(404)
    return form_page(
        open_form(SureForm),
        "uploads/leave_out.html",
        lambda: deeds.leave_out(found, name),
        then=lambda _done: address(found),
        upload=found,
        own=own,
    )


@bp.route("/scorecard/uploads/<upload>/discard", methods=["GET", "POST"])
@signed_in(Act.IMPORT_FIGURES)
def discard(upload: str) -> Any:
    """Throw an uploaded file away."""
    found = _mine(upload)
    return form_page(
        open_form(SureForm),
        "uploads/discard.html",
        lambda: deeds.discard(found),
        then=url_for("uploads.upload"),
        upload=found,
    )


def _name(upload: Upload, label: str) -> str:
    """The name of a measure: that of the one of this label that is described already, or one made from the label."""
    return next((d["name"] for d in upload.described if d["label"] == label), name_from(label))


def _proposed(upload: Upload, profile: profiles.Profile) -> dict[str, Any]:
    """What the form says before anybody changes it: the measure that is asked for, or the service's own proposal."""
    asked = request.args.get("measure")
    again = next((rules.read(d) for d in upload.described if d["name"] == asked), None)
    proposal = profiles.propose(profile, [d["numerator"] for d in upload.described])
    filters = again.filters if again else proposal.filters
    said = {
        "label": again.label if again else proposal.label,
        "quadrant": again.quadrant if again else proposal.quadrant,
        "numerator": again.numerator if again else proposal.numerator,
        "denominator": (again.denominator or "") if again else proposal.denominator,
        "per": rules.per_of(again) if again else word_of(Per, str(proposal.per)),
        "better": again.better if again else Better.NEITHER,
    }
    return said | {field(n): filters.get(column, "") for n, column in enumerate(profile.to_choose)}


def _shown(told: dict[str, Any], own: OwnMeasure | None) -> dict[str, Any]:
    """A preview with its names: of the publication, and of each line."""
    known = PUBLICATIONS.get(told["publication"])
    columns = {take.line: take.column for take in own.publication.takes} if own else {}
    return told | {
        "title": known.name if known else own.label if own else told["publication"],
        "publisher": known.publisher if known else "",
        "own": own,
        "lines": columns | {slug: line.label for slug, line in LINES.items()},
        "already_at": datetime.fromisoformat(told["already_at"]) if told["already_at"] else None,
    }
