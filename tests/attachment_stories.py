"""Files as somebody puts them on a case, and cases that have some."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import current_app
from PIL import Image

from familyhelp.casework import attachments
from familyhelp.extensions import db
from familyhelp.models import Attachment, Case
from familyhelp.practice import clock
from familyhelp.practice.attachments import AttachmentKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories, uploaded
from tests.cast import Cast

LETTER = b"Dear Rosa,\n\nthank you for coming on Tuesday.\n"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n45\n%%EOF\n"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """A small picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(written, kind, **more)
    return written.getvalue()


def a_docx(extra: dict[str, bytes] | None = None) -> bytes:
    """The smallest Word document, with more parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"<w:document/>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def room() -> attachments.Room:
    """Where the application under test keeps attachments."""
    return attachments.Room(Path(current_app.config["ATTACHMENTS_FOLDER"]), 1 << 20, 5)


def an_attachment(case: Case, cast: Cast, content: bytes = LETTER, **more: Any) -> Attachment:
    """A letter on a case, added by Kamal unless somebody else did; committed."""
    told: dict[str, Any] = {
        "kind": AttachmentKind.LETTER,
        "title": "Letter to Rosa",
        "dated_on": clock.today(),
        "room": room(),
        "by": cast.kamal,
    }
    attachment = attachments.add_attachment(case, content, **told | more)
    db.session.commit()
    return attachment


def to_remove(cast: Cast) -> str:
    """Where Kamal takes a letter away."""
    case = stories.a_case(cast, Stage.ACTIVE)
    return f"/cases/{write_code(case.code)}/attachments/{write_code(an_attachment(case, cast).code)}/remove"


def held_about_rosa(cast: Cast) -> str:
    """Where Mabel puts together everything held about Rosa."""
    family = stories.a_case(cast, Stage.ACTIVE).family
    return f"/families/{write_code(family.code)}/people/{write_code(family.members[0].person.code)}/everything-held"


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about attachments."""

    def new(cast: Cast) -> str:
        return f"/cases/{write_code(stories.a_case(cast, Stage.ACTIVE).code)}/attachments/new"

    return {
        "attachments.add": row(
            "kamal",
            new,
            {"kind": "drawing", "title": "Poppy’s morning", "file": uploaded.a_file(a_picture(), "morning.jpg")},
        ),
        "attachments.remove": row("kamal", to_remove, {"because": "It belongs to another family."}),
        "everything_held.take": row(
            "mabel", held_about_rosa, {"purpose": "Rosa asked on 2 March; I saw her passport."}, events=2
        ),
    }
