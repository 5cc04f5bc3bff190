"""Everything held about one person: whom it is about, who asked, and the archive, to read and for other programs. It
is put together when it is fetched, by whoever asked for it and may still have it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import gettext

from ..casework import everything_held as deeds
from ..casework.attachment_files import path_of
from ..casework.looks import Seen
from ..extensions import db
from ..forms.everything_held import EverythingHeldForm
from ..models import Export, Family, Person
from ..policy import Act, may, visible_families
from ..practice import clock
from ..practice import everything_held as rules
from ..practice.attachments import ENDINGS
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..queries import everything_held as queries
from ..queries.families import latest_case
from ..queries.merges import seen_person
from .attachments import room
from .guards import me, on_family
from .pages import form_page, open_form

bp = Blueprint("everything_held", __name__)
MOST_FILES = 100 << 20
"""Bytes of attachments that one archive holds; the rest is named, to be saved from its case."""


def _person(family: Family, code: str) -> Person:
    found = seen_person(me(), code)
    if found is None or not queries.member_of(family, found):
        abort(404)
    return found


@bp.get("/families/<family>/everything-held")
@on_family(Act.TAKE_EVERYTHING_HELD)
def whom(family: Family) -> Any:
    """Whom is it about?"""
    return render_template("everything_held/whom.html", family=family, people=queries.ever_in(family))


@bp.route("/families/<family>/people/<person>/everything-held", methods=["GET", "POST"])
@on_family(Act.TAKE_EVERYTHING_HELD)
def take(family: Family, person: str) -> Any:
    """Put together everything that is held about somebody."""
    found = _person(family, person)
    form = open_form(EverythingHeldForm)
    return form_page(
        form,
        "everything_held/take.html",
        lambda: deeds.take_everything_held(family, found, purpose=form.purpose.data, by=me()),
        then=lambda taken: url_for("exports.taken", export=write_code(taken.code)),
        family=family,
        person=found,
        left_out=rules.LEFT_OUT.values(),
    )


def content(export: Export) -> bytes:
    """The archive. Whoever asked must still answer for the family; the look is at the person, too."""
    person = seen_person(me(), write_code(export.asked["person"])) or abort(404)
    family = db.session.scalar(visible_families(me()).where(Family.code == export.asked["family"])) or abort(404)
    if not may(me(), Act.TAKE_EVERYTHING_HELD, latest_case(family.id)):
        abort(404)
    g.looks.append(Seen(Subject.PERSON, person.id, "everything_held.take", because=export.purpose[:200]))
    held = queries.everything_held(me(), person)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        notes = list(_notes(held))
        for name, file in _files(held, notes):
            archive.writestr(name, file)
        archive.writestr("everything-held.json", _json(held, export, notes))
        archive.writestr("everything-held.html", _page(held, export, notes))
    return written.getvalue()


def _notes(held: queries.Held) -> Iterator[str]:
    """What whoever gives it must know."""
    yield gettext("Read all of it before you give it. What names somebody else who is held here is marked.")
    yield gettext(
        "Names of people who are not held here, and what tells who somebody is without a name, are not marked."
    )
    for team, count in held.elsewhere.items():
        yield gettext(
            "Not in here: %(count)s cases of %(team)s that hold or may hold something about them. Ask its manager.",
            count=count,
            team=team,
        )


def _files(held: queries.Held, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """The attachments, those that are restricted or of somebody else in a folder of their own."""
    room_left = MOST_FILES
    for row in held.attachments:
        code = write_code(row["code"])
        if row["size"] > room_left:
            notes.append(
                gettext("The file of attachment %(code)s is too large for this: save it from its case.", code=code)
            )
            continue
        try:
            file = path_of(room().folder, row["stored_as"]).read_bytes()
        except (OSError, ValueError):
            notes.append(gettext("The file of attachment %(code)s is not there.", code=code))
            continue
        room_left -= len(file)
        theirs = row["person_id"] == held.person.id and not row["restricted"]
        yield f"{'attachments' if theirs else 'check-before-giving'}/{code}.{ENDINGS[row['format']]}", file


def _json(held: queries.Held, export: Export, notes: list[str]) -> str:
    told = {
        "about": held.person.name,
        "reference": write_code(held.person.code),
        "put_together_at": clock.now().isoformat(timespec="seconds"),
        "for": export.purpose,
        "notes": notes,
        "left_out": {table: gettext(why) for table, why in rules.LEFT_OUT.items()},
        "records": [
            {
                "table": one.table,
                "number": one.number,
                "values": [
                    {"name": v.name, "says": v.says} | ({"check": [gettext(c) for c in v.check]} if v.check else {})
                    for v in one.values
                ],
            }
            for one in held.records
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _page(held: queries.Held, export: Export, notes: list[str]) -> str:
    """The same to read and to print: a page that stands by itself."""
    by_table: dict[str, list[queries.Record]] = {}
    for one in held.records:
        by_table.setdefault(one.table, []).append(one)
    return render_template(
        "everything_held/paper.html",
        held=held,
        export=export,
        notes=notes,
        by_table=by_table,
        left_out=rules.LEFT_OUT,
        spoken=lambda name: name.replace("_", " ").removesuffix(" id").capitalize(),
    )
