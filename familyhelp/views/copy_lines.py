"""The lines of a copy in the reader's language: one list for the family's page, the paper and the PDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import current_app

from ..models import Case, Plan
from ..practice import copies
from ..practice.copies import Line, Voice
from ..practice.links import ReadingAge
from ..queries import copies as queries
from . import language

_ROOT = Path(__file__).resolve().parent.parent
_TEMPLATE = _ROOT / "templates" / "copies" / "copy.typ"
_FONTS = _ROOT / "static" / "build" / "fonts"
PLAIN_PRINT, LARGE_PRINT = 12, 18
"""Sizes of letters on paper, in points."""


def _say(text: str, /, **facts: Any) -> str:
    said = language.gettext(text)
    return said % facts if facts else said


def lines_for(case: Case, plan: Plan, recipient: str, age: ReadingAge) -> list[Line]:
    """Every line of the copy of a plan for one person. No address of anybody is in any of them."""
    config = current_app.config
    told = queries.told(
        case, plan, recipient, authority=config["AUTHORITY_NAME"], reach=config.get("SERVICE_CONTACT", "")
    )
    return copies.lines(told, age, Voice(_say, language.day))


def hider_of(case: Case) -> Callable[[str], str]:
    """What leaves the addresses and the withheld phone numbers of a family out of a text that is read by a link."""
    secrets = queries.secrets_of(case.family_id)
    return copies.hider(secrets.addresses, secrets.contacts, _say(copies.LEFT_OUT))


def pdf(lines: Sequence[Line], *, points: int) -> bytes:
    """The lines as an accessible PDF (PDF/UA-1: the making fails where it is not). They reach it as data, never as
    markup; `points` is the size of the letters."""
    # Only who makes a PDF loads what makes it: twenty MiB that most workers never need.
    import typst

    data = {
        "title": lines[0].text,
        "authority": current_app.config["AUTHORITY_NAME"],
        "points": points,
        "lines": [{"kind": line.kind.value, "text": line.text} for line in lines],
    }
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"copy": json.dumps(data)},
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        font_paths=[str(_FONTS)],
    )
    return made
