"""Attachments of a case: the list, adding one, having one, taking one away. A file leaves by the case's own door, to be
saved and never to be shown in the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict

from ..casework import attachments as deeds
from ..casework.attachment_files import content_of
from ..forms.attachments import AttachmentForm, RemovalForm
from ..models import Attachment, Case
from ..policy import Act, may, may_correct
from ..practice import stages
from ..practice.attachments import ENDINGS, MIMETYPES
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say
from ..queries import attachments as queries
from ..queries.cases import members_of
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("attachments", __name__)
TIMES_TOO_LARGE = 4
"""A file so many times too large still gets its sentence beside the form; a larger one is not read at all."""
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def allow_larger() -> None:
    """Before each request: the page that takes attachments takes larger requests, which go to the disk as they come."""
    if request.endpoint == "attachments.add" and request.method == "POST":
        request.max_content_length = current_app.config["LARGEST_ATTACHMENT"] * TIMES_TOO_LARGE


def room() -> deeds.Room:
    """Where attachments are kept, and how much, as it is set."""
    config = current_app.config
    return deeds.Room(Path(config["ATTACHMENTS_FOLDER"]), config["LARGEST_ATTACHMENT"], config["MOST_ATTACHMENTS"])


def _found(case: Case, code: str) -> Attachment:
    return queries.attachment(me(), case, code) or abort(404)


@bp.get("/cases/<case>/attachments")
@on_case(Act.SEE_CASE)
def list_of(case: Case) -> Any:
    """The attachments that the reader may have, newest first."""
    return render_template(
        "attachments/list.html",
        case=case,
        page=queries.attachments(me(), case, request.args.get("after")),
        may_remove=lambda one: may_correct(me(), case, one.added_by_id),
    )


@bp.route("/cases/<case>/attachments/new", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def add(case: Case) -> Any:
    """Add a file to the case."""
    sent = request.method == "POST"
    if not sent:
        stages.row_for(Move.WRITE_NOTE, case.stage)
    held = room()
    may_restrict = may(me(), Act.SEE_RESTRICTED_NOTES, case)
    people = {m.person.code: m.person for m in members_of(case.family_id)}
    form = (
        AttachmentForm(formdata=CombinedMultiDict([request.files, request.form])) if sent else open_form(AttachmentForm)
    )
    form.offer_people({code: person.name for code, person in people.items()})

    def deed() -> Attachment:
        if form.restricted.data and not may_restrict:
            raise NotYet(say(N_("Only the lead and the team manager add restricted attachments."), "restricted"))
        return deeds.add_attachment(
            case,
            form.file.data.read(held.largest + 1),
            kind=form.kind.data,
            title=form.title.data,
            dated_on=form.dated_on.data,
            person=people.get(form.person.data),
            words=form.words.data or None,
            restricted=form.restricted.data,
            room=held,
            by=me(),
        )

    return form_page(
        form,
        "attachments/new.html",
        deed,
        then=url_for("attachments.list_of", case=write_code(case.code)),
        case=case,
        may_restrict=may_restrict,
        withheld=queries.something_is_withheld(case),
        largest=held.largest >> 20,
        again=sent,
    )


@bp.get("/cases/<case>/attachments/<attachment>/file")
@on_case(Act.SEE_CASE)
def file(case: Case, attachment: str) -> Any:
    """The file itself, to be saved. The look says which one it was."""
    found = _found(case, attachment)
    if found.removed_at is not None:
        abort(404)
    g.looks[-1].because = write_code(found.code)
    content = content_of(room().folder, found)
    if content is None:
        return render_template("attachments/lost.html", case=case, attachment=found), 404
    return _served(found, content)


def _served(attachment: Attachment, content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = MIMETYPES[attachment.format]
    # A name of our own: what the file was called where it came from is not kept.
    name = f"{write_code(attachment.code)}.{ENDINGS[attachment.format]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/cases/<case>/attachments/<attachment>/remove", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def remove(case: Case, attachment: str) -> Any:
    """Take a file away, and say why."""
    found = _found(case, attachment)
    if not may_correct(me(), case, found.added_by_id):
        g.looks[-1].refused = True
        abort(403)
    form = open_form(RemovalForm)
    return form_page(
        form,
        "attachments/remove.html",
        lambda: deeds.remove_attachment(case, found, because=form.because.data, by=me()),
        then=url_for("attachments.list_of", case=write_code(case.code)),
        case=case,
        attachment=found,
    )
