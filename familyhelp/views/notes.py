"""Notes: the list, one note with its versions, writing one, correcting one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from ..casework import notes
from ..forms.notes import CorrectionForm, NoteForm
from ..models import Case, Note
from ..policy import Act, may, may_correct
from ..practice.notes import NoteKind
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.words import N_, NotYet, say
from ..queries import notes as queries
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("notes", __name__)


def _note(case: Case, text: str) -> tuple[Note, int]:
    return queries.note_now(me(), case, text) or abort(404)


@bp.get("/cases/<case>/notes", endpoint="notes")
@on_case(Act.SEE_CASE)
def note_list(case: Case) -> Any:
    """The notes that the reader may read, newest first."""
    page = queries.note_list(me(), case, request.args.get("after"))
    return render_template("notes/notes.html", case=case, page=page, may_write=may(me(), Act.WRITE_NOTE, case))


@bp.route("/cases/<case>/notes/new", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def new(case: Case) -> Any:
    """Write a note."""
    may_restrict = may(me(), Act.SEE_RESTRICTED_NOTES, case)
    form = open_form(NoteForm)
    form.offer_kinds(k for k in NoteKind if k is not NoteKind.OVERSIGHT or me().role is Role.MANAGER)

    def write() -> Note:
        if form.restricted.data and not may_restrict:
            # Never written as an open note instead: what was meant for few is not shown to many.
            raise NotYet(say(N_("Only the lead and the team manager write restricted notes."), "restricted"))
        return notes.write_note(
            case,
            kind=form.kind.data,
            happened_on=form.happened_on.data,
            text=form.text.data,
            people_seen=form.people_seen.data or None,
            restricted=form.restricted.data,
            by=me(),
        )

    then = url_for("notes.notes", case=write_code(case.code))
    return form_page(form, "notes/new.html", write, then=then, case=case, may_restrict=may_restrict)


@bp.get("/cases/<case>/notes/<note>")
@on_case(Act.SEE_CASE)
def note(case: Case, note: str) -> Any:
    """One note as it stands, and every version before it."""
    found, writer_id = _note(case, note)
    return render_template(
        "notes/note.html",
        case=case,
        note=found,
        older=queries.older_versions(me(), case, found, request.args.get("after")),
        may_correct=may_correct(me(), case, writer_id),
    )


@bp.route("/cases/<case>/notes/<note>/correct", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def correct(case: Case, note: str) -> Any:
    """Put a corrected version beside what the note says now."""
    found, writer_id = _note(case, note)
    if not may_correct(me(), case, writer_id):
        g.looks[-1].refused = True
        abort(403)
    form = open_form(CorrectionForm, data={"version": str(found.version), "text": found.text})
    return form_page(
        form,
        "notes/correct.html",
        lambda: notes.correct_note(
            case, found, text=form.text.data, because=form.because.data, read_version=form.read_version, by=me()
        ),
        then=url_for("notes.note", case=write_code(case.code), note=write_code(found.code)),
        case=case,
        note=found,
    )
