"""A page as a person finds it, and the long words that try its room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from familyhelp.extensions import db
from familyhelp.models import Case
from familyhelp.practice.references import write_code
from tests.cast import Cast

LONG = (
    "Poppy says mornings are “like running in water”. Rosa gets up at five to have everything ready, and still they "
    "are late when Jude will not put on his shoes. Grandma rings at seven. On Tuesday it worked: nobody shouted, and "
    "Poppy was at breakfast club by half past eight.\nWe talked about what was different. Everyone had slept."
)
UNBROKEN = "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3


@dataclass(frozen=True)
class Place:
    """A page: whose, and where it is once its story has been made."""

    who: str
    where: Callable[[Cast], str]


def of(case: Case, tail: str = "") -> str:
    """An address of a case."""
    db.session.commit()
    return f"/cases/{write_code(case.code)}{tail}"
