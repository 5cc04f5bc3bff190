"""People who may be held twice: which pairs, the two records side by side, merged, undone, or said to be two."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext

from ..casework import looks
from ..casework import merges as deeds
from ..casework.families import current_address
from ..forms.base import offer
from ..forms.merges import ApartForm, MergeForm, UndoMergeForm
from ..models import Person
from ..policy import Act, could
from ..practice import merging
from ..practice.chronology import Subject
from ..practice.matching import Described
from ..practice.words import Word
from ..queries import merges as queries
from ..queries.matching import candidates
from ..queries.ways import COMPARED
from .guards import me, on_person, signed_in
from .language import day
from .pages import form_page, open_form

bp = Blueprint("merges", __name__)


@bp.get("/held-twice")
@signed_in(Act.SEE_DUPLICATES)
def held_twice() -> Any:
    """The pairs that may be one person; for who sees no families, how many there are."""
    if not could(me(), Act.MERGE_PEOPLE):
        return render_template("merges/waiting.html", waiting=queries.all_waiting())
    page = queries.pairs_waiting(me(), request.args.get("after"))
    return render_template("merges/held_twice.html", page=page, merges=queries.newest_merges(me()))


def _other(text: str) -> Person:
    """The second person, within the reader's sight, whose look is noted too; anybody else does not exist."""
    person = queries.seen_person(me(), text)
    seen = looks.Seen(Subject.PERSON, person.id if person else None, request.endpoint or "")
    g.looks.append(seen)
    if person is None:
        seen.refused, seen.because = True, request.path[:200]
        abort(404)
    return person


@bp.get("/held-twice/<person>")
@on_person(Act.MERGE_PEOPLE)
def like(person: Person) -> Any:
    """Who else is held that may be this person."""
    home = current_address(person)
    asked = Described(
        **{name: getattr(person, name) for name in COMPARED},
        postcode=home.postcode if home and not home.hidden else None,
        lines=home.lines if home and not home.hidden else None,
    )
    return render_template("merges/like.html", person=person, found=candidates(asked, me(), besides=[person.id]))


@bp.route("/held-twice/<person>/merge/<gone>", methods=["GET", "POST"])
@on_person(Act.MERGE_PEOPLE)
def merge(person: Person, gone: str) -> Any:
    """Two records side by side; what is chosen is taken over, everything else moves to the record kept."""
    first, second = person, _other(gone)
    form = open_form(MergeForm, data={"version": str(deeds.version_of(first, second))})
    compared = [(name, _label(name), _shown(first, name), _shown(second, name)) for name in _chosen()]
    form.take.choices = offer((name, f"{label}: {theirs}") for name, label, mine, theirs in compared if mine != theirs)
    return form_page(
        form,
        "merges/merge.html",
        lambda: deeds.merge_people(
            first, second, take=form.take.data, because=form.because.data, read_version=form.read_version, by=me()
        ),
        then=url_for("merges.held_twice"),
        kept=first,
        gone=second,
        compared=[row for row in compared if row[2] or row[3]],
        families=queries.families_of([first, second]),
        current_address=current_address,
    )


@bp.route("/held-twice/<person>/not/<other>", methods=["GET", "POST"])
@on_person(Act.MERGE_PEOPLE)
def apart(person: Person, other: str) -> Any:
    """Say that two records are not one person; it is remembered, and nobody is asked again."""
    first, second = person, _other(other)
    form = open_form(ApartForm)
    return form_page(
        form,
        "merges/apart.html",
        lambda: deeds.say_apart(first, second, because=form.because.data or None, by=me()),
        then=url_for("merges.held_twice"),
        one=first,
        other=second,
    )


@bp.route("/held-twice/<person>/merges/<merge>/undo", methods=["GET", "POST"])
@on_person(Act.MERGE_PEOPLE)
def undo(person: Person, merge: str) -> Any:
    """Make two records of one again."""
    found = queries.merge_into(person, merge)
    if found is None:
        abort(404)
    form = open_form(UndoMergeForm)
    return form_page(
        form,
        "merges/undo.html",
        lambda: deeds.undo_merge(found, because=form.because.data, by=me()),
        then=url_for("merges.held_twice"),
        merge=found,
    )


def _chosen() -> list[str]:
    return merging.choices(Person.__table__.columns.keys())


def _label(name: str) -> str:
    return gettext(merging.LABELS[name]) if name in merging.LABELS else name.replace("_", " ").capitalize()


def _shown(person: Person, name: str) -> str:
    """What a record says, in words, with what is said together with it."""
    parts = [_words(person, part) for part in merging.TOGETHER.get(name, (name,))]
    return ", ".join(part for part in parts if part)


def _words(person: Person, name: str) -> str:
    value = getattr(person, name)
    if name in ("phone", "email") and value and person.contact_hidden:
        return str(gettext("withheld"))
    if name == "disabilities":
        return ", ".join(gettext(code.label) for code in person.disability_codes)
    if name == "communication":
        return ", ".join(gettext(need.label) for need in person.communication_needs)
    if isinstance(value, bool):
        return gettext(merging.TICKS.get(name, "Yes")) if value else ""
    if isinstance(value, date):
        return gettext("expected %(day)s", day=day(value)) if name == "due_date" else day(value)
    return gettext(value.label) if isinstance(value, Word) else str(value or "")
