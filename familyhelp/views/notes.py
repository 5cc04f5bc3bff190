"""Notes: the list, one note with its versions, writing one, correcting one; sharing one with the family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from ..casework import follow_ups, notes
from ..casework.notes import About
from ..forms.notes import (
    AnswerForm,
    CommentForm,
    CorrectionForm,
    FollowUpForm,
    NoteForm,
    ShareForm,
    read_day,
    write_day,
)
from ..models import Case, FollowUp, Note, Person, Practitioner
from ..policy import Act, leads, may, may_correct
from ..practice import clock, former_workers, stages
from ..practice.notes import WRITTEN_BY_THEMSELVES, NoteKind, is_late
from ..practice.references import read_code, write_code
from ..practice.roles import Role
from ..practice.stages import Move
from ..practice.words import N_, NotYet, Sentence, say
from ..queries import notes as queries
from ..queries.cases import members_of
from ..queries.handovers import helpers_of
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("notes", __name__)


def _note(case: Case, text: str) -> tuple[Note, int]:
    return queries.note_now(me(), case, text) or abort(404)


def _page_of(case: Case, note: Note) -> str:
    return url_for("notes.note", case=write_code(case.code), note=write_code(note.code))


# Reading -----------------------------------------------------------------------------------------------------


def _wanted() -> tuple[queries.Wanted, dict[str, str]]:
    """What the filters ask for, and how an address says it."""
    kind = next((k for k in NoteKind if k.value == request.args.get("kind")), None)
    about = read_code(request.args.get("about", ""))
    since, until = read_day(request.args.get("since")), read_day(request.args.get("until"))
    said = {
        "kind": kind.value if kind else "",
        "about": write_code(about) if about else "",
        "since": write_day(since) if since else "",
        "until": write_day(until) if until else "",
    }
    return queries.Wanted(kind, about, since, until), {name: text for name, text in said.items() if text}


def _kept_from(case: Case) -> Sentence | None:
    """What a reader of restricted notes is told where those of former workers may be kept from them."""
    if not may(me(), Act.SEE_RESTRICTED_NOTES, case):
        return None
    manages = me().role is Role.MANAGER and case.team_id in {team.id for team in me().managed_teams}
    return former_workers.whom_to_ask(leads=leads(me(), case), manages=manages)


@bp.get("/cases/<case>/notes", endpoint="notes")
@on_case(Act.SEE_CASE)
def note_list(case: Case) -> Any:
    """The notes that the reader may read, newest first; of one kind, about one person, between two days."""
    wanted, filters = _wanted()
    found = queries.notes_page(me(), case, request.args.get("after"), wanted)
    return render_template(
        "notes/notes.html",
        case=case,
        page=found.page,
        about=found.about,
        family=found.family,
        wanted=wanted,
        filters=filters,
        kinds=NoteKind,
        kept=_kept_from(case),
        is_late=_is_late(case),
        may_write=may(me(), Act.WRITE_NOTE, case),
    )


@bp.get("/cases/<case>/notes/<note>")
@on_case(Act.SEE_CASE)
def note(case: Case, note: str) -> Any:
    """One note as it stands, every version before it, and what stands beside it."""
    found, writer_id = _note(case, note)
    return render_template(
        "notes/note.html",
        case=case,
        note=found,
        around=queries.around(found),
        older=queries.older_versions(me(), case, found, request.args.get("after")),
        may_correct=may_correct(me(), case, writer_id),
        may_write=may(me(), Act.WRITE_NOTE, case),
        is_late=_is_late(case),
        may_share=not found.restricted and may(me(), Act.SHARE_NOTE, case),
    )


def _is_late(case: Case) -> Callable[[datetime], bool]:
    return lambda written: is_late(clock.local_day(written), case.closed_on)


# Writing -----------------------------------------------------------------------------------------------------


def _ticked(people: Callable[[], Mapping[str, Person]], form: NoteForm | CorrectionForm) -> list[About]:
    return [About(people()[code], there, alone) for code, (there, alone) in form.ticked.items()]


def _people(case: Case, note: Note | None = None) -> Callable[[], Mapping[str, Person]]:
    """Those in the family now and those a note is about, by reference; looked up once, when they are needed."""

    @cache
    def found() -> Mapping[str, Person]:
        known = {row.person.code: row.person for row in (note.people if note else ())}
        return {m.person.code: m.person for m in members_of(case.family_id)} | known

    return found


def _helpers(case: Case, *, restricted: bool = False) -> Callable[[], Mapping[str, Practitioner]]:
    """Those with a part in the case now (who read restricted notes, where that is needed), by reference; looked up
    once, when they are needed."""

    @cache
    def found() -> Mapping[str, Practitioner]:
        return {
            person.code: person
            for person in helpers_of(case)
            if not restricted or may(person, Act.SEE_RESTRICTED_NOTES, case)
        }

    return found


def _readable(person: Practitioner, case: Case, restricted: bool) -> None:
    if restricted and not may(person, Act.SEE_RESTRICTED_NOTES, case):
        raise NotYet(say(N_("%(person)s may not read restricted notes: ask the lead."), "of", person=person.name))


@bp.route("/cases/<case>/notes/new", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def new(case: Case) -> Any:
    """Write a note, and ask somebody to follow it up."""
    if request.method == "GET":
        stages.row_for(Move.WRITE_NOTE, case.stage)
    may_restrict = may(me(), Act.SEE_RESTRICTED_NOTES, case)
    people, helpers = _people(case), _helpers(case)
    wanted = next((kind for kind in NoteKind if kind.value == request.args.get("kind")), None)
    form = open_form(NoteForm, data={"kind": wanted})
    form.offer_kinds(k for k in WRITTEN_BY_THEMSELVES if k is not NoteKind.OVERSIGHT or me().role is Role.MANAGER)
    form.offer_people(people)
    form.offer_helpers(helpers)

    def write() -> Note:
        if form.restricted.data and not may_restrict:
            # Never written as an open note instead: what was meant for few is not shown to many.
            raise NotYet(say(N_("Only the lead and the team manager write restricted notes."), "restricted"))
        if form.asks:
            _readable(helpers()[form.of.data], case, form.restricted.data)
        written = notes.write_note(
            case,
            kind=form.kind.data,
            happened_on=form.happened_on.data,
            text=form.text.data,
            people_seen=form.people_seen.data or None,
            restricted=form.restricted.data,
            headline=form.headline.data or None,
            minutes=form.minutes_taken,
            about=_ticked(people, form),
            by=me(),
        )
        if form.asks:
            follow_ups.ask(
                case, written, of=helpers()[form.of.data], due_on=form.due_on.data, what=form.what.data, by=me()
            )
        return written

    then = url_for("notes.notes", case=write_code(case.code))
    return form_page(form, "notes/new.html", write, then=then, case=case, may_restrict=may_restrict, speaks=people)


@bp.route("/cases/<case>/notes/<note>/correct", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def correct(case: Case, note: str) -> Any:
    """Put a corrected version beside what the note says now."""
    found, writer_id = _note(case, note)
    if not may_correct(me(), case, writer_id):
        g.looks[-1].refused = True
        abort(403)
    people = _people(case, found)
    significant = found.kind is NoteKind.SIGNIFICANT
    held = {
        "version": str(found.version),
        "text": found.text,
        "headline": found.headline,
        "there": [row.person.code for row in found.people if row.present],
        "alone": [row.person.code for row in found.people if row.seen_alone],
        "about": [row.person.code for row in found.people if not row.present],
    }
    form = open_form(CorrectionForm, data=held)
    form.offer_people(people)
    return form_page(
        form,
        "notes/correct.html",
        lambda: notes.correct_note(
            case,
            found,
            text=form.text.data,
            because=form.because.data,
            read_version=form.read_version,
            headline=form.headline.data if significant else None,
            about=_ticked(people, form),
            by=me(),
        ),
        then=_page_of(case, found),
        case=case,
        note=found,
        significant=significant,
    )


# Following up ------------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/notes/<note>/follow-ups/new", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def ask(case: Case, note: str) -> Any:
    """Ask somebody to do something about a note."""
    found, _ = _note(case, note)
    helpers = _helpers(case, restricted=found.restricted)
    form = open_form(FollowUpForm)
    form.offer_helpers(helpers)
    return form_page(
        form,
        "notes/ask.html",
        lambda: follow_ups.ask(
            case, found, of=helpers()[form.of.data], due_on=form.due_on.data, what=form.what.data, by=me()
        ),
        then=_page_of(case, found),
        case=case,
        note=found,
    )


@bp.route("/cases/<case>/notes/<note>/follow-ups/<follow_up>", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def answer(case: Case, note: str, follow_up: str) -> Any:
    """Say what was done about what a note asks."""
    found, _ = _note(case, note)
    asked: FollowUp = queries.follow_up(found, follow_up) or abort(404)
    if asked.answered_at is not None and request.method == "GET":
        return redirect(_page_of(case, found), 303)
    form = open_form(AnswerForm)
    return form_page(
        form,
        "notes/answer.html",
        lambda: follow_ups.answer(case, asked, text=form.answer.data, by=me()),
        then=_page_of(case, found),
        case=case,
        note=found,
        asked=asked,
    )


# With the family ---------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/notes/<note>/share", methods=["GET", "POST"])
@on_case(Act.SHARE_NOTE)
def share(case: Case, note: str) -> Any:
    """Record that the family has seen a note."""
    found, _ = _note(case, note)
    notes.can_be_shared(found)
    form = open_form(ShareForm)
    return form_page(
        form,
        "notes/share.html",
        lambda: notes.share_note(
            case, found, shared_with=form.shared_with.data, shared_on=form.shared_on.data, by=me()
        ),
        then=_page_of(case, found),
        case=case,
        note=found,
    )


@bp.route("/cases/<case>/notes/<note>/comments/new", methods=["GET", "POST"])
@on_case(Act.SHARE_NOTE)
def comment(case: Case, note: str) -> Any:
    """Put what the family says about a shared note beside it."""
    found, _ = _note(case, note)
    notes.first_shared(case, found)
    form = open_form(CommentForm)
    return form_page(
        form,
        "notes/comment.html",
        lambda: notes.add_comment(
            case, found, said_by=form.said_by.data, said_on=form.said_on.data, text=form.text.data, by=me()
        ),
        then=_page_of(case, found),
        case=case,
        note=found,
    )
