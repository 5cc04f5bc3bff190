"""Adding a file to a case, and taking it away. What it is comes from its own bytes, and pictures are drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from ..extensions import db
from ..models import Attachment, Case, Person, Practitioner
from ..practice import attachments as rules
from ..practice import clock, references
from ..practice.attachment_formats import format_of
from ..practice.attachment_images import drawn_anew
from ..practice.attachments import AttachmentKind, Format
from ..practice.chronology import EventKind
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say
from . import attachment_files


@dataclass(frozen=True)
class Room:
    """Where attachments are kept, and how much: the largest file in bytes, the most on one case."""

    folder: Path
    largest: int
    most: int


def add_attachment(
    case: Case,
    content: bytes,
    *,
    kind: AttachmentKind,
    title: str,
    dated_on: date,
    room: Room,
    by: Practitioner,
    person: Person | None = None,
    words: str | None = None,
    restricted: bool = False,
) -> Attachment:
    """Add a file to a case. Its name and its declared type are not asked for. Raises NotYet, or NotTaken."""
    case.move(Move.WRITE_NOTE)
    lacking = list(rules.missing(title, dated_on, clock.today(), _held(case), room.most))
    lacking += rules.file_missing(len(content), room.largest)
    if lacking:
        raise NotYet(*lacking)
    format = format_of(content)
    if format in (Format.PNG, Format.JPEG):
        content = drawn_anew(content, format)
    try:
        stored_as = attachment_files.keep(room.folder, content)
    except OSError:
        raise NotYet(say(N_("The service has no room for the file just now. Try again in a minute."), "file")) from None
    attachment = Attachment(
        code=references.new_code(),
        case_id=case.id,
        person=person,
        kind=kind,
        title=title.strip()[: rules.MOST_IN_TITLE],
        words=(words or "").strip() or None,
        dated_on=dated_on,
        restricted=restricted,
        format=format,
        size=len(content),
        digest=attachment_files.digest(content),
        stored_as=stored_as,
        added_by=by,
        added_at=clock.now(),
    )
    db.session.add(attachment)
    event = EventKind.RESTRICTED_ATTACHMENT_ADDED if restricted else EventKind.ATTACHMENT_ADDED
    case.record(event, by=by, attachment=kind, code=attachment.code)
    return attachment


def _held(case: Case) -> int:
    """How many attachments a case has that were not taken away."""
    count = sa.select(sa.func.count()).where(Attachment.case_id == case.id, Attachment.removed_at.is_(None))
    return db.session.scalar(count) or 0


def remove_attachment(case: Case, attachment: Attachment, *, because: str, by: Practitioner) -> None:
    """Take a file away: it stays with its reason, and nobody is given it any more. Raises NotYet."""
    lacking = list(rules.removal_missing(because))
    if attachment.removed_at is not None:
        lacking.append(say(N_("This was taken away already.")))
    if lacking:
        raise NotYet(*lacking)
    attachment.removed_at, attachment.removed_by, attachment.removed_because = clock.now(), by, because.strip()
    event = EventKind.RESTRICTED_ATTACHMENT_REMOVED if attachment.restricted else EventKind.ATTACHMENT_REMOVED
    case.record(event, by=by, because=because.strip(), attachment=attachment.kind, code=attachment.code)
